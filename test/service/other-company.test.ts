import { beforeEach, expect, test } from 'vitest'
import { MAIN, SECOND } from '../../sandbox/sage-50-fr'
import { causesNow } from '@/lib/service/causes-now'
import { chooseCompany, keepIdentity } from '@/lib/store/connections'
import { cursorsOf, saveCursor } from '@/lib/store/cursors'
import { approve } from '@/lib/service/approve'
import { overview } from '@/lib/service/overview'
import { reject } from '@/lib/service/reject'
import { addHints } from '@/lib/store/hints'
import { integration as readIntegration } from '@/lib/store/integrations'
import { recordsPage } from '@/lib/store/standing'
import { corridor, small, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { addSibling } from '../kit/set-up'
import { connectCrm, started, worked } from './kit'

let house: Corridor
/** The gateway opens another firm's folder under the name of ours: the same ids and codes, other records. */
beforeEach(async () => {
  house = await corridor({ db: await sharedDatabase(), books: { size: { ...small, invoices: 0 } } })
  await started(house)
  await house.runToEnd('schedule')
  house.books.openInstead(MAIN, SECOND)
  house.books.create(SECOND, 'clients', { code: 'C9999', raisonSociale: 'Of another firm' })
})

const later = () => {
  house.clock.advance(16 * 60_000)
  return house.runToEnd('schedule')
}
const state = async () => (await overview(house.desk)).head.state
const books = async () => {
  const id = await house.integration()
  const { links } = await house.within((tx) => recordsPage(tx, house.desk, id, {}, { after: null, limit: 500 }))
  return links.map((link) => link.books)
}
const inCrm = (name: string) =>
  house.crm.list('accounts').filter((row) => row.name === name && row.deleted !== true).length
async function approved() {
  const held = await state()
  if (held.kind !== 'held') throw new Error(`The state is ${held.kind}`)
  await worked(approve(house.desk, { run: held.run }))
  await house.carryOut()
}

async function causes() {
  const id = await house.integration()
  return house.within(async (tx) => {
    const found = await readIntegration(tx, house.desk, id)
    return found ? causesNow(tx, house.desk, found) : []
  })
}

test('nothing of another firm is read into the memory of ours, and it is asked for once', async () => {
  const before = await books()
  expect(await later()).toMatchObject({ result: { kind: 'held', hold: { brake: 'other-company', side: 'books' } } })
  const held = await state()
  await later()
  expect(await books()).toEqual(before)
  expect(await state()).toEqual(held)
  expect((await causes()).map(({ about }) => about.kind)).toEqual(['held'])
  expect(inCrm('Of another firm')).toBe(0)
})

test('records that a webhook names are not read from another firm either', async () => {
  const before = await books()
  const [one] = house.books.list(SECOND, 'clients')
  const integration = await house.integration()
  const hint = { side: 'books', entity: 'customer', remoteId: String(one?.id) } as const
  await house.within((tx) => addHints(tx, house.desk, integration, [hint]))
  expect((await later()).result).toMatchObject({ kind: 'held', hold: { brake: 'other-company' } })
  expect(await books()).toEqual(before)
})

test('once the right folder is open again everything goes on by itself, with what was typed meanwhile', async () => {
  await later()
  house.books.create(MAIN, 'clients', { raisonSociale: 'Typed meanwhile' })
  house.books.openInstead(MAIN, MAIN)
  expect((await later()).result).toEqual({ kind: 'done' })
  expect(inCrm('Typed meanwhile')).toBe(1)
  expect(inCrm('Of another firm')).toBe(0)
  expect(await state()).toEqual({ kind: 'healthy' })
})

test('a no changes nothing: it is still asked who that is', async () => {
  await later()
  const held = await state()
  if (held.kind !== 'held') throw new Error(`The state is ${held.kind}`)
  await worked(reject(house.desk, { run: held.run }))
  await later()
  expect(await state()).toEqual(held)
})

test('a yes makes it the company: all it has is read, and what comes of that is looked at like any other plan', async () => {
  await later()
  await approved()
  await later()
  const next = await state()
  expect(next.kind === 'held' && next.hold.brake).not.toBe('other-company')
  if (next.kind === 'held') await approved()
  expect(inCrm('Of another firm')).toBe(1)
})

test('a create whose answer was lost is not sent again to another firm', async () => {
  house.books.openInstead(MAIN, MAIN)
  await later()
  const row = { name: 'Born in the CRM', statusId: 22, branchId: 438, salesRepId1: 503 }
  house.crm.create('accounts', row, { as: 503, force: true })
  house.simulators.books.faults.add({ method: 'POST', path: /clients$/, do: 'cut-after' })
  await later()
  house.books.openInstead(MAIN, SECOND)
  house.clock.advance(5_000)
  await house.runToEnd('schedule')
  const named = (dossier: string) =>
    house.books.list(dossier, 'clients').filter((each) => each.raisonSociale === 'Born in the CRM').length
  expect([named(MAIN), named(SECOND)]).toEqual([1, 0])
})

test('a yes to another CRM has every company on it read it from the beginning', async () => {
  house.books.openInstead(MAIN, MAIN)
  const [own, second] = [await house.integration(), await addSibling(house.desk)]
  const place = { side: 'crm', feed: 'contact', cursor: 'place', begunRun: null } as const
  await house.within((tx) => saveCursor(tx, house.desk, second, place))
  const known = await house.within((tx) => readIntegration(tx, house.desk, own))
  await house.within((tx) => keepIdentity(tx, house.desk, known?.crmConnection ?? '', 'who was there before'))
  house.crm.create(
    'accounts',
    { name: 'Of another CRM', statusId: 22, branchId: 438, salesRepId1: 503 },
    { as: 503, force: true },
  )
  await later()
  await approved()
  const places = await house.within((tx) => cursorsOf(tx, house.desk, second))
  expect(places).toMatchObject([{ side: 'crm', cursor: null }])
})

test('a yes to another CRM whose company has another name there is a yes, and it may be connected again', async () => {
  house.books.openInstead(MAIN, MAIN)
  const own = await house.integration()
  const known = await house.within((tx) => readIntegration(tx, house.desk, own))
  const before = { id: 'before', name: 'Before', identity: 'who was there before' }
  await house.within((tx) => chooseCompany(tx, house.desk, known?.crmConnection ?? '', before))
  house.crm.edit('accounts', 10_001, { city: 'Vienne' }, { force: true })
  await later()
  await approved()
  await later()
  expect(await state()).toEqual({ kind: 'healthy' })
  await worked(connectCrm(house))
})

test('a branch that somebody deletes in the CRM makes it no other one', async () => {
  house.books.openInstead(MAIN, MAIN)
  house.crm.remove('branches', 438)
  await later()
  expect(await state()).toEqual({ kind: 'healthy' })
})
