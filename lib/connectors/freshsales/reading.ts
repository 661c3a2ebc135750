import { ConnectorError } from '@/lib/model/problem'
import type { Snapshot } from '@/lib/model/record'
import type { Ours } from './columns'
import type { Room } from './rooms'

/**
 * Records by id, as they are now. The vendor has no question for several ids: a list shows a hundred records a call as they
 * are, so it is read as long as that spares calls, and whoever it did not show is asked for by itself.
 */
export async function byIds(
  room: Room,
  entity: Ours,
  ids: readonly string[],
  size: number,
): Promise<readonly Snapshot[]> {
  const wanted = new Set(ids.filter((each) => /^\d+$/.test(each)))
  const found = new Map<string, Snapshot>()
  const left = (): readonly string[] => [...wanted].filter((id) => !found.has(id))
  for (let page = 1, pages = 1; pages - page + 1 < left().length; page += 1) {
    const listed = await room.page(page, size)
    for (const each of listed.snapshots) if (wanted.has(each.id)) found.set(each.id, each)
    pages = listed.pages
    if (page >= pages) break
  }
  for (const id of left()) found.set(id, await shownOrGone(room, entity, id))
  return [...wanted].flatMap((id) => found.get(id) ?? [])
}

/** Asked for by its own id, a record that is not there is gone: the vendor's lists only leave it out. */
async function shownOrGone(room: Room, entity: Ours, id: string): Promise<Snapshot> {
  try {
    return await room.one(id)
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.problem.kind !== 'missing') throw error
    return { entity, id, version: null, fields: {}, parents: {}, removed: true }
  }
}
