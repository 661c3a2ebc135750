import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approve } from '@/lib/service/approve'
import { reject } from '@/lib/service/reject'
import { rowsOfRun } from '@/lib/store/outbox'
import type { Database } from '@/lib/store/db'
import { corridor, type Corridor } from '../kit/corridor'
import { freshDatabase } from '../kit/fresh-database'
import {
  account,
  history,
  inSage,
  live,
  main,
  next,
  people,
  reasonFor,
  settled,
  status,
  written,
  type Row,
} from './kit'

const many = { customers: 20, prospects: 2, contacts: 4, products: 3, invoices: 4, representants: 2 }

let db: Database
beforeAll(async () => {
  db = await freshDatabase()
})
afterAll(() => db.close())

const open = (): Promise<Corridor> => settled({ db, books: { size: many }, crm: { size: 0 } })

/** Whatever the CRM was told since: calls that are no reading. */
const told = (house: Corridor) =>
  house.simulators.crm
    .calls()
    .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/login'))
    .map(({ method, path }) => `${method} ${path}`)

const liveClients = (house: Corridor) => live(house, 'accounts').filter((row) => row.statusId === 22)

async function emptied(house: Corridor) {
  const before = inSage(house, 'clients')
  house.books.dropShare(main, 'clients', 0.3)
  const codes = new Set(inSage(house, 'clients').map((row) => row.code))
  const gone = before.filter((row) => !codes.has(row.code))
  house.simulators.crm.forgetCalls()
  return { gone, run: await next(house) }
}

const deletedOf = (house: Corridor, rows: readonly Row[]) => rows.map((row) => account(house, row.code).deleted)

interface Told {
  readonly verb: string | null
  readonly entity: string | null
  readonly side: string | null
  readonly record: string | null
}
const nameOf = ({ verb, entity, side, record }: Told) => `${verb} ${entity} in ${side}: ${record}`

async function proposed(house: Corridor, run: string): Promise<readonly string[]> {
  const { rows } = await house.within((tx) => rowsOfRun(tx, house.desk, run, {}, { after: null, limit: 1_000 }))
  return rows.map(nameOf)
}

const writtenBy = async (house: Corridor, run: string): Promise<readonly string[]> =>
  (await history(house, { run, kind: 'written' })).map(nameOf)

describe('A mass removal in Sage', () => {
  test('holds the run before its first write, names the brake and stays held until somebody decides', async () => {
    const house = await open()
    const [kept] = [...inSage(house, 'clients')].reverse()
    house.books.edit(main, 'clients', String(kept?.id), { raisonSociale: 'An innocent edit' })
    const { gone, run } = await emptied(house)
    expect(gone).toHaveLength(6)
    expect(run.result).toMatchObject({
      kind: 'held',
      hold: { brake: 'removals', entity: 'customer', side: 'crm', count: 6 },
    })
    const again = await next(house)
    expect(again.result).toMatchObject({ kind: 'held', hold: { brake: 'removals' } })
    expect(told(house)).toEqual([])
    expect(written(run) + written(again)).toBe(0)
  })

  test('approved, it sends exactly what was held, and afterwards everything goes on', async () => {
    const house = await open()
    const { gone, run } = await emptied(house)
    const late = house.books.create(main, 'clients', { raisonSociale: 'Nobody approved me' })
    expect(await approve(house.desk, { run: run.id })).toMatchObject({ ok: true })
    const approved = await next(house, 'approved')
    expect(approved.counts['customer:crm']?.removed).toBe(6)
    expect(written(approved)).toBe(6)
    expect(deletedOf(house, gone)).toEqual(gone.map(() => true))
    expect(liveClients(house)).toHaveLength(14)
    const after = await next(house)
    expect(after.result).toEqual({ kind: 'done' })
    expect(account(house, late.code).deleted).toBe(false)
  })

  test('rejected, the records are kept apart: they live on in the CRM whatever happens to them there', async () => {
    const house = await open()
    const { gone, run } = await emptied(house)
    expect(await reject(house.desk, { run: run.id })).toMatchObject({ ok: true })
    const after = await next(house)
    expect([after.result, written(after)]).toEqual([{ kind: 'done' }, 0])
    for (const { id } of gone) expect(await reasonFor(house, 'books', 'customer', id)).toBe('kept-apart')
    const kept = account(house, gone[0]?.code)
    house.crm.edit('accounts', kept.id, { comment: 'Our own now' }, { force: true })
    await next(house)
    expect(deletedOf(house, gone)).toEqual(gone.map(() => false))
    expect((await history(house, { kind: 'decided' })).length).toBeGreaterThan(0)
  })

  test('approved in part, sends that part; the rest waits, and what is rejected of it is kept apart', async () => {
    const house = await open()
    const { gone, run } = await emptied(house)
    const { rows } = await house.within((tx) => rowsOfRun(tx, house.desk, run.id, {}, { after: null, limit: 10 }))
    const [yes, no] = [rows.slice(0, 2), rows.slice(2, 4)].map((part) => part.map(({ id }) => id))
    expect(await approve(house.desk, { run: run.id, rows: yes })).toMatchObject({ ok: true })
    expect((await next(house, 'approved')).counts['customer:crm']?.removed).toBe(2)
    expect(await reject(house.desk, { run: run.id, rows: no })).toMatchObject({ ok: true })
    const held = await next(house)
    expect([held.result, written(held)]).toMatchObject([{ kind: 'held', hold: { brake: 'removals' } }, 0])
    const reasons = await Promise.all(gone.map(({ id }) => reasonFor(house, 'books', 'customer', id)))
    expect(reasons.filter((reason) => reason === 'kept-apart')).toHaveLength(2)
    expect(deletedOf(house, gone).filter((deleted) => deleted)).toHaveLength(2)
  })

  test('what Sage put back before anybody decided is not removed by a late yes', async () => {
    const house = await open()
    const { gone, run } = await emptied(house)
    const [back] = gone
    house.books.create(main, 'clients', { code: String(back?.code), raisonSociale: String(back?.raisonSociale) })
    await next(house)
    expect(await approve(house.desk, { run: run.id })).toMatchObject({ ok: true })
    const approved = await next(house, 'approved')
    expect(approved.counts['customer:crm']?.removed ?? 0).toBeLessThanOrEqual(6)
    await next(house)
    const same = live(house, 'accounts').filter((row) => row.extId === back?.code)
    expect(same).toHaveLength(1)
  })

  test('a page that shows an older plan cannot approve it', async () => {
    const house = await open()
    expect(await approve(house.desk, { run: 'no-such-run' })).toEqual({ ok: false, fault: { kind: 'stale' } })
  })
})

