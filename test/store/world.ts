import { afterAll, beforeAll, describe } from 'vitest'
import type { Flat, Snapshot } from '@/lib/model/record'
import type { JournalEntry } from '@/lib/model/run'
import type { Entity, Side } from '@/lib/model/words'
import { noSettings } from '@/lib/model/settings'
import { saveConnection } from '@/lib/store/connections'
import { inTenant, openDatabase, type Database, type Here, type Tx } from '@/lib/store/db'
import type { Sighting } from '@/lib/store/inbox'
import { createIntegration, publish } from '@/lib/store/integrations'
import type { NewRow } from '@/lib/store/outbox'
import { openRun } from '@/lib/store/runs'
import { registerInstall } from '@/lib/store/tenants'
import { openEmbedded } from '../kit/embedded'
import { startPostgres, type Cluster } from '../kit/postgres'

// One of each per test file, started by the first suite that needs it.
let embedded: Promise<Database> | undefined
let server: Promise<{ cluster: Cluster; db: Database }> | undefined

async function startServer() {
  const cluster = await startPostgres()
  return { cluster, db: await openDatabase(await cluster.fresh()) }
}

afterAll(async () => {
  const [pglite, started] = [await embedded, await server]
  await pglite?.close()
  await started?.db.close()
  await started?.cluster.stop()
})

/** Runs the same suite on the embedded database and on a real server. */
export function onBothDatabases(name: string, suite: (place: () => Database) => void): void {
  const opened = {
    PGlite: () => (embedded ??= openEmbedded()),
    PostgreSQL: async () => (await (server ??= startServer())).db,
  }
  for (const [driver, open] of Object.entries(opened)) {
    describe(`${name} (${driver})`, () => {
      let db: Database
      beforeAll(async () => {
        db = await open()
      })
      suite(() => db)
    })
  }
}

let made = 0
export const freshId = (what: string): string => `${what}-${String(++made).padStart(6, '0')}`

export interface World {
  readonly db: Database
  readonly here: Here
  readonly installation: string
  readonly integration: string
  readonly run: string
  readonly crmConnection: string
  readonly clock: { now: number }
  readonly within: <T>(work: (tx: Tx, here: Here) => Promise<T>) => Promise<T>
}

/** A tenant with both connections, a published integration and an open run. */
export async function aWorld(db: Database): Promise<World> {
  const clock = { now: 1_800_000_000_000 }
  const installed = await registerInstall(db, {
    vendor: 'sage-sales',
    crmTenantId: freshId('org'),
    name: 'Northwind',
    origins: ['https://crm.example'],
    locale: 'en',
    newTenant: freshId('tenant'),
    newId: freshId('installation'),
    newKey: freshId('key'),
    at: clock.now,
  })
  const here: Here = { tenant: installed.tenant, now: () => clock.now, newId: () => freshId('id') }
  const within = <T>(work: (tx: Tx, here: Here) => Promise<T>) =>
    inTenant({ db, tenant: here.tenant }, (tx) => work(tx, here))
  const [crmConnection, booksConnection] = [freshId('crm'), freshId('books')]
  const given = { baseUrl: 'https://vendor.example', account: 'k1', secrets: { key: 'secret' } }
  const [integration, run] = [freshId('integration'), freshId('run')]
  await within(async (tx) => {
    await saveConnection(tx, here, { id: crmConnection, vendor: 'sage-sales', side: 'crm', ...given })
    await saveConnection(tx, here, { id: booksConnection, vendor: 'sage-50-fr', side: 'books', ...given })
    await createIntegration(tx, here, {
      id: integration,
      installation: installed.id,
      pair: 'sage-sales.sage-50-fr',
      crmConnection,
      booksConnection,
      settings: noSettings,
    })
    await publish(tx, here, integration, noSettings, { kind: 'schedule' })
    await openRun(tx, here, { id: run, integration, trigger: 'first', actor: { kind: 'schedule' }, version: 1 })
  })
  return { db, here, installation: installed.id, integration, run, crmConnection, clock, within }
}

export function aSighting(
  entity: Entity,
  id: string,
  flat: Flat,
  more: Partial<Snapshot> & { keys?: string[] } = {},
): Sighting {
  const { keys = [], ...rest } = more
  const snapshot: Snapshot = { entity, id, version: null, fields: flat, parents: {}, removed: false, ...rest }
  return { id: freshId('link'), snapshot, flat, keys }
}

export function aRow(world: World, link: string, side: Side, more: Partial<NewRow> = {}): NewRow {
  return {
    id: freshId('row'),
    link,
    run: world.run,
    side,
    verb: 'create',
    entity: 'customer',
    record: 'Alpha',
    remoteId: null,
    ifMatch: null,
    why: 'new-there',
    sets: [],
    waitsFor: [],
    state: 'released',
    news: 1,
    version: 1,
    fingerprint: 'f',
    epoch: 0,
    attempts: 0,
    startedAt: null,
    problem: null,
    rank: 0,
    ...more,
  }
}

export const anEntry = (world: World, more: Partial<JournalEntry> = {}): JournalEntry => ({
  id: freshId('entry'),
  at: world.clock.now,
  run: world.run,
  link: 'l',
  kind: 'written',
  actor: { kind: 'schedule' },
  entity: 'customer',
  side: 'crm',
  verb: 'create',
  why: 'new-there',
  version: 1,
  record: 'C00012 Alpha',
  sets: [],
  remoteId: '7',
  problem: null,
  ...more,
})
