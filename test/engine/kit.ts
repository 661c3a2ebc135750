import { MAIN } from '../../sandbox/sage-50-fr'
import { openRun } from '@/lib/engine/open'
import { verify } from '@/lib/engine/verify'
import { load } from '@/lib/engine/workshop'
import type { JournalEntry, Run, Trigger } from '@/lib/model/run'
import type { Settings } from '@/lib/model/settings'
import { integration as readIntegration, publish } from '@/lib/store/integrations'
import { releaseLease } from '@/lib/store/leases'
import { classCounts } from '@/lib/store/class-counts'
import { recordsPage } from '@/lib/store/standing'
import { historyPage, type HistoryFilter } from '@/lib/store/journal'
import { total } from '@/lib/sync/count'
import { corridor, type Corridor, type CorridorOptions } from '../kit/corridor'

export const main = MAIN
/** Statuses of the simulated CRM. */
export const status = { prospect: 21, client: 22, partner: 23, supplier: 24 } as const
/** Its people: Alice administers; Bruno and Chloé sell. */
export const people = { alice: 501, bruno: 502, chloe: 503 } as const

export type Row = Readonly<Record<string, unknown>>

/** A corridor whose first run is over. */
export async function settled(options: CorridorOptions = {}): Promise<Corridor> {
  const house = await corridor(options)
  await house.setUp()
  const first = await house.runToEnd('first')
  if (first.result?.kind !== 'done') throw new Error(`The first run did not end well: ${JSON.stringify(first.result)}`)
  return house
}

/** The next run of the schedule: a quarter of an hour later. */
export function next(house: Corridor, trigger: Trigger = 'schedule') {
  house.clock.advance(16 * 60_000)
  return house.runToEnd(trigger)
}

export function written({ counts }: Pick<Run, 'counts'>): number {
  const { created, updated, removed } = total(counts)
  return created + updated + removed
}

/** What people see in the CRM: removed rows left out. */
export const live = (house: Corridor, resource: string): readonly Row[] =>
  house.crm.list(resource).filter((row) => row.deleted !== true)

const withValue = (house: Corridor, resource: string, field: string, value: unknown): readonly Row[] =>
  house.crm.list(resource).filter((row) => row[field] === value)

/** The only row of the CRM with this value, removed ones included. */
export function only(house: Corridor, resource: string, field: string, value: unknown): Row & { readonly id: number } {
  const [row, second] = withValue(house, resource, field, value)
  if (!row || second) throw new Error(`${second ? 'Several' : 'No'} ${resource} with ${field} ${String(value)}`)
  return { ...row, id: Number(row.id) }
}

export const account = (house: Corridor, code: unknown) => only(house, 'accounts', 'extId', code)
export const product = (house: Corridor, code: unknown) => only(house, 'products', 'extId', code)
export const invoice = (house: Corridor, id: unknown) => only(house, 'salesorders', 'Z_BooksInvoiceId', id)

export const linesOf = (house: Corridor, order: number): readonly Row[] =>
  live(house, 'salesordersLines')
    .filter((line) => line.salesorderId === order)
    .sort((a, b) => Number(a.order) - Number(b.order))

/** The books' records of one kind. */
export const inSage = (house: Corridor, entity: Parameters<Corridor['books']['list']>[1]): readonly Row[] =>
  house.books.list(main, entity)

export async function history(house: Corridor, filter: Omit<HistoryFilter, 'integration'> = {}) {
  const integration = await house.integration()
  const page = await house.within((tx) =>
    historyPage(tx, house.desk, { integration, ...filter }, { after: null, limit: 200 }),
  )
  return page.entries
}

/** What the history says was overruled: field by field, newest first. */
export const overruled = (entries: readonly JournalEntry[]) =>
  entries.filter(({ kind }) => kind === 'overruled').flatMap(({ sets }) => sets.map(({ key, lost }) => ({ key, lost })))

/** Every link's class and reason, counted. */
export async function standings(house: Corridor) {
  const integration = await house.integration()
  return house.within((tx) => classCounts(tx, house.desk, integration))
}

/** Why a record does not travel, by what either side calls it. */
export async function reasonFor(house: Corridor, side: 'crm' | 'books', entity: string, id: unknown) {
  const integration = await house.integration()
  const { links } = await house.within((tx) =>
    recordsPage(tx, house.desk, integration, {}, { after: null, limit: 10_000 }),
  )
  const found = links.find((link) => link[side]?.id === String(id) && link[side]?.entity === entity)
  if (!found) throw new Error(`No link knows ${side} ${entity} ${String(id)}`)
  return found.because?.reason ?? null
}

/** Complete listings of both sides against memory: what nobody can explain must be empty. */
export async function unexplained(house: Corridor) {
  const pass = await openRun(house.engine, await house.integration(), 'preview', house.desk.newId())
  if (!pass) throw new Error('The integration is busy')
  const accounts = await verify(await load(house.engine, pass))
  await house.within((tx) => releaseLease(tx, house.desk, pass.integration, pass.token))
  return accounts.filter((each) => each.class.kind === 'unexplained' || each.class.kind === 'in-flight')
}

/** Records that stand twice: live CRM rows with one mark or one Sage id, Sage records with one mark. */
export function doubles(house: Corridor): readonly string[] {
  const crm = ['accounts', 'contacts', 'products', 'salesorders'].flatMap((resource) =>
    ['Z_SyncRef', 'Z_BooksInvoiceId', 'extId'].flatMap((field) => twice(live(house, resource), resource, field)),
  )
  const books = (['clients', 'prospects', 'contacts'] as const).flatMap((entity) =>
    twice(inSage(house, entity), entity, 'ref'),
  )
  return [...crm, ...books]
}

export function twice(rows: readonly Row[], where: string, field: string): readonly string[] {
  const seen = new Set<unknown>()
  return rows.flatMap((row) => {
    const value = row[field]
    if (value === null || value === undefined || value === '') return []
    if (seen.has(value)) return [`${where}.${field}=${String(value)}`]
    seen.add(value)
    return []
  })
}

/** Somebody changes the settings and puts them in force. */
export async function republish(house: Corridor, change: (settings: Settings) => Settings): Promise<void> {
  const id = await house.integration()
  await house.within(async (tx) => {
    const now = await readIntegration(tx, house.desk, id)
    if (now) await publish(tx, house.desk, id, change(now.settings), house.desk.actor)
  })
}
