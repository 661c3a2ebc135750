import type { Cursor, Page } from '@/lib/model/connector'
import type { Desk, Part, Told } from './rooms'
import { borderAt } from './stamps'

/** Where a reading stands; opaque outside as a cursor. */
interface Place {
  /** The vendor's stamp from which all is news; null: everything is asked for. */
  readonly since: string | null
  readonly part: number
  readonly page: number
  /** How many there were on all pages, at the page before; null before the first. */
  readonly total: number | null
  /** Where the next reading starts, once this one is over. */
  readonly stamp: string | null
}

/** Whole seconds, and commits that become visible late. */
const OVERLAP_MS = 30_000

const START: Place = { since: null, part: 0, page: 1, total: null, stamp: null }

/**
 * Everything comes by id, which no edit moves; news come newest first until the border. An order that is not understood is
 * ignored in silence, so that a page which is not in it is never the last one. Deleted records are in no list: one that goes
 * while we read pulls unread ones onto pages already read, the count tells, and we step back.
 */
export async function pageOf(desk: Desk, parts: readonly Part[], cursor: Cursor | null, size: number): Promise<Page> {
  let place = cursor === null ? START : (JSON.parse(cursor) as Place) // our own text, written below
  for (;;) {
    const current = parts[place.part]
    if (!current) throw new Error('a place lies behind the last part of its feed')
    const told = await current.read(desk, queryOf(place, size), place.since)
    // The first answer counts: what changes while we read is asked for again.
    const stamp = place.stamp ?? borderAt(told.askedAt - OVERLAP_MS)
    const lost = Math.max(0, (place.total ?? told.total) - told.total)
    const onwards = lost > 0 && place.page > 1 ? -Math.ceil(lost / size) : 1
    const more = onwards < 0 || (told.more && !isOver(told, place.since))
    const next = after(parts.length, { ...place, stamp, total: told.total }, more ? onwards : null)
    const done = !more && next.part === 0
    const snapshots = told.rows.flatMap((row) => row.snapshots)
    if (done || more || snapshots.length > 0)
      return { snapshots, next: JSON.stringify(next), more: !done, readAt: told.answeredAt }
    place = next
  }
}

const queryOf = ({ since, page }: Place, size: number) => ({
  ...(since === null ? {} : { sort: 'updated_desc' }),
  page: String(page),
  per_page: String(size),
})

/** Past the border, if this page shows that the order was understood. */
function isOver({ rows }: Told, since: string | null): boolean {
  if (since === null) return false
  const stamps = rows.map(({ stamp }) => stamp)
  const last = stamps.at(-1)
  const ordered = stamps.every((stamp, at) => stamp !== null && stamp <= (stamps[at - 1] ?? stamp))
  return ordered && last != null && last < since
}

/** `onwards`: by how many pages this list goes on; null where it is over. */
function after(count: number, place: Place, onwards: number | null): Place {
  if (onwards !== null) return { ...place, page: Math.max(1, place.page + onwards) }
  if (place.part + 1 < count) return { ...place, part: place.part + 1, page: 1, total: null }
  return { since: place.stamp, part: 0, page: 1, total: null, stamp: null }
}
