import { afterAll, beforeAll, expect, test } from 'vitest'
import { total } from '@/lib/sync/count'
import type { Corridor } from '../kit/corridor'
import { account, inSage, main, next, people, settled, status, unexplained, written } from './kit'

let house: Corridor
beforeAll(async () => {
  house = await settled()
})
afterAll(() => house.close())

/** What the vendors were asked in one run of the schedule. */
async function callsOfNext() {
  house.simulators.crm.forgetCalls()
  house.simulators.books.forgetCalls()
  const run = await next(house)
  const named = (calls: readonly { readonly method: string; readonly path: string }[]) =>
    calls.filter(({ path }) => !path.endsWith('/login')).map(({ method, path }) => `${method} ${path}`)
  return { run, crm: named(house.simulators.crm.calls()), books: named(house.simulators.books.calls()) }
}

const clients = () => inSage(house, 'clients').map(({ id, code }) => ({ id: String(id), code: String(code) }))

test('after the first run every record of both sides is explained', async () => {
  expect(await unexplained(house)).toEqual([])
})

test('a second run writes nothing and says so', async () => {
  const { run } = await callsOfNext()
  expect(run.result).toEqual({ kind: 'done' })
  expect(written(run)).toBe(0)
  const { parked, waiting } = total(run.counts)
  expect([parked, waiting]).toEqual([0, 0])
})

test('once the overlap has passed, a quiet run asks each feed exactly once and nothing else', async () => {
  await next(house)
  const { crm, books } = await callsOfNext()
  expect(books.map((call) => call.split('/').at(-1)).sort()).toEqual([
    'articles',
    'clients',
    'contacts',
    'factures',
    'prospects',
  ])
  const feeds = crm.filter((call) => !call.endsWith('/users'))
  expect(feeds.sort()).toEqual([
    'GET /api/v4/accounts',
    'GET /api/v4/contacts',
    'GET /api/v4/products',
    'GET /api/v4/salesorders',
    'GET /api/v4/salesordersLines',
  ])
})

test('editing one client in Sage leads to exactly one write in the CRM', async () => {
  const [first] = clients()
  house.books.edit(main, 'clients', first?.id ?? '', { raisonSociale: 'Edited once' })
  const { run, crm, books } = await callsOfNext()
  expect(crm.filter((call) => !call.startsWith('GET'))).toEqual(['PUT /api/v4/accounts/bulk'])
  expect(books.filter((call) => !call.startsWith('GET'))).toEqual([])
  expect(written(run)).toBe(1)
  expect(account(house, first?.code).name).toBe('Edited once')
})

test('our own write comes back in the next poll and causes no further write', async () => {
  for (let round = 0; round < 2; round++) expect(written((await callsOfNext()).run)).toBe(0)
})

test('a record that Sage touched without changing it causes no write', async () => {
  const [, second] = clients()
  const { raisonSociale } = house.books.get(main, 'clients', second?.id ?? '')
  house.books.edit(main, 'clients', second?.id ?? '', { raisonSociale: raisonSociale ?? null })
  expect(written((await callsOfNext()).run)).toBe(0)
})

test('a change of a field that nobody joined causes no write', async () => {
  const [, second] = clients()
  house.books.edit(main, 'clients', second?.id ?? '', { conditionsPaiement: '60 jours' })
  expect(written((await callsOfNext()).run)).toBe(0)
})

test('spaces and capitals of a mail domain are no change', async () => {
  const [, second] = clients()
  const id = second?.id ?? ''
  house.books.edit(main, 'clients', id, { email: 'ana@example.com', raisonSociale: 'Deux  espaces ' })
  await next(house)
  house.books.edit(main, 'clients', id, { email: ' ana@EXAMPLE.com ', raisonSociale: 'Deux espaces' })
  expect(written((await callsOfNext()).run)).toBe(0)
})

test('a client created in the CRM costs one write in Sage and one back, in one run', async () => {
  house.crm.create('accounts', {
    name: 'Two writes',
    statusId: status.client,
    salesRepId1: people.bruno,
    branchId: 438,
  })
  const { run, crm, books } = await callsOfNext()
  expect(written(run)).toBe(2)
  expect(books.filter((call) => call.startsWith('POST'))).toHaveLength(1)
  expect(crm.filter((call) => call.startsWith('PUT'))).toEqual(['PUT /api/v4/accounts/bulk'])
  expect(written((await callsOfNext()).run)).toBe(0)
})

test('the numbers of a run say how many calls each vendor got', async () => {
  const { run, crm, books } = await callsOfNext()
  expect(run.calls['sage-50-fr']).toBe(books.length)
  expect(run.calls['sage-sales']).toBeLessThanOrEqual(crm.length)
  expect(run.calls['sage-sales']).toBeGreaterThanOrEqual(crm.length - 1)
})
