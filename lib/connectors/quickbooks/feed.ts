import type { Cursor, Page } from '@/lib/model/connector'
import type { Snapshot } from '@/lib/model/record'
import { instant } from '@/lib/model/value'
import type { Client, Kind } from './client'
import type { Reading } from './reading'
import { SHELVES } from './shelves'
import { parsed } from './client'
import * as wire from './wire'

/** Where a reading stands; opaque outside as a cursor. */
type Place =
  /** All changes of all kinds in one call, since the vendor's clock then. */
  | { readonly in: 'changes'; readonly since: string }
  /**
   * Kind by kind, oldest change first: from an instant on, past the records of that very instant that were told already. `back`:
   * only what changed since then, because one call could not hold it.
   */
  | {
      readonly in: 'list'
      readonly kind: number
      readonly from: string | null
      readonly past: number
      /** The last record that was told; null before the first. */
      readonly border: string | null
      readonly start: string | null
      readonly back: string | null
    }
  /** After lists of changes: what was deleted meanwhile, which only the feed of changes tells. */
  | { readonly in: 'deletions'; readonly kind: number; readonly since: string; readonly start: string }

type Listing = Place & { readonly in: 'list' }

/** For late commits and whole-second stamps. */
const OVERLAP_MS = 5 * 60_000
/** The vendor looks back for 30 days; a day less, so that no clock has to be right. */
const REACH_MS = 29 * 86_400_000
/** Objects in one answer, of the feed or to a question; where so many came, there may be more. */
const CAP = 1000

const KINDS: readonly Kind[] = SHELVES.map(({ kind }) => kind)

const everything = {
  in: 'list',
  kind: 0,
  from: null,
  past: 0,
  border: null,
  start: null,
  back: null,
} as const satisfies Place

interface Desk {
  readonly client: Client
  readonly reading: Reading
  readonly page: number
}

export function feed(client: Client, reading: Reading, page: number, now: () => number) {
  const desk: Desk = { client, reading, page }
  return (cursor: Cursor | null): Promise<Page> => {
    const place = cursor === null ? everything : (JSON.parse(cursor) as Place) // our own text, written below
    switch (place.in) {
      case 'changes':
        return now() - Date.parse(place.since) > REACH_MS ? restarted(desk) : changed(desk, place.since)
      case 'list':
        return listed(desk, place)
      case 'deletions':
        return deleted(desk, place)
    }
  }
}

/** Too old or too much to be told: a complete listing, which tells nothing of what was deleted. */
const restarted = async (desk: Desk): Promise<Page> => ({ ...(await listed(desk, everything)), restarted: true })

async function changed({ client, reading }: Desk, since: string): Promise<Page> {
  const { byKind, answeredAt, askedAt } = await client.changes(KINDS, since)
  const snapshots: Snapshot[] = []
  for (const [at, shelf] of SHELVES.entries()) snapshots.push(...(await reading.told(shelf, byKind[at]?.rows ?? [])))
  const count = byKind.reduce((sum, { rows }) => sum + rows.length, 0)
  const start = startOf(askedAt)
  if (count < CAP) return pageTo({ in: 'changes', since: start }, snapshots, answeredAt, false)
  return pageTo({ ...everything, from: since, back: since, start }, snapshots, answeredAt, true)
}

async function listed(desk: Desk, place: Listing): Promise<Page> {
  const { client, reading, page } = desk
  const shelf = SHELVES[place.kind] ?? SHELVES[0]
  if (!shelf) throw new Error('no shelves')
  const most = Math.min(CAP, page + (place.past > 0 ? 1 : 0))
  const { rows: shown, answeredAt, askedAt } = await client.query(shelf.kind, listing(place, shelf.isList, most))
  if (place.past > 0 && !isBorder(place, shown[0])) return listed(desk, { ...place, past: 0, border: null })
  const rows = place.past > 0 ? shown.slice(1) : shown
  const told = await reading.told(shelf, rows)
  // Nobody knows yet of a person that is not there.
  const snapshots = place.back === null ? told.filter(({ removed, entity }) => !removed || entity !== 'contact') : told
  const start = place.start ?? startOf(askedAt)
  if (shown.length >= most) return pageTo({ ...place, ...after(place, rows), start }, snapshots, answeredAt, true)
  const next = place.kind + 1
  if (next < SHELVES.length)
    return pageTo({ ...place, kind: next, from: place.back, past: 0, border: null, start }, snapshots, answeredAt, true)
  if (place.back === null) return pageTo({ in: 'changes', since: start }, snapshots, answeredAt, false)
  return pageTo({ in: 'deletions', kind: 0, since: place.back, start }, snapshots, answeredAt, true)
}

async function deleted(desk: Desk, { kind, since, start }: Place & { readonly in: 'deletions' }): Promise<Page> {
  const shelves = SHELVES.filter(({ isList }) => !isList)
  const shelf = shelves[kind]
  if (!shelf) throw new Error('no such shelf')
  const { byKind, answeredAt } = await desk.client.changes([shelf.kind], since)
  const rows = byKind[0]?.rows ?? []
  // Deleted ones come last in an answer: a full one may have left some out.
  if (rows.length >= CAP) return restarted(desk)
  const snapshots = await desk.reading.told(
    shelf,
    rows.filter((row) => wire.stub.safeParse(row).success),
  )
  const last = kind + 1 >= shelves.length
  const next: Place = last ? { in: 'changes', since: start } : { in: 'deletions', kind: kind + 1, since, start }
  return pageTo(next, snapshots, answeredAt, !last)
}

const pageTo = (place: Place, snapshots: readonly Snapshot[], readAt: number, more: boolean): Page => ({
  snapshots,
  next: JSON.stringify(place),
  more,
  readAt,
})

const startOf = (askedAt: number): string => new Date(askedAt - OVERLAP_MS).toISOString()

/**
 * From an instant on, not from a position: whatever is edited meanwhile moves to the end and shifts nothing but others of its
 * own instant. So the last one told is asked for again: where it stands no longer, its instant is told once more.
 */
function listing({ from, past }: Listing, isList: boolean, most: number): string {
  const conditions = [
    ...(isList ? ['Active in (true,false)'] : []),
    ...(from === null ? [] : [`MetaData.LastUpdatedTime >= '${from}'`]),
  ]
  const where = conditions.length > 0 ? `where ${conditions.join(' and ')} ` : ''
  return `${where}orderby MetaData.LastUpdatedTime asc startposition ${Math.max(past, 1)} maxresults ${most}`
}

function isBorder({ from, border }: Listing, row: unknown): boolean {
  const read = wire.dated.safeParse(row)
  return read.success && read.data.Id === border && instant(read.data.MetaData.LastUpdatedTime) === instant(from)
}

/** The instant of the last row, and how many rows of that instant have been told. */
function after(place: Listing, rows: readonly unknown[]): Pick<Listing, 'from' | 'past' | 'border'> {
  const dated = rows.map((row) => parsed(wire.dated, row))
  const times = dated.map(({ MetaData }) => MetaData.LastUpdatedTime)
  const last = times.at(-1) ?? place.from ?? ''
  const at = instant(last)
  const ties = times.filter((time) => instant(time) === at).length
  const goesOn = place.from !== null && instant(place.from) === at
  return {
    from: new Date(at ?? 0).toISOString(),
    past: goesOn ? place.past + ties : ties,
    border: dated.at(-1)?.Id ?? null,
  }
}