describe('Other brakes', () => {
  test('removals in small portions add up over a day', async () => {
    const house = await open()
    const [a, b, c, d, e] = inSage(house, 'clients').map((row) => String(row.id))
    for (const id of [a, b, c]) house.books.remove(main, 'clients', id ?? '')
    expect((await next(house)).result).toEqual({ kind: 'done' })
    for (const id of [d, e]) house.books.remove(main, 'clients', id ?? '')
    expect((await next(house)).result).toMatchObject({ kind: 'held', hold: { brake: 'removals', count: 5 } })
  })

  test('the same portions on two days are no reason to stop', async () => {
    const house = await open()
    const [a, b, c, d, e] = inSage(house, 'clients').map((row) => String(row.id))
    for (const id of [a, b, c]) house.books.remove(main, 'clients', id ?? '')
    expect((await next(house)).result).toEqual({ kind: 'done' })
    house.clock.advance(25 * 3_600_000)
    for (const id of [d, e]) house.books.remove(main, 'clients', id ?? '')
    expect((await next(house)).result).toEqual({ kind: 'done' })
  })

  test('a column that empties on a third of the clients holds the run', async () => {
    const house = await open()
    for (const { id } of inSage(house, 'clients').slice(0, 8))
      house.books.edit(main, 'clients', String(id), { adresse: { ville: null } })
    expect((await next(house)).result).toMatchObject({
      kind: 'held',
      hold: { brake: 'blanking', entity: 'customer', field: 'city' },
    })
  })

  test('a column that empties in small portions holds the run once a third of the clients lost it within a day', async () => {
    const house = await open()
    const clients = inSage(house, 'clients').map(({ id }) => String(id))
    const leaveTown = (ids: readonly string[]) => {
      for (const id of ids) house.books.edit(main, 'clients', id, { adresse: { ville: null } })
    }
    leaveTown(clients.slice(0, 4))
    expect((await next(house)).result).toEqual({ kind: 'done' })
    leaveTown(clients.slice(4, 8))
    expect((await next(house)).result).toMatchObject({
      kind: 'held',
      hold: { brake: 'blanking', field: 'city', count: 8 },
    })
  })

  test('the last of a few products is not removed behind the others unasked, one by one though they went', async () => {
    const house = await open()
    const [last, ...others] = inSage(house, 'articles').map((row) => String(row.id))
    for (const id of others) house.books.remove(main, 'articles', id)
    expect((await next(house)).result).toEqual({ kind: 'done' })
    house.books.remove(main, 'articles', last ?? '')
    expect((await next(house)).result).toMatchObject({ kind: 'held', hold: { brake: 'removals', entity: 'product' } })
  })

  test('a firm of eleven clients that loses two and then seven is asked, although nine are few', async () => {
    const house = await settled({ db, books: { size: { ...many, customers: 11 } }, crm: { size: 0 } })
    const clients = inSage(house, 'clients').map((row) => String(row.id))
    for (const id of clients.slice(0, 2)) house.books.remove(main, 'clients', id)
    expect((await next(house)).result).toEqual({ kind: 'done' })
    for (const id of clients.slice(2, 9)) house.books.remove(main, 'clients', id)
    expect((await next(house)).result).toMatchObject({ kind: 'held', hold: { brake: 'removals', count: 9 } })
  })

  test('sixty new clients at once are far more than usual', async () => {
    const house = await open()
    for (let at = 0; at < 60; at++) house.books.create(main, 'clients', { raisonSociale: `Import ${at}` })
    expect((await next(house)).result).toMatchObject({ kind: 'held', hold: { brake: 'more-than-usual' } })
    expect(live(house, 'accounts').some((row) => String(row.name).startsWith('Import'))).toBe(false)
  })

  test('removals in the CRM stop nothing, because they never travel', async () => {
    const house = await open()
    for (const { id } of liveClients(house)) house.crm.remove('accounts', Number(id), { force: true })
    const run = await next(house)
    expect(run.result).toEqual({ kind: 'done' })
    expect(inSage(house, 'clients')).toHaveLength(20)
  })
})

