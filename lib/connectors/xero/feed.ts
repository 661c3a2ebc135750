import type { Cursor, Page } from '@/lib/model/connector'
import type { Snapshot } from '@/lib/model/record'
import type { Client, Query, Resource } from './client'
import { secondOf } from './form'

/** Some lists come whole, some in pages of a hundred, most in pages of a size that we choose. */
type Paging = 'whole' | 'page' | 'page-and-size'

/** One list of a feed, and how its rows are told: in a listing from nothing, or as changes since. */
export interface Part {
  /** `learnt`: what a reading before said that it learnt. */
  read(client: Client, query: Query, since: string | null, learnt: string | null): Promise<Told>
  readonly paging: Paging
}

interface Told {
  readonly snapshots: readonly Snapshot[]
  readonly more: boolean
  readonly answeredAt: number
  readonly askedAt: number
  readonly learnt?: string | null
}

export function part<T>(
  resource: Resource<T>,
  query: Query,
  tell: (rows: readonly T[], since: string | null) => readonly Snapshot[],
  paging: Paging = 'page-and-size',
): Part {
  return {
    paging,
    async read(client, place, since) {
      const { rows, ...rest } = await client.list(resource, { ...query, ...place }, since)
      return { snapshots: tell(rows, since), ...rest }
    },
  }
}

/** Where a reading stands; opaque outside as a cursor. */
interface Place {
  /** What was last read to its end, by Xero's clock; null: everything is asked for. */
  readonly since: string | null
  /** When the last complete listing began, by our clock. */
  readonly listedAt: number
  readonly part: number
  readonly page: number
  /** Where the next reading starts, once this one is over. */
  readonly stamp: string | null
  /** What never changes and is asked for once, because a day has few calls: the organisation's base currency. */
  readonly learnt: string | null
}

/** Whole seconds, and commits that become visible late. */
const OVERLAP_MS = 30_000

/**
 * If-Modified-Since misses changes: balances of contacts, the due date of invoices that are paid in part, and items that were
 * deleted. So a feed is listed completely again now and then, as if its place had been forgotten: once a day, and items, which
 * come in one call anyway, once an hour. https://developer.xero.com/faq/limits/retrieving-data
 */
export const DAILY = 24 * 3_600_000
export const HOURLY = 3_600_000

export interface Feed {
  readonly parts: readonly Part[]
  readonly relistAfter: number
}

/** One page; parts that have nothing to tell are passed over in the same call, so that a quiet poll ends at once. */
export async function pageOf(
  client: Client,
  feed: Feed,
  cursor: Cursor | null,
  size: number,
  now: number,
): Promise<Page> {
  const start = placeOf(cursor, feed, now)
  const { place: begin, restarted } = start
  let place = begin
  for (;;) {
    const current = feed.parts[place.part]
    if (!current) throw new Error('a place lies behind the last part of its feed')
    const told = await current.read(client, pagingOf(current.paging, place, size), place.since, place.learnt)
    // The first answer counts: what changes while we read is asked for again.
    const stamp = place.stamp ?? secondOf(told.askedAt - OVERLAP_MS)
    const next = after(feed, { ...place, stamp, learnt: told.learnt ?? place.learnt }, told.more)
    const done = next.part === 0 && next.page === 1
    if (done || told.more || told.snapshots.length > 0) {
      return {
        snapshots: told.snapshots,
        next: JSON.stringify(next),
        more: !done,
        readAt: told.answeredAt,
        ...(restarted ? { restarted: true } : {}),
      }
    }
    place = next
  }
}

const pagingOf = (paging: Paging, { page }: Place, size: number): Query => ({
  ...(paging === 'whole' ? {} : { page: String(page) }),
  ...(paging === 'page-and-size' ? { pageSize: String(size) } : {}),
})

function placeOf(
  cursor: Cursor | null,
  feed: Feed,
  now: number,
): { readonly place: Place; readonly restarted: boolean } {
  const fresh: Place = { since: null, listedAt: now, part: 0, page: 1, stamp: null, learnt: null }
  if (cursor === null) return { place: fresh, restarted: false }
  const place = JSON.parse(cursor) as Place // our own text, written above
  const between = place.part === 0 && place.page === 1
  const due = between && now - place.listedAt >= feed.relistAfter
  return due ? { place: { ...fresh, learnt: place.learnt }, restarted: true } : { place, restarted: false }
}

function after(feed: Feed, place: Place, more: boolean): Place {
  if (more) return { ...place, page: place.page + 1 }
  if (place.part + 1 < feed.parts.length) return { ...place, part: place.part + 1, page: 1 }
  return { ...place, since: place.stamp, part: 0, page: 1, stamp: null }
}
