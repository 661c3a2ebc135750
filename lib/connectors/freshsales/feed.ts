import type { Cursor } from '@/lib/model/connector'

/** Where a reading stands; opaque outside as a cursor. Instants are the vendor's, in milliseconds. */
export interface Place {
  /** What was touched before is known; null: a complete listing. */
  readonly since: number | null
  readonly page: number
  /** The youngest stamp when this walk began: where the next one ends. */
  readonly stamp: number | null
  /** The vendor's clock when this walk began: what was touched well before was shown by it. */
  readonly began: number | null
  /** Records that the next walk will meet again although they are known, with the stamp they were known by. */
  readonly known: Stamps
  readonly met: Stamps
  /** The last record of the page before, and how many records there were. */
  readonly border: Touched | null
  readonly total: number | null
  /** Somebody edited a record that was still to be read: it is now ahead of us. */
  readonly moved: boolean
  /** The list does not know the order that we ask for: it is read to its end. */
  readonly unsorted?: boolean
  /** How many records there were at the end of the last finished walk, and how many were born since. */
  readonly counted: { readonly total: number; readonly at: number } | null
  readonly born: number
  readonly listedAt: number | null
  readonly relists: boolean
}
type Stamps = Readonly<Record<string, number>>

export interface Touched {
  readonly id: string
  readonly at: number
}
export interface Row extends Touched {
  readonly createdAt: number
}

export interface Step {
  /** Which of the page's rows are worth telling. */
  readonly told: ReadonlySet<string>
  readonly next: Place
  readonly more: boolean
  readonly restarted: boolean
}

/** A record may become visible a while after the stamp it bears. */
const OVERLAP_MS = 60_000
/** Stamps are whole seconds: what was touched just now may be touched again under the same stamp. */
const SETTLED_MS = 2_000
/** Beyond so many, records are rather told twice than remembered. */
const MOST_KNOWN = 300
/** Removals show by absence only: a whole listing once a week finds those that the count could not tell. */
const RELIST_MS = 7 * 86_400_000

const START: Place = {
  ...{ since: null, page: 1, stamp: null, began: null, known: {}, met: {}, border: null, total: null, moved: false },
  ...{ counted: null, born: 0, listedAt: null, relists: false },
}

export const placeOf = (cursor: Cursor | null): Place => (cursor === null ? START : (JSON.parse(cursor) as Place)) // our own text
export const cursorOf = (place: Place): Cursor => JSON.stringify(place)

/** A page as the vendor gave it. */
export interface Seen {
  readonly rows: readonly Row[]
  readonly total: number
  readonly pages: number
  readonly readAt: number
  readonly toldAt: number | null
}

/**
 * One page of a view sorted by its stamps, youngest first. An edit moves a record to the front, where it pushes others onto
 * pages still to come: they are met twice. A removal pulls unread ones onto pages already read: the count tells, and we step
 * back. An edit of an unread record shows as a page that begins too young: then the front is walked once more. Nobody promises
 * the order of products and of custom modules: a page that is not in it is never the last one, and tells of no edit.
 */
export function step(given: Place, page: Seen, size: number): Step {
  const { rows, total, pages, readAt } = page
  const place = dueAgain(given, readAt)
  const horizon = place.since === null ? -Infinity : place.since - OVERLAP_MS
  const inside = rows.filter(({ at }) => at >= horizon)
  const told = inside.filter(({ id, at }) => place.known[id] !== at)
  const stamp = place.stamp ?? rows[0]?.at ?? place.since ?? readAt - OVERLAP_MS
  const counted = place.counted
  const unsorted = place.unsorted === true || !isSorted(rows)
  const on: Place = {
    ...place,
    stamp,
    began: place.began ?? (place.page === 1 ? page.toldAt : null),
    met: { ...place.met, ...recent(inside, stamp - OVERLAP_MS, readAt - SETTLED_MS) },
    moved: !unsorted && (place.moved || isMoved(place.border, rows)),
    unsorted,
    born: place.born + (counted ? told.filter(({ createdAt }) => createdAt >= counted.at).length : 0),
    border: rows.at(-1) ?? null,
    total,
  }
  const lost = Math.max(0, (place.total ?? total) - total)
  const restarted = place.relists && place.page === 1
  const toldIds = new Set(told.map(({ id }) => id))
  if (lost > 0 && place.page > 1)
    return { told: toldIds, next: { ...on, border: null, page: backBy(place.page, lost, size) }, more: true, restarted }
  const over = (inside.length < rows.length && !unsorted) || place.page >= pages
  if (!over) return { told: toldIds, next: { ...on, page: place.page + 1 }, more: true, restarted }
  return { told: toldIds, ...finished(on, readAt), restarted }
}

function dueAgain(place: Place, readAt: number): Place {
  const old = place.since !== null && place.page === 1 && !place.relists && readAt - (place.listedAt ?? 0) > RELIST_MS
  return old ? { ...START, relists: true } : place
}

const backBy = (page: number, lost: number, size: number): number => Math.max(1, page - Math.ceil(lost / size))

const isMoved = (border: Touched | null, rows: readonly Row[]): boolean =>
  border !== null && rows.some(({ id, at }) => id === border.id || at > border.at)

const isSorted = (rows: readonly Row[]): boolean => rows.every(({ at }, n) => at <= (rows[n - 1]?.at ?? at))

const recent = (rows: readonly Row[], from: number, until: number): Stamps =>
  Object.fromEntries(rows.filter(({ at }) => at >= from && at < until).map(({ id, at }) => [id, at]))

function finished(place: Place, readAt: number): Pick<Step, 'next' | 'more'> {
  const { stamp, met, total, counted, born } = place
  const known = Object.keys(met).length > MOST_KNOWN ? {} : met
  // Long after the youngest edit there is nothing to look for behind it any more.
  const since = place.began === null || stamp === null ? stamp : Math.max(stamp, place.began - OVERLAP_MS)
  const listedAt = place.since === null ? readAt : place.listedAt
  const fresh: Place = { ...START, since, known, listedAt, unsorted: place.unsorted === true }
  // What was edited under our hands stands at the front now: it belongs to this reading.
  if (place.moved)
    return { next: { ...fresh, counted: counted ?? { total: total ?? 0, at: readAt }, born }, more: true }
  // Fewer records than there must be: some are gone, and only a complete listing tells which.
  if (place.since !== null && counted && (total ?? 0) < counted.total + born)
    return { next: { ...START, relists: true }, more: true }
  return { next: { ...fresh, counted: { total: total ?? 0, at: readAt } }, more: false }
}