describe('A dry run', () => {
  test('sends nothing; started with a yes, it writes exactly what was shown, minus what changed meanwhile', async () => {
    const house = await corridor({ db, books: { size: many }, crm: { size: 2 } })
    await house.setUp()
    house.simulators.crm.forgetCalls()
    const preview = await house.runToEnd('preview')
    expect(told(house)).toEqual([])
    const shown = await proposed(house, preview.id)
    const [moved] = inSage(house, 'clients')
    house.books.edit(main, 'clients', String(moved?.id), { raisonSociale: 'Edited before the yes' })
    house.books.create(main, 'clients', { raisonSociale: 'Created before the yes' })
    expect(await approve(house.desk, { run: preview.id })).toMatchObject({ ok: true })
    const approved = await next(house, 'approved')
    const names = await writtenBy(house, approved.id)
    for (const name of names) expect(shown).toContain(name)
    expect(names.length).toBeGreaterThan(20)
    const theirs = inSage(house, 'factures').filter((row) => row.tiersId === moved?.id)
    const changed = [moved?.code, ...theirs.map((row) => row.numero)].map(String)
    const missing = shown.filter((name) => !names.includes(name) && !changed.some((code) => name.includes(code)))
    expect(missing).toEqual([])
    const rest = await next(house)
    expect(rest.result).toEqual({ kind: 'done' })
    expect(account(house, moved?.code).name).toBe('Edited before the yes')
    expect(live(house, 'accounts').some((row) => row.name === 'Created before the yes')).toBe(true)
  })

  test('said yes to before it is known what became of an earlier write to the same record, waits for that', async () => {
    const house = await open()
    const [client] = inSage(house, 'clients')
    house.books.edit(main, 'clients', String(client?.id), { raisonSociale: 'Renamed' })
    house.simulators.crm.faults.add({ method: 'PUT', path: /accounts\/bulk/, do: 'cut-before' })
    expect((await next(house)).result).toMatchObject({ kind: 'stopped' })
    house.books.edit(main, 'clients', String(client?.id), { email: 'renamed@example.com' })
    const preview = await house.runToEnd('preview')
    expect(await approve(house.desk, { run: preview.id })).toMatchObject({ ok: true })
    expect((await house.runToEnd('approved')).result).toEqual({ kind: 'done' })
    const { name, email } = account(house, client?.code)
    expect([name, email]).toEqual(['Renamed', 'renamed@example.com'])
  })

  test('does not create a client whose account somebody gets back from the bin before the yes', async () => {
    const house = await open()
    const vatNumber = 'FR40303265045'
    const own = { statusId: status.client, salesRepId1: people.bruno, branchId: 438 }
    const binned = house.crm.create('accounts', { ...own, name: 'Back from the bin', vatNumber })
    house.crm.remove('accounts', binned)
    await next(house)
    house.books.create(main, 'clients', { raisonSociale: 'Back from the bin', tvaIntra: vatNumber })
    const preview = await house.runToEnd('preview')
    expect((await proposed(house, preview.id)).filter((name) => name.includes('Back from the bin'))).toHaveLength(1)
    house.crm.restore('accounts', binned)
    expect(await approve(house.desk, { run: preview.id })).toMatchObject({ ok: true })
    await next(house, 'approved')
    await next(house)
    expect(live(house, 'accounts').filter((row) => row.vatNumber === vatNumber)).toHaveLength(1)
    expect(inSage(house, 'clients').filter((row) => row.tvaIntra === vatNumber)).toHaveLength(1)
  })
})
