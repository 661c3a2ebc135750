import type { Page } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import type { Snapshot } from '@/lib/model/record'
import { instant } from '@/lib/model/value'
import type { Client } from './client'
import { afterLast, cursorOf, isLast, pageOf, showsCreated, whereOf } from './feed'
import type { Place } from './feed'
import { isInvoice, orderSnapshot } from './map'
import type { Lookup } from './names'
import { line, order } from './wire'
import type { Order, OrderLine } from './wire'

export interface Reading {
  readonly client: Client
  readonly lookup: Lookup
  readonly count: number
  /** The line page read last: its end mostly belongs to the next orders. */
  readonly memory: { last?: LinePage }
}

interface LinePage {
  readonly key: string
  readonly rows: readonly OrderLine[]
  readonly answeredAt: number
}

/**
 * Orders and their lines are two lists, read side by side from the youngest order down, so that an order's lines are
 * complete without a call per order. Orders whose lines did not change come without them.
 */
export async function orderPage(reading: Reading, from: Place): Promise<Page> {
  // Another poll may ask the very same question: only pages of one and the same reading are remembered.
  if (from.linePage === undefined) delete reading.memory.last
  const below = from.below ?? Infinity
  const read = from.ordersDone ? null : await pageOf(reading.client, 'salesorders', order, from, reading.count)
  const rows = (read?.listed.rows ?? []).filter(({ id }) => id < below)
  const floor = Math.min(below, ...rows.map(({ id }) => id))
  const at = read?.place ?? from
  const beside = from.ordersDone ? await onePage(reading, at) : await linesDownTo(reading, at, floor)
  const done = (from.ordersDone === true || read?.last === true) && beside.last
  const lines = beside.rows.filter(
    (each) => orderOf(each) < below && (done || from.ordersDone || orderOf(each) >= floor),
  )
  const snapshots = await told(reading, at, rows, lines)
  const readAt = read?.listed.answeredAt ?? beside.answeredAt
  const place = { ...at, proven: beside.proven, linePage: beside.page, below: floor }
  if (done) {
    const { next, more } = afterLast(place)
    return { snapshots, next: cursorOf(next), more, readAt }
  }
  return {
    snapshots,
    next: cursorOf(further(place, from.ordersDone === true, read?.last === true)),
    more: true,
    readAt,
  }
}

function further(place: Place & { readonly linePage: number }, pastOrders: boolean, lastOrders: boolean): Place {
  // JSON knows no Infinity; absent says the same.
  const { below = Infinity, ...rest } = place
  const bounded = Number.isFinite(below) ? { ...rest, below } : rest
  if (pastOrders) return { ...bounded, linePage: place.linePage + 1 }
  return lastOrders ? { ...bounded, ordersDone: true } : { ...bounded, page: (place.page ?? 0) + 1 }
}

interface Beside {
  readonly rows: readonly OrderLine[]
  readonly page: number
  readonly last: boolean
  readonly proven: boolean
  readonly answeredAt: number
}

/** Line pages from where we stand until one goes below the lowest order of this page. */
async function linesDownTo(reading: Reading, place: Place, floor: number): Promise<Beside> {
  const rows: OrderLine[] = []
  for (let at = place; ; at = { ...at, linePage: (at.linePage ?? 0) + 1 }) {
    const page = await onePage(reading, at)
    rows.push(...page.rows)
    if (page.last || orderOf(page.rows.at(-1)) < floor) return { ...page, rows }
    at = { ...at, proven: page.proven }
  }
}

async function onePage({ client, count, memory }: Reading, place: Place): Promise<Beside> {
  const page = place.linePage ?? 0
  const where = whereOf(place)
  const key = `${page} ${where ?? ''}`
  if (memory.last?.key !== key) {
    const listed = await client.list('salesordersLines', line, {
      ...(where ? { where } : {}),
      order: ORDER,
      page,
      count,
    })
    if (listed === 'bad-filter') throw new ConnectorError({ kind: 'surprise', detail: 'lines: filter not understood' })
    memory.last = { key, rows: inStep(listed.rows), answeredAt: listed.answeredAt }
  }
  const { rows, answeredAt } = memory.last
  const proven = place.proven === true || rows.length >= count
  return { rows, page, proven, last: isLast(rows.length, count, proven), answeredAt }
}

const ORDER = 'salesorderId'

