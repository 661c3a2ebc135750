import { sql, type SQL } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runToEnd } from '@/lib/engine/run'
import { approve } from '@/lib/service/approve'
import { composeDraft } from '@/lib/service/compose-draft'
import type { Done } from '@/lib/service/fault'
import { overview } from '@/lib/service/overview'
import { placeOf } from '@/lib/service/place'
import { reject } from '@/lib/service/reject'
import { openDatabase, type Database } from '@/lib/store/db'
import { changeDraft, integration as readIntegration } from '@/lib/store/integrations'
import { firstOf } from '@/lib/store/rows'
import { small, type Corridor } from '../kit/corridor'
import { startPostgres, type Cluster } from '../kit/postgres'
import { account, doubles, inSage, live, main, next, people, settled, status, unexplained, written } from './kit'

let cluster: Cluster
let db: Database
let house: Corridor
beforeAll(async () => {
  cluster = await startPostgres()
  db = await openDatabase(await cluster.fresh())
  house = await settled({ db })
})
afterAll(async () => {
  await db.close()
  await cluster.stop()
})

const inCrm = (name: string) =>
  house.crm.create('accounts', { name, statusId: status.client, salesRepId1: people.bruno, branchId: 438 })

test('on a real PostgreSQL server the first run accounts for every record, and a second one writes nothing', async () => {
  expect(db.driver).toBe('node-postgres')
  for (const { code } of inSage(house, 'clients')) expect(account(house, code)).toMatchObject({ readOnly: true })
  expect(live(house, 'salesorders')).toHaveLength(inSage(house, 'factures').length)
  const run = await next(house)
  expect([run.result, written(run)]).toEqual([{ kind: 'done' }, 0])
  expect(await unexplained(house)).toEqual([])
})

test('one edit in Sage is one write in the CRM there, too', async () => {
  const [client] = inSage(house, 'clients')
  house.books.edit(main, 'clients', String(client?.id), { raisonSociale: 'On PostgreSQL' })
  expect(written(await next(house))).toBe(1)
  expect(account(house, client?.code).name).toBe('On PostgreSQL')
})

test('a client born in the CRM exists once in Sage although the answer was lost', async () => {
  const id = inCrm('Lost answer')
  house.simulators.books.faults.add({ method: 'POST', path: /\/clients$/, do: 'cut-after' })
  await next(house)
  await next(house)
  await next(house)
  const born = inSage(house, 'clients').filter((row) => row.raisonSociale === 'Lost answer')
  expect(born).toHaveLength(1)
  expect(house.crm.get('accounts', id)).toMatchObject({ extId: born[0]?.code, readOnly: true })
  expect(doubles(house)).toEqual([])
})

test('of eight workers that start at once, one works and the others end without touching anything', async () => {
  inCrm('Eight workers')
  house.books.create(main, 'clients', { raisonSociale: 'Eight workers in Sage' })
  house.clock.advance(16 * 60_000)
  const id = await house.integration()
  const workers = Array.from({ length: 8 }, () => runToEnd(house.engine, id, 'asked'))
  const ended = await Promise.all(workers)
  expect(ended.filter((pass) => pass !== null)).toHaveLength(1)
  await next(house)
  expect(inSage(house, 'clients').filter((row) => row.raisonSociale === 'Eight workers')).toHaveLength(1)
  expect(live(house, 'accounts').filter((row) => row.name === 'Eight workers in Sage')).toHaveLength(1)
  expect(doubles(house)).toEqual([])
})

test('two organisations on one server, with the same dossier and the same codes, never meet', async () => {
  const other = await settled({ db })
  const [client] = inSage(other, 'clients')
  other.books.edit(main, 'clients', String(client?.id), { raisonSociale: 'Only theirs' })
  await next(other)
  expect(account(other, client?.code).name).toBe('Only theirs')
  expect(live(house, 'accounts').some((row) => row.name === 'Only theirs')).toBe(false)
  expect(written(await next(house))).toBe(0)
})

/** Each has begun, in this order, before any of them can change a row. */
async function atOnce<T>(rows: SQL, asks: readonly (() => Promise<T>)[]): Promise<readonly T[]> {
  const waiting = sql`select count(*)::integer as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`
  const asked = await db.drizzle.transaction(async (tx) => {
    await tx.execute(sql`select 1 from ${rows} for update`)
    const answers: Promise<T>[] = []
    for (const ask of asks) {
      answers.push(ask())
      while ((await firstOf<{ count: number }>(db.drizzle, waiting))?.count !== answers.length);
    }
    return { answers }
  })
  return Promise.all(asked.answers)
}

test('of a yes and a no to the same plan in the same moment one counts, and the other person is told to look again', async () => {
  const held = await settled({ db, books: { size: { ...small, customers: 15, contacts: 0, invoices: 0 } } })
  held.books.dropShare(main, 'clients', 0.4)
  await next(held)
  const { state } = (await overview(held.desk)).head
  if (state.kind !== 'held') throw new Error(`The state is ${state.kind}`)
  const { run } = state
  const [yes, no] = await atOnce<Done<null>>(sql`outbox where state = 'held'`, [
    () => approve(held.desk, { run }),
    () => reject(held.desk, { run }),
  ])
  const late = [yes, no].filter((each) => each?.ok === false)
  expect(late).toEqual([{ ok: false, fault: { kind: 'stale' } }])
  await held.carryOut()
  const removed = held.crm.list('accounts').filter(({ deleted }) => deleted === true)
  expect(removed).toHaveLength(yes?.ok ? 6 : 0)
})

test('what somebody saves while a colleague’s dry run is asked for is not overwritten by it', async () => {
  const id = await house.integration()
  const place = await house.within((tx) => placeOf(tx, house.desk))
  const [, composed] = await atOnce<unknown>(sql`integrations`, [
    () => house.within((tx) => changeDraft(tx, house.desk, id, (draft) => ({ ...draft, every: 45 }))),
    () => composeDraft(house.desk, place),
  ])
  expect(composed).toEqual({ ok: false, fault: { kind: 'stale' } })
  expect((await house.within((tx) => readIntegration(tx, house.desk, id)))?.settings.every).toBe(45)
})
