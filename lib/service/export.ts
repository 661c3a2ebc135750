import type { JournalEntry } from '@/lib/model/run'
import { inTenant } from '@/lib/store/db'
import { versionsOf, type Integration, type Version } from '@/lib/store/integrations'
import { historyPage } from '@/lib/store/journal'
import { recordsPage } from '@/lib/store/standing'
import type { Desk } from './desk'
import { placeOf } from './place'
import { recordView } from './record-view'
import { siblingsOf } from './siblings'
import type { Paged, RecordView } from './views'

const page = 500

/** Everything we keep for an organisation, a line of JSON each: settings by version, records, history. No secret is in it. */
export async function* exportAll(desk: Desk): AsyncGenerator<string> {
  const all = await inTenant(desk, async (tx) => {
    const found: { readonly integration: Integration; readonly versions: readonly Version[] }[] = []
    for (const integration of (await placeOf(tx, desk)).companies)
      found.push({ integration, versions: await versionsOf(tx, desk, integration.id) })
    return found
  })
  if (all.length === 0) yield line({ kind: 'integration', pair: null, at: desk.now() })
  for (const { integration, versions } of all) {
    yield line({ kind: 'integration', id: integration.id, pair: integration.pair, at: desk.now() })
    for (const version of versions) yield line({ ...version, kind: 'settings' })
    for await (const record of recordsOf(desk, integration.id)) yield line({ ...record, kind: 'record' })
    for await (const entry of entriesOf(desk, integration.id))
      yield line({ ...entry, kind: 'history', what: entry.kind })
  }
}

export interface TakenRecord {
  /** Null where its books have no name yet. */
  readonly company: string | null
  readonly record: RecordView
}

/** The records of every company, for a table. */
export async function* exportRecords(desk: Desk): AsyncGenerator<TakenRecord> {
  const all = await inTenant(desk, async (tx) => siblingsOf(tx, desk, await placeOf(tx, desk)))
  for (const { integration, books } of all)
    for await (const record of recordsOf(desk, integration.id)) yield { company: books.companyName, record }
}

async function* recordsOf(desk: Desk, integration: string): AsyncGenerator<RecordView> {
  yield* pagesOf(async (after) => {
    const { links, next } = await inTenant(desk, (tx) => recordsPage(tx, desk, integration, {}, { after, limit: page }))
    return { rows: links.map(recordView), next }
  })
}

async function* entriesOf(desk: Desk, integration: string): AsyncGenerator<JournalEntry> {
  yield* pagesOf(async (after) => {
    const { entries, next } = await inTenant(desk, (tx) =>
      historyPage(tx, desk, { integration }, { after, limit: page }),
    )
    return { rows: entries, next }
  })
}

async function* pagesOf<T>(read: (after: string | null) => Promise<Paged<T>>): AsyncGenerator<T> {
  let given = await read(null)
  yield* given.rows
  while (given.next !== null) {
    given = await read(given.next)
    yield* given.rows
  }
}

const line = (value: unknown): string => `${JSON.stringify(value)}\n`
