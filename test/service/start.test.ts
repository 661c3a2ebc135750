import { sql } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { SECOND } from '../../sandbox/sage-50-fr'
import { openRun } from '@/lib/engine/open'
import { advance } from '@/lib/engine/run'
import { addCompany } from '@/lib/service/add-company'
import { overview } from '@/lib/service/overview'
import { saveChoices } from '@/lib/service/save-choices'
import { preview } from '@/lib/service/preview'
import { start } from '@/lib/service/start'
import { tryFew } from '@/lib/service/try-few'
import { corridor, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { answerAll, planned, proposedChoices, refusal, worked } from './kit'

let house: Corridor
beforeEach(async () => {
  house = await corridor({ db: await sharedDatabase() })
  await answerAll(house)
})

test('without a plan the first run sends everything', async () => {
  await worked(start(house.desk, { plan: null }))
  expect(house.events).toMatchObject([{ trigger: 'first', actor: { name: 'Ana' } }])
  await house.carryOut()
  const view = await overview(house.desk)
  expect(view.head.state).toEqual({ kind: 'healthy' })
  expect(view.lastRun).toMatchObject({ trigger: 'first', by: 'Ana' })
})

test('the first run shows how far it has come', async () => {
  await worked(start(house.desk, { plan: null }))
  await house.carryOut('apply')
  const view = await overview(house.desk)
  expect(view.head.state).toEqual({ kind: 'first-run', share: 0 })
  expect(view.progress).toMatchObject({ phase: 'apply', entity: 'customer', done: 0 })
  expect(view.progress?.total).toBeGreaterThan(30)
})

test('how long writing will last is foretold by the pace of writing, not by that of the reading before it', async () => {
  await worked(start(house.desk, { plan: null }))
  const now = () => {
    house.clock.advance(1)
    return house.clock.now()
  }
  const engine = { ...house.engine, now, timings: { ...house.engine.timings, step: 10 } }
  const [asked] = house.events.splice(0)
  const pass = asked && (await openRun(engine, asked.integration, asked.trigger, engine.newId()))
  if (!pass) throw new Error('No run was opened')
  const shown = async () => (await overview(house.desk)).progress
  for (let view = await shown(); view && (view.phase !== 'apply' || view.done === 0); view = await shown())
    await advance(engine, pass)
  const hour = 3_600_000
  await house.within((tx) =>
    tx.execute(sql`update runs set started_at = started_at - ${hour}::bigint
      where tenant_id = ${house.desk.tenant} and id = ${pass.run}`),
  )
  const view = await shown()
  expect(view).toMatchObject({ phase: 'apply' })
  expect(view?.total).toBeGreaterThan(view?.done ?? Infinity)
  expect(view?.secondsLeft).toBeGreaterThan(0)
  expect(view?.secondsLeft).toBeLessThan(600)
})

test('a plan is started only while it is the newest and its rules are in force', async () => {
  expect(await refusal(start(house.desk, { plan: 'nothing' }))).toEqual({ kind: 'stale' })
  const old = await planned(house)
  const { run: unfinished } = await worked(preview(house.desk, {}))
  expect(await refusal(start(house.desk, { plan: old }))).toEqual({ kind: 'stale' })
  expect(await refusal(start(house.desk, { plan: unfinished }))).toEqual({ kind: 'stale' })
  await house.carryOut()
  await worked(saveChoices(house.desk, { ...(await proposedChoices(house)), entities: { product: { on: false } } }))
  const newer = await planned(house)
  expect(await refusal(start(house.desk, { plan: unfinished }))).toEqual({ kind: 'stale' })
  await worked(start(house.desk, { plan: newer }))
  expect(await refusal(start(house.desk, { plan: newer }))).toEqual({ kind: 'not-now' })
})

test('what was approved goes first, even if the schedule comes before the job', async () => {
  const run = await planned(house)
  await worked(start(house.desk, { plan: run }))
  house.events.splice(0)
  const sent = await house.runToEnd('schedule')
  expect(sent).toMatchObject({ trigger: 'approved', result: { kind: 'done' } })
})

test('somebody who may only look cannot start', async () => {
  expect(await refusal(start(house.viewer, { plan: null }))).toEqual({ kind: 'forbidden' })
  expect(await refusal(start(house.desk, {}))).toEqual({ kind: 'invalid', fields: { plan: 'required' } })
})

test('a system that does not answer at the start leaves everything as it was', async () => {
  house.crm.revokeKeys()
  house.crm.expireTokens()
  expect(await refusal(start(house.desk, { plan: null }))).toMatchObject({ problem: { kind: 'signed-out' } })
  expect((await overview(house.desk)).head.state).toEqual({ kind: 'ready' })
  expect(house.events).toEqual([])
})

const made = () => ({
  states: house.crm.list('salesorderStatuses').filter((row) => row['descriptionEN'] === 'Partially paid').length,
  products: house.crm.list('products').filter((row) => row['extId'] === 'CONCORD-MISC').length,
})

test('three who begin in the same moment, also at another company of the CRM, make what it lacks once', async () => {
  const run = await planned(house)
  const { integration } = await worked(addCompany(house.desk, { company: SECOND }))
  // Half-way the extra fields are there, which the simulator lets nobody make twice, and the rest is not.
  house.simulators.crm.faults.add({ method: 'POST', path: /salesorderStatuses/, do: 'cut-before' })
  expect(await refusal(start(house.desk, { plan: run }))).toMatchObject({ kind: 'vendor' })
  const three = await Promise.all([
    tryFew(house.desk, { plan: run }),
    start(house.desk, { plan: run }),
    start({ ...house.desk, integration }, { plan: null }),
  ])
  expect(three.filter(({ ok }) => ok).length).toBeGreaterThan(0)
  expect(made()).toEqual({ states: 1, products: 1 })
})
