import type { Snapshot } from '../model/record'
import type { Entity } from '../model/words'
import { inTenant } from '../store/db'
import { knownSince } from '../store/unseen'
import { absent } from '../sync/absent'
import { asking } from './vendor-problem'
import { readingAt, type Bench, type Work } from './workshop'

/**
 * After a complete listing that began at `since` because the vendor forgot our place: records it did not show, each asked for
 * by id, because only the vendor's own word makes it removed. What is read comes as it is, what is not there as removed.
 */
export async function missing(
  work: Work,
  bench: Bench,
  entities: readonly Entity[],
  since: number,
): Promise<readonly Snapshot[]> {
  const { engine, integration } = work
  const listing = { since, until: readingAt(work) }
  const known = await inTenant(engine, (tx) => knownSince(tx, engine, integration.id, bench.side, entities, listing))
  const shown = new Set(known.flatMap(({ id, shown }) => (shown ? [id] : [])))
  const suspects = new Set(
    absent(
      known.map(({ id }) => id),
      shown,
    ),
  )
  const found: Snapshot[] = []
  for (const entity of entities) {
    const ids = known.flatMap((each) => (each.entity === entity && suspects.has(each.id) ? [each.id] : []))
    if (ids.length === 0) continue
    const read = await asking(bench.connector.id, bench.session.read(entity, ids))
    const there = new Set(read.map(({ id }) => id))
    found.push(...read, ...ids.filter((id) => !there.has(id)).map((id) => gone(entity, id)))
  }
  return found
}

/** A record that its vendor no longer shows under its id. */
export const gone = (entity: Entity, id: string): Snapshot => ({
  entity,
  id,
  version: null,
  fields: {},
  parents: {},
  removed: true,
})
