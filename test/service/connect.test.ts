import { beforeEach, expect, test } from 'vitest'
import { connect } from '@/lib/service/connect'
import { setup } from '@/lib/service/setup'
import { chooseCompany, connection, connectionsOf, grantOf, saveConnection } from '@/lib/store/connections'
import { integrationOfInstallation } from '@/lib/store/integrations'
import { historyPage } from '@/lib/store/journal'
import { corridor, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { paperBooks, register, vendorId } from '../kit/oauth-vendor'
import { connectAll, connectBooks, connectCrm, refusal, started, worked } from './kit'

let house: Corridor
beforeEach(async () => {
  house = await corridor({ db: await sharedDatabase() })
})

test('keys that work are tested by name and kept sealed', async () => {
  const { connection: view, checks } = await worked(connectCrm(house))
  expect(checks.map(({ what, ok }) => [what, ok])).toEqual([
    ['reach', true],
    ['rights', true],
    ['companies', true],
    ['people', true],
    ['fields', true],
  ])
  expect(view).toMatchObject({ side: 'crm', account: house.answers.crm.publicKey, problem: null })
  const grant = await house.within((tx) => grantOf(tx, house.desk, view.id))
  expect(grant?.secrets.privateKey).toBe(house.answers.crm.privateKey)
  expect(JSON.stringify(view)).not.toContain(house.answers.crm.privateKey)
  expect((await setup(house.desk)).step).toBe('books')
})

test('wrong keys are named as such and nothing is stored', async () => {
  const fault = await refusal(connectCrm(house, { publicKey: 'wrong', privateKey: 'wrong' }))
  expect(fault).toEqual({ kind: 'vendor', vendor: 'sage-sales', problem: { kind: 'signed-out' } })
  expect((await setup(house.desk)).crm).toBeNull()
})

test('a gateway that is offline cannot be connected', async () => {
  house.books.offline()
  expect(await refusal(connectBooks(house))).toMatchObject({ kind: 'vendor', problem: { kind: 'unreachable' } })
  expect((await setup(house.desk)).books).toBeNull()
})

test('what is missing or no address is named field by field', async () => {
  expect(await refusal(connectCrm(house, { publicKey: 'p' }))).toEqual({
    kind: 'invalid',
    fields: { 'answers.privateKey': 'required' },
  })
  expect(await refusal(connectBooks(house, { address: 'ftp://books', key: '' }))).toEqual({
    kind: 'invalid',
    fields: { 'answers.address': 'not-an-address', 'answers.key': 'required' },
  })
  expect(await refusal(connectCrm(house, { publicKey: 'x'.repeat(5_000), privateKey: 'p' }))).toEqual({
    kind: 'invalid',
    fields: { 'answers.publicKey': 'too-long' },
  })
  const stranger = connect(house.desk, { side: 'books', vendor: 'nobody', answers: {} })
  expect(await refusal(stranger)).toEqual({ kind: 'invalid', fields: { vendor: 'unknown' } })
})

test('somebody who may only look cannot connect anything', async () => {
  const asked = { side: 'crm', vendor: 'sage-sales', answers: house.answers.crm }
  expect(await refusal(connect(house.viewer, asked))).toEqual({ kind: 'forbidden' })
})

test('with both sides there the integration begins, and the history says who connected them', async () => {
  await worked(connectCrm(house))
  await worked(connectBooks(house))
  const found = await house.within((tx) => integrationOfInstallation(tx, house.desk, house.desk.installation))
  expect(found).toMatchObject({ pair: 'sage-sales.sage-50-fr', version: 0, startedAt: null })
  const { entries } = await house.within((tx) =>
    historyPage(tx, house.desk, { integration: found?.id ?? '', kind: 'decided' }, { after: null, limit: 10 }),
  )
  expect(entries.map(({ why, side }) => [why, side])).toEqual([
    ['connect', 'books'],
    ['connect', 'crm'],
  ])
})

test('books of another vendor, connected before the CRM, take the place of the first ones under their own name', async () => {
  register(paperBooks())
  const paper = { id: house.desk.newId(), vendor: vendorId, side: 'books', baseUrl: 'https://api.paper.test' } as const
  await house.within(async (tx) => {
    await saveConnection(tx, house.desk, { ...paper, account: 'Paper', secrets: {} })
    await chooseCompany(tx, house.desk, paper.id, { id: 'c1', name: 'Of the first ones' })
  })
  const { connection: view } = await worked(connectBooks(house))
  expect(view).toMatchObject({ vendor: { id: 'sage-50-fr' }, company: null })
  const books = await house.within((tx) => connectionsOf(tx, house.desk, 'books'))
  expect(books).toMatchObject([{ id: view.id, vendor: 'sage-50-fr' }])
  expect(house.ended).toMatchObject([{ connection: paper.id }])
  await worked(connectCrm(house))
  expect((await setup(house.desk)).booksVendor.id).toBe('sage-50-fr')
})

test('one key more takes the place of the old one, and what stopped goes on', async () => {
  await started(house)
  house.crm.revokeKeys()
  house.crm.expireTokens()
  await house.runToEnd('schedule')
  expect((await setup(house.desk)).crm?.problem).toEqual({ kind: 'signed-out' })
  house.crm.restoreKeys()
  const { connection: view } = await worked(connectCrm(house))
  const stored = await house.within((tx) => connection(tx, house.desk, view.id))
  expect(stored).toMatchObject({ version: 2, health: null })
  expect(house.events).toMatchObject([{ trigger: 'asked', actor: { name: 'Ana' } }])
})

test('keys of another company are refused once records were read', async () => {
  await started(house)
  house.books.disable('dossier-1')
  const fault = await refusal(connectBooks(house))
  expect(fault).toMatchObject({ kind: 'vendor', problem: { kind: 'rejected', field: 'company' } })
})

test('another installation sees nothing of it', async () => {
  await connectAll(house)
  const other = await corridor({ db: house.db })
  expect(await setup(other.desk)).toMatchObject({ step: 'crm', crm: null, books: null })
})
