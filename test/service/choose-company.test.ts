import { beforeEach, expect, test } from 'vitest'
import { MAIN, SECOND } from '../../sandbox/sage-50-fr'
import { chooseCompany } from '@/lib/service/choose-company'
import { people } from '@/lib/service/people'
import { records } from '@/lib/service/records'
import { savePeople } from '@/lib/service/save-people'
import { setup } from '@/lib/service/setup'
import { cleanUp } from '@/lib/service/trial'
import { tryFew } from '@/lib/service/try-few'
import { connection, saveChosen } from '@/lib/store/connections'
import { corridor, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { answerAll, connectBooks, connectCrm, planned, refusal, started, worked } from './kit'

let house: Corridor
beforeEach(async () => {
  house = await corridor({ db: await sharedDatabase() })
})

test('no dossier is taken before somebody chose it', async () => {
  await worked(connectCrm(house))
  await worked(connectBooks(house))
  const view = await setup(house.desk)
  expect(view).toMatchObject({ step: 'company', books: { company: null } })
  expect(view.companies.map(({ id }) => id)).toEqual([MAIN, SECOND])
  const { connection, checks } = await worked(chooseCompany(house.desk, { company: SECOND }))
  expect(connection.company).toBe(view.companies[1]?.name)
  expect(checks.map(({ what }) => what)).toEqual(['people', 'fields'])
  expect((await setup(house.desk)).step).toBe('choices')
})

test('a dossier that is not there or not open cannot be chosen', async () => {
  expect(await refusal(chooseCompany(house.desk, { company: MAIN }))).toEqual({ kind: 'not-now' })
  await worked(connectCrm(house))
  await worked(connectBooks(house))
  const unknown = { kind: 'invalid', fields: { company: 'unknown' } }
  expect(await refusal(chooseCompany(house.desk, { company: 'nowhere' }))).toEqual(unknown)
  house.books.disable(SECOND)
  expect(await refusal(chooseCompany(house.desk, { company: SECOND }))).toEqual(unknown)
  expect(await refusal(chooseCompany(house.desk, { company: '' }))).toMatchObject({ fields: { company: 'required' } })
})

test('before the first run another dossier may be taken, and what was read of the first one is forgotten', async () => {
  await answerAll(house)
  await planned(house)
  expect((await records(house.desk, {})).rows.length).toBeGreaterThan(10)
  await worked(chooseCompany(house.desk, { company: SECOND }))
  expect((await records(house.desk, {})).rows).toEqual([])
})

test('of another dossier nobody is taken for the sales rep who has that code in the first one', async () => {
  await answerAll(house)
  const { pairs, crm, administrator } = await people(house.desk)
  const [, other] = crm
  const all = pairs.map(({ books }) => ({ books: books.id, crm: other?.id ?? null }))
  await worked(savePeople(house.desk, { administrator, pairs: all }))
  await worked(chooseCompany(house.desk, { company: SECOND }))
  const there = await people(house.desk)
  expect(there.pairs.length).toBeGreaterThan(0)
  expect(there.pairs.filter(({ how }) => how === 'chosen')).toEqual([])
  expect(there.administrator).toBe(administrator)
})

test('what was answered about one dossier is asked again of another one: its words may mean something else there', async () => {
  await answerAll(house)
  const { books } = await setup(house.desk)
  await house.within((tx) => saveChosen(tx, house.desk, books?.id ?? '', { 'line-item': ['5'] }))
  await worked(chooseCompany(house.desk, { company: SECOND }))
  expect((await house.within((tx) => connection(tx, house.desk, books?.id ?? '')))?.chosen).toEqual({})
  expect((await setup(house.desk)).step).toBe('choices')
})

test('what was tried is cleaned up before another dossier may be taken: its records would be mistaken for that one’s', async () => {
  await answerAll(house)
  await worked(tryFew(house.desk, { plan: await planned(house) }))
  await house.carryOut()
  expect(await refusal(chooseCompany(house.desk, { company: SECOND }))).toEqual({ kind: 'not-now' })
  await worked(cleanUp(house.desk, {}))
  await house.carryOut()
  await worked(chooseCompany(house.desk, { company: SECOND }))
})

test('once started, the integration stays with its dossier', async () => {
  await started(house)
  expect(await refusal(chooseCompany(house.desk, { company: SECOND }))).toEqual({ kind: 'not-now' })
  expect(await refusal(chooseCompany(house.viewer, { company: MAIN }))).toEqual({ kind: 'forbidden' })
})
