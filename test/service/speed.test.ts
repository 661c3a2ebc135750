import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { periodKinds } from '@/lib/insight/periods'
import { alerts } from '@/lib/service/alerts'
import { changes } from '@/lib/service/changes'
import type { Desk } from '@/lib/service/desk'
import { errors } from '@/lib/service/errors'
import { head } from '@/lib/service/head'
import { overview } from '@/lib/service/overview'
import { record } from '@/lib/service/record'
import { records } from '@/lib/service/records'
import { runEntries } from '@/lib/service/run-entries'
import { runs } from '@/lib/service/runs'
import { statistics } from '@/lib/service/statistics'
import { openDatabase, type Database } from '@/lib/store/db'
import { startIntegration } from '@/lib/store/integrations'
import { crowd } from '../kit/crowd'
import { startPostgres, type Cluster } from '../kit/postgres'
import { usualTime } from '../kit/slowness'
import { aWorld, freshId } from '../store/world'

/** Milliseconds on the server of a usual machine, for what one page asks. */
const bar = 200
/** The inner loop takes a tenth of it: what grows with the store shows itself there, too. */
const size = process.env['CONCORD_CHECK'] === 'quick' ? 0.1 : 1
const links = 100_000 * size
const entries = 1_000_000 * size

let cluster: Cluster
let db: Database
let desk: Desk
beforeAll(async () => {
  cluster = await startPostgres()
  db = await openDatabase(await cluster.fresh())
  const world = await aWorld(db)
  const { here, integration, installation, crmConnection, clock } = world
  await world.within((tx) => startIntegration(tx, here, integration))
  const runs = 35_000 * size
  await crowd(db, { tenant: here.tenant, integration, crmConnection, now: clock.now, links, entries, runs })
  desk = {
    ...here,
    db,
    installation,
    actor: { kind: 'person', id: 'ana', name: 'Ana' },
    role: 'admin',
    newId: () => freshId('id'),
    emit: () => Promise.resolve(),
  }
}, 600_000)
afterAll(async () => {
  await db.close()
  await cluster.stop()
})

const far = 'Company 77777 '
const readers: Readonly<Record<string, () => Promise<unknown>>> = {
  'the head of every page': () => head(desk),
  'the status page': () => overview(desk),
  ...Object.fromEntries(periodKinds.map((kind) => [`statistics of a ${kind}`, () => statistics(desk, kind)])),
  'the runs': () => runs(desk),
  'one run': () => runEntries(desk, { run: 'run-00000500' }),
  'one run, filtered': () => runEntries(desk, { run: 'run-00000500', entity: 'contact', verb: 'update' }),
  'the history': () => changes(desk, {}),
  'the history of a kind of record': () => changes(desk, { entity: 'contact' }),
  'the history of a kind of record that hardly ever changes': () => changes(desk, { entity: 'payment' }),
  'what was refused': () => changes(desk, { kind: 'refused' }),
  'what was overruled, which never happened': () => changes(desk, { kind: 'overruled' }),
  'what was removed of a kind': () => changes(desk, { entity: 'invoice', verb: 'remove' }),
  'the history of a rare name': () => changes(desk, { search: far.toLowerCase() }),
  'the history of a common name': () => changes(desk, { search: 'company' }),
  'the history of a name that nobody bears': () => changes(desk, { search: 'zzz' }),
  'the errors': () => errors(desk, {}),
  'the errors of one cause': () => errors(desk, { cause: 'contact.rejected..vatNumber' }),
  'all records': () => records(desk, {}),
  'the records that need somebody': () => records(desk, { class: 'parked' }),
  'the records on their way': () => records(desk, { class: 'in-flight' }),
  'the removed records': () => records(desk, { class: 'removed' }),
  'the records in both': () => records(desk, { class: 'in-sync', entity: 'invoice' }),
  'the records of a rare name': () => records(desk, { search: far }),
  'the records of a common name': () => records(desk, { search: 'company' }),
  'one record': () => record(desk, 'link-00050000'),
  'who gets mail': () => alerts(desk),
}

describe(`With ${links} records and ${entries} lines of history on PostgreSQL`, () => {
  test.each(Object.keys(readers))('%s is there at once', async (name) => {
    const work = readers[name]
    if (!work) throw new Error(`There is no reader ${name}`)
    const ms = await usualTime(db, work)
    process.stdout.write(`${name}: ${ms.toFixed(0)} ms on a usual machine\n`)
    expect(ms).toBeLessThan(bar)
  })

  test('numbers agree with the lists behind them', async () => {
    const { facts } = await overview(desk)
    const found = await errors(desk, {})
    expect(found.causes.reduce((sum, { count }) => sum + count, 0)).toBe(facts.parked)
    expect(facts.inBoth).toBeGreaterThan(links * 0.9)
    const year = await statistics(desk, 'year')
    const written = year?.entities.reduce((sum, { now }) => sum + now.created + now.updated + now.removed, 0) ?? 0
    expect(written).toBeGreaterThan(0)
  })
})
