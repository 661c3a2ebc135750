import { beforeAll, expect, test } from 'vitest'
import { MAIN } from '../../sandbox/sage-50-fr'
import type { Side } from '@/lib/model/words'
import type { PlanView } from '@/lib/service/views'
import { plan } from '@/lib/service/plan'
import { overview } from '@/lib/service/overview'
import { start } from '@/lib/service/start'
import { cleanUp, trial } from '@/lib/service/trial'
import { tryFew } from '@/lib/service/try-few'
import { corridor, small, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { answerAll, planned, refusal, worked } from './kit'

let house: Corridor
const created = (view: PlanView | null, on: Side) =>
  view?.byEntity.flatMap(({ entity, side, create }) => (side === on && create > 0 ? [[entity, create]] : []))
const live = () => house.crm.list('accounts').filter(({ deleted }) => deleted !== true)
beforeAll(async () => {
  house = await corridor({ db: await sharedDatabase() })
  await answerAll(house)
})

test('before anything was tried there is nothing to take back', async () => {
  expect(await trial(house.desk)).toEqual({ step: 'none', run: null, entries: [] })
  expect(await refusal(cleanUp(house.desk, {}))).toEqual({ kind: 'not-now' })
})

test('what was tried is shown, taken back, and planned again as if it had never been', async () => {
  const before = live().length
  const run = await planned(house)
  const shown = await plan(house.desk, run)
  await worked(tryFew(house.desk, { plan: run }))
  await house.carryOut()
  const tried = await trial(house.desk)
  expect(tried.step).toBe('written')
  expect(tried.entries.filter(({ kind }) => kind === 'written')).toHaveLength(10)
  expect(live().length).toBeGreaterThan(before)

  expect(await refusal(cleanUp(house.viewer, {}))).toEqual({ kind: 'forbidden' })
  await worked(cleanUp(house.desk, {}))
  expect((await trial(house.desk)).step).toBe('cleaning')
  await house.carryOut()
  expect((await trial(house.desk)).step).toBe('cleaned')
  // What the books cannot remove stays there, and is named.
  expect(live()).toHaveLength(before)
  expect((await trial(house.desk)).entries.some(({ kind, why }) => kind === 'noted' && why === 'not-reversible')).toBe(
    true,
  )
  expect(await refusal(cleanUp(house.desk, {}))).toEqual({ kind: 'not-now' })

  const again = await plan(house.desk, await planned(house))
  expect(created(again, 'crm')).toEqual(created(shown, 'crm'))
  await worked(start(house.desk, { plan: again?.run ?? '' }))
  await house.carryOut()
  await house.runToEnd('schedule')
  expect((await overview(house.desk)).head.state).toEqual({ kind: 'healthy' })
  const codes = live().flatMap(({ extId }) => (extId ? [extId] : []))
  expect(new Set(codes).size).toBe(codes.length)
  expect(await trial(house.desk)).toMatchObject({ step: 'none' })
})

test('of two who take a trial back in the same moment one does', async () => {
  const other = await corridor({ db: await sharedDatabase(), books: { size: { ...small, invoices: 0 } } })
  await answerAll(other)
  await worked(tryFew(other.desk, { plan: await planned(other) }))
  await other.carryOut()
  const both = await Promise.all([cleanUp(other.desk, {}), cleanUp(other.desk, {})])
  expect(both.map(({ ok }) => ok)).toEqual([true, false])
  await other.carryOut()
  expect((await trial(other.desk)).step).toBe('cleaned')
})

test('a trial in an empty CRM is taken back whole, though that removes everything there', async () => {
  const other = await corridor({ db: await sharedDatabase(), crm: { size: 0 } })
  await answerAll(other)
  const accounts = () => other.crm.list('accounts').filter(({ deleted }) => deleted !== true)
  const before = accounts().length
  await worked(tryFew(other.desk, { plan: await planned(other) }))
  await other.carryOut()
  expect(accounts().length).toBeGreaterThan(before + 1)
  await worked(cleanUp(other.desk, {}))
  await other.carryOut()
  expect((await trial(other.desk)).step).toBe('cleaned')
  expect(accounts()).toHaveLength(before)
})

test('a trial is taken back to its end before anybody can start, and then leaves nothing out, whichever plan they start with', async () => {
  const size = { ...small, customers: 4, contacts: 4, otherAddresses: 0, invoices: 1 }
  const other = await corridor({ db: house.db, books: { size }, crm: { size: 0 } })
  await answerAll(other)
  const run = await planned(other)
  await worked(tryFew(other.desk, { plan: run }))
  await other.carryOut()
  const tooEarly = async () => expect(await refusal(start(other.desk, { plan: run }))).toEqual({ kind: 'not-now' })
  other.simulators.crm.faults.add({ do: 'answer', status: 503, method: 'DELETE', times: 100 })
  await worked(cleanUp(other.desk, {}))
  await tooEarly()
  await other.carryOut()
  expect((await trial(other.desk)).step).toBe('interrupted')
  await tooEarly()
  other.simulators.crm.faults.clear()
  await worked(cleanUp(other.desk, {}))
  await other.carryOut()
  await worked(start(other.desk, { plan: run }))
  await other.carryOut()
  await other.runToEnd('schedule')
  const clients: readonly unknown[] = other.books.list(MAIN, 'clients').map(({ raisonSociale }) => raisonSociale)
  const there = new Set<unknown>(other.crm.list('accounts').flatMap((row) => (row.deleted === true ? [] : [row.name])))
  expect(clients.filter((name) => !there.has(name))).toEqual([])
  expect((await overview(other.desk)).head.state).toEqual({ kind: 'healthy' })
})

test('a clean-up that no job could be asked for can be asked for again', async () => {
  const other = await corridor({ db: await sharedDatabase() })
  await answerAll(other)
  await worked(tryFew(other.desk, { plan: await planned(other) }))
  await other.carryOut()
  const emit = () => Promise.reject(new Error('The jobs are away'))
  await expect(cleanUp({ ...other.desk, emit }, {})).rejects.toThrow('The jobs are away')
  expect((await trial(other.desk)).step).toBe('interrupted')
  await worked(cleanUp(other.desk, {}))
  await other.carryOut()
  expect((await trial(other.desk)).step).toBe('cleaned')
})

test('a clean-up that a vendor does not let come to its end says so, and can be asked for again', async () => {
  const other = await corridor({ db: await sharedDatabase() })
  await answerAll(other)
  const accounts = () => other.crm.list('accounts').filter(({ deleted }) => deleted !== true)
  const before = accounts().length
  await worked(tryFew(other.desk, { plan: await planned(other) }))
  await other.carryOut()
  const tried = (await trial(other.desk)).entries
  other.simulators.crm.faults.add({ do: 'answer', status: 503, method: 'GET', times: 100 })
  await worked(cleanUp(other.desk, {}))
  await other.carryOut()
  const stuck = await trial(other.desk)
  expect([stuck.step, stuck.entries]).toEqual(['interrupted', tried])
  other.simulators.crm.faults.clear()
  await worked(cleanUp(other.desk, {}))
  await other.carryOut()
  expect((await trial(other.desk)).step).toBe('cleaned')
  expect(accounts()).toHaveLength(before)
})

test('a trial that was asked for a second time, or whose job came twice, is taken back whole', async () => {
  const other = await corridor({ db: await sharedDatabase() })
  await answerAll(other)
  const accounts = () => other.crm.list('accounts').filter(({ deleted }) => deleted !== true)
  const before = accounts().length
  const run = await planned(other)
  await worked(tryFew(other.desk, { plan: run }))
  await other.carryOut()
  await worked(tryFew(other.desk, { plan: run }))
  other.events.push(...other.events)
  await other.carryOut()
  expect(accounts().length).toBeGreaterThan(before)
  expect((await trial(other.desk)).entries.some(({ kind }) => kind === 'written')).toBe(true)
  for (let step = 'written'; step === 'written'; { step } = await trial(other.desk)) {
    await worked(cleanUp(other.desk, {}))
    await other.carryOut()
  }
  expect((await trial(other.desk)).step).toBe('cleaned')
  expect(accounts()).toHaveLength(before)
})

test('a trial is not the first success: the first run after the start says what it is, and how far it has come', async () => {
  const other = await corridor({ db: house.db })
  await answerAll(other)
  const run = await planned(other)
  await worked(tryFew(other.desk, { plan: run }))
  await other.carryOut()
  await worked(start(other.desk, { plan: run }))
  await other.carryOut('apply')
  const view = await overview(other.desk)
  expect(view.head.state.kind).toBe('first-run')
  expect(view.lastSuccess).toBeNull()
})
