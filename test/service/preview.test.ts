import { beforeEach, expect, test } from 'vitest'
import { openRun } from '@/lib/engine/open'
import { advance } from '@/lib/engine/run'
import type { Phase } from '@/lib/model/run'
import { overview } from '@/lib/service/overview'
import { plan } from '@/lib/service/plan'
import { planRows } from '@/lib/service/plan-rows'
import { preview } from '@/lib/service/preview'
import type { ProgressView } from '@/lib/service/views'
import { saveChoices } from '@/lib/service/save-choices'
import { integration as readIntegration } from '@/lib/store/integrations'
import { rowsOfRun } from '@/lib/store/outbox'
import { corridor, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { answerAll, connectAll, planned, proposedChoices, refusal, started, worked } from './kit'

let house: Corridor
beforeEach(async () => {
  house = await corridor({ db: await sharedDatabase() })
})

test('there is no plan before the questions are answered', async () => {
  expect(await refusal(preview(house.viewer, {}))).toEqual({ kind: 'forbidden' })
  expect(await refusal(preview(house.desk, {}))).toEqual({ kind: 'not-now' })
  await connectAll(house)
  expect(await refusal(preview(house.desk, {}))).toEqual({ kind: 'not-now' })
  expect(await plan(house.desk)).toBeNull()
})

test('a plan that is being made can be watched from its first moment', async () => {
  await answerAll(house)
  const { run } = await worked(preview(house.desk, {}))
  expect(await plan(house.desk)).toMatchObject({ run, ready: false, problem: null })
  expect((await overview(house.desk)).progress).toMatchObject({ run, phase: 'open', done: 0 })
  await house.carryOut('plan')
  expect((await overview(house.desk)).progress).toMatchObject({ run, phase: 'plan' })
})

test('a plan that no job could be asked for keeps nobody waiting: the page says so, and offers to plan again', async () => {
  await answerAll(house)
  const emit = () => Promise.reject(new Error('The jobs are away'))
  await expect(preview({ ...house.desk, emit }, {})).rejects.toThrow('The jobs are away')
  expect((await plan(house.desk))?.problem).toMatchObject({ problem: { kind: 'unreachable' } })
  expect((await overview(house.desk)).progress).toBeNull()
  expect((await plan(house.desk, await planned(house)))?.ready).toBe(true)
})

test('while both systems are read each tells by the page what it has shown, kind by kind, before anything is planned', async () => {
  await answerAll(house)
  await worked(preview(house.desk, {}))
  // Time passes with every look at the clock, and steps are short: a few pages each.
  const now = () => {
    house.clock.advance(1)
    return house.clock.now()
  }
  const engine = { ...house.engine, now, timings: { ...house.engine.timings, step: 10 } }
  const [asked] = house.events.splice(0)
  const pass = asked && (await openRun(engine, asked.integration, 'preview', asked.run ?? ''))
  if (!pass) throw new Error('No run was opened')
  const told: ProgressView['read'][] = []
  for (let phase: Phase = 'open'; phase !== 'plan'; phase = (await advance(engine, pass)).phase) {
    const progress = (await overview(house.desk)).progress
    if (phase === 'pull') told.push(progress?.read ?? [])
    expect((await plan(house.desk))?.sample).toEqual([])
  }
  const sums = told.map((read) => read.reduce((sum, { count }) => sum + count, 0))
  expect(sums[1]).toBeGreaterThan(0)
  expect(sums).toEqual([...sums].sort((one, other) => one - other))
  expect(new Set(told.flatMap((read) => read.map(({ side }) => side)))).toEqual(new Set(['books', 'crm']))
  const customers = told.at(-1)?.find(({ side, entity }) => side === 'books' && entity === 'customer')
  expect(customers?.count).toBe(house.books.list('dossier-1', 'clients').length)
  expect((await overview(house.desk)).progress?.read).toEqual([])
})

test('a dry run puts nothing in force, and a newer plan takes the place of the older one', async () => {
  await answerAll(house)
  const first = await planned(house)
  const second = await planned(house)
  const id = await house.integration()
  const version = async () => (await house.within((tx) => readIntegration(tx, house.desk, id)))?.version
  expect(await version()).toBe(0)
  expect((await planRows(house.desk, { run: first })).rows).toEqual([])
  expect((await planRows(house.desk, { run: second })).rows.length).toBeGreaterThan(30)
  await worked(saveChoices(house.desk, { ...(await proposedChoices(house)), entities: { invoice: { on: false } } }))
  const third = await planned(house)
  expect(await version()).toBe(0)
  expect((await plan(house.desk, third))?.byEntity.some(({ entity }) => entity === 'invoice')).toBe(false)
})

test('a dry run shows each record once, although the step that planned it came twice', async () => {
  await answerAll(house)
  await worked(preview(house.desk, {}))
  const [asked] = house.events.splice(0)
  const pass = asked && (await openRun(house.engine, asked.integration, 'preview', asked.run ?? ''))
  if (!pass) throw new Error('No run was opened')
  for (let phase: Phase = 'open'; phase !== 'closed';) {
    const [step] = await Promise.all([advance(house.engine, pass), advance(house.engine, pass)])
    phase = step.phase
  }
  const page = { after: null, limit: 1_000 }
  const { rows } = await house.within((tx) => rowsOfRun(tx, house.desk, pass.run, {}, page))
  const records = rows.map(({ side, link }) => `${side} ${link}`)
  expect(records.length).toBeGreaterThan(30)
  expect(new Set(records).size).toBe(records.length)
})

test('a system that does not answer is named, in the verb and in the plan', async () => {
  await answerAll(house)
  house.books.offline()
  expect(await refusal(preview(house.desk, {}))).toMatchObject({
    vendor: 'sage-50-fr',
    problem: { kind: 'unreachable' },
  })
  house.books.online()
  const { run } = await worked(preview(house.desk, {}))
  house.books.offline()
  await house.carryOut()
  expect(await plan(house.desk)).toMatchObject({ run, ready: false, problem: { vendor: { id: 'sage-50-fr' } } })
})

test('a plan of another installation is nobody else’s', async () => {
  await answerAll(house)
  const run = await planned(house)
  const other = await corridor({ db: house.db })
  await answerAll(other)
  expect(await plan(other.desk, run)).toBeNull()
  expect((await planRows(other.desk, { run })).rows).toEqual([])
})

test('of something that a lost sign-in had stopped mends nothing halfway: the schedule goes on, too', async () => {
  await started(house)
  house.crm.revokeKeys()
  house.crm.expireTokens()
  await house.runToEnd()
  expect((await overview(house.desk)).head.state.kind).toBe('signed-out')
  house.crm.restoreKeys()
  await planned(house)
  const view = await overview(house.desk)
  expect(view.head.state.kind).toBe('healthy')
  expect(view.nextRun).not.toBeNull()
})