/** The side-by-side reading rests on this order; a tenant that sorts otherwise must not lose lines silently. */
function inStep(rows: readonly OrderLine[]): readonly OrderLine[] {
  const fine = rows.every((each, at) => at === 0 || orderOf(each) <= orderOf(rows[at - 1]))
  if (fine) return rows
  throw new ConnectorError({ kind: 'surprise', detail: 'lines do not come in the order of their orders' })
}

const orderOf = (row: OrderLine | undefined): number => row?.salesorderId?.id ?? -Infinity

async function told(
  reading: Reading,
  place: Place,
  rows: readonly Order[],
  lines: readonly OrderLine[],
): Promise<readonly Snapshot[]> {
  const known = new Set(rows.map(({ id }) => id))
  const own = groupBy(lines)
  const whole = (row: Order) => place.since === null || (showsCreated(place) && after(row.dateCreated, place.since))
  const partly = rows.filter((row) => isInvoice(row) && !row.deleted && !whole(row) && own.has(row.id))
  // A line changed although its order did not: the order is fetched for it.
  const strays = [...own.keys()].filter((id) => Number.isFinite(id) && !known.has(id))
  const fetched = (await readOrders(reading, strays)).filter(isInvoice)
  const full = groupBy(
    await linesOf(
      reading,
      [...partly, ...fetched].map(({ id }) => id),
    ),
  )
  const shown = rows.filter(isInvoice)
  const names = await reading.lookup.namesOf([...shown, ...fetched], [...lines, ...[...full.values()].flat()])
  const linesFor = (row: Order) =>
    row.deleted ? null : whole(row) ? (own.get(row.id) ?? []) : (full.get(row.id) ?? null)
  return [
    ...shown.map((row) => orderSnapshot(row, names, linesFor(row))),
    ...fetched.map((row) => orderSnapshot(row, names, row.deleted ? null : (full.get(row.id) ?? []))),
  ]
}

const after = (date: string, since: string): boolean => (instant(date) ?? 0) > (instant(since) ?? 0)

/** Orders by id with all their lines. */
export async function ordersWithLines(reading: Reading, rows: readonly Order[]): Promise<readonly Snapshot[]> {
  const shown = rows.filter(isInvoice)
  const live = shown.filter(({ deleted }) => !deleted)
  const lines = groupBy(
    await linesOf(
      reading,
      live.map(({ id }) => id),
    ),
  )
  const names = await reading.lookup.namesOf(shown, [...lines.values()].flat())
  return shown.map((row) => orderSnapshot(row, names, row.deleted ? null : (lines.get(row.id) ?? [])))
}

const readOrders = (reading: Reading, ids: readonly number[]): Promise<readonly Order[]> =>
  readAll(reading, 'salesorders', order, 'id', ids)

export const linesOf = (reading: Pick<Reading, 'client' | 'count'>, orders: readonly number[]) =>
  readAll(reading, 'salesordersLines', line, ORDER, orders)

/** All rows whose field is one of the ids: as many ids a call as a page holds rows. */
export async function readAll<T>(
  { client, count }: Pick<Reading, 'client' | 'count'>,
  resource: string,
  row: Parameters<typeof client.list<T>>[1],
  field: string,
  ids: readonly number[],
): Promise<readonly T[]> {
  const found: T[] = []
  for (let from = 0; from < ids.length; from += IDS_A_CALL) {
    const where = ids
      .slice(from, from + IDS_A_CALL)
      .map((id) => `${field}=${id}`)
      .join(' OR ')
    for (let page = 0, more = true, proven = false; more; page += 1) {
      const listed = await client.list(resource, row, { where, order: 'id', page, count })
      if (listed === 'bad-filter') throw new ConnectorError({ kind: 'surprise', detail: 'filter not understood' })
      found.push(...listed.rows)
      proven ||= listed.rows.length >= count
      // No more rows than ids: reading by id needs no second page to know that it is over.
      const all = field === 'id' && found.length >= Math.min(ids.length, from + IDS_A_CALL)
      more = !all && !isLast(listed.rows.length, count, proven)
    }
  }
  return found
}

const IDS_A_CALL = 100

function groupBy(lines: readonly OrderLine[]): ReadonlyMap<number, readonly OrderLine[]> {
  // A row may shift onto a second page while we read: its id keeps it single.
  const single = [...new Map(lines.map((each) => [each.id, each])).values()]
  const groups = new Map<number, OrderLine[]>()
  for (const each of single) {
    const group = groups.get(orderOf(each))
    if (group) group.push(each)
    else groups.set(orderOf(each), [each])
  }
  return groups
}
