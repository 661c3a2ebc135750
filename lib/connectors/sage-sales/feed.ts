import type { z } from 'zod'
import type { Cursor } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import type { Client, Listed } from './client'

/** Where a reading stands; opaque outside as a cursor. */
export interface Place {
  /** Last finished reading, by the vendor's clock; null: everything. */
  readonly since: string | null
  /** The tenant does not take the combined filter: three readings, one per date. */
  readonly split?: boolean
  readonly part?: number
  readonly page?: number
  /** The vendor's clock at the first answer: where the next reading starts. */
  readonly stamp?: string
  /** A page as large as we asked for came: the size we ask for is the size we get. */
  readonly proven?: boolean
  /** Orders and their lines are read side by side: the line page, and the orders below this id still to be told. */
  readonly linePage?: number
  readonly below?: number
  readonly ordersDone?: boolean
}

/** For late commits and whole-second clocks. Vendor file, section 6. */
const OVERLAP_MS = 5 * 60_000
const DEFAULT_SIZE = 50
const DATES = ['dateCreated', 'dateUpdated', 'dateDeleted'] as const

export const placeOf = (cursor: Cursor | null): Place =>
  cursor === null ? { since: null } : (JSON.parse(cursor) as Place) // our own text, written below

export const cursorOf = (place: Place): Cursor => JSON.stringify(place)

/** What this reading asks for: `dateUpdated` is null until the first edit, so all three dates count. */
export function whereOf({ since, split, part = 0 }: Place): string | undefined {
  if (since === null) return undefined
  const asked = split ? DATES.slice(part, part + 1) : DATES
  return asked.map((name) => `${name}>'${since}'`).join(' OR ')
}

/** Whether this part of the reading shows every record created since. */
export const showsCreated = ({ since, split, part = 0 }: Place): boolean => since !== null && (!split || part === 0)

/**
 * One page, youngest record first: `order` only descends, and ids are the one order that an edit during the reading
 * cannot change, nor leave undefined as equal or absent dates would.
 */
export async function pageOf<T>(
  client: Client,
  resource: string,
  row: z.ZodType<T>,
  place: Place,
  count: number,
): Promise<{ readonly place: Place; readonly listed: Listed<T>; readonly last: boolean }> {
  const where = whereOf(place)
  const query = { ...(where ? { where } : {}), order: 'id', page: place.page ?? 0, count }
  const listed = await client.list(resource, row, query)
  if (listed === 'bad-filter') {
    if (place.split || place.since === null)
      throw new ConnectorError({ kind: 'surprise', detail: 'filter not understood' })
    return pageOf(client, resource, row, { since: place.since, split: true, part: 0 }, count)
  }
  const proven = place.proven === true || listed.rows.length >= count
  const stamp = place.stamp ?? new Date(listed.lookedAt - OVERLAP_MS).toISOString()
  return { place: { ...place, stamp, proven }, listed, last: isLast(listed.rows.length, count, proven) }
}

/** A short page is the last one, unless the vendor may have cut the size we asked for: its largest one is not published. */
export function isLast(rows: number, count: number, proven: boolean): boolean {
  return rows < count && (proven || rows < DEFAULT_SIZE)
}

/** After the last page: the next part of a split reading, or the start of the next poll. */
export function afterLast(place: Place): { readonly next: Place; readonly more: boolean } {
  const { since, split, part = 0, stamp } = place
  if (split && part < DATES.length - 1) {
    return { next: { since, split, part: part + 1, ...(stamp ? { stamp } : {}) }, more: true }
  }
  return { next: { since: stamp ?? since, ...(split ? { split } : {}) }, more: false }
}
