import { InngestTestEngine } from '@inngest/test'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { serve } from '../../sandbox/kit/server'
import { KEY } from '../../sandbox/sage-50-fr'
import { inngest } from '@/inngest/client'
import { run } from '@/inngest/run'
import type { HouseEvent } from '@/lib/model/context'
import { advanceJob, dueJobs, endJob, openJob, type Asked } from '@/lib/service/house'
import { overview } from '@/lib/service/overview'
import { plan } from '@/lib/service/plan'
import { preview } from '@/lib/service/preview'
import { runs } from '@/lib/service/runs'
import { runNow } from '@/lib/service/run-now'
import { cleanUp, trial } from '@/lib/service/trial'
import { tryFew } from '@/lib/service/try-few'
import { saveConnection } from '@/lib/store/connections'
import { integration as readIntegration } from '@/lib/store/integrations'
import { historyPage } from '@/lib/store/journal'
import { lease } from '@/lib/store/leases'
import { corridor, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { answerAll, planned, refusal, worked } from './kit'

let house: Corridor
let servers: readonly Awaited<ReturnType<typeof serve>>[] = []

/** Jobs find the database and the vendors by themselves, so both stand where a process looks for them. */
beforeEach(async () => {
  // What the jobs emit goes to a server that is not part of this test.
  vi.spyOn(inngest, 'send').mockResolvedValue({ ids: [] })
  const db = await sharedDatabase()
  Object.assign(globalThis, { [Symbol.for('concord.database')]: Promise.resolve(db) })
  house = await corridor({ db, crm: { size: 2 }, books: { size: 3 } })
  await house.setUp()
  servers = await served(house)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(servers.map((server) => server.close()))
})

/** Both systems where a process can reach them. */
async function served({ simulators, answers, desk, within, integration }: Corridor) {
  const crm = await serve(simulators.crm.handle)
  const books = await serve(simulators.books.handle)
  const id = await integration()
  const { publicKey, privateKey } = answers.crm
  await within(async (tx) => {
    const found = await readIntegration(tx, desk, id)
    if (!found) throw new Error('Nothing is set up')
    const ours = { id: found.crmConnection, vendor: 'sage-sales', side: 'crm', baseUrl: `${crm.url}/api/v4` } as const
    const theirs = { id: found.booksConnection, vendor: 'sage-50-fr', side: 'books', baseUrl: books.url } as const
    await saveConnection(tx, desk, { ...ours, account: publicKey, secrets: { publicKey, privateKey } })
    await saveConnection(tx, desk, { ...theirs, account: books.url, secrets: { key: KEY } })
  })
  return [crm, books]
}

const nobody = () => Promise.resolve()
const event = ({ name, ...data }: HouseEvent) => ({ name, data })
const asked = async (more: Partial<Asked> = {}): Promise<Asked> => ({
  tenant: house.desk.tenant,
  integration: await house.integration(),
  trigger: 'schedule',
  actor: { kind: 'schedule' },
  run: house.desk.newId(),
  ...more,
})

test('the job takes a run from its first step to its last, and its steps carry no records', async () => {
  const name = 'run.asked'
  const done = await new InngestTestEngine({
    function: run,
    events: [{ name, data: await asked({ trigger: 'first' }) }],
  }).execute()
  expect(done.error).toBeUndefined()
  expect(done.result).toMatchObject({ ended: 'closed' })
  expect(JSON.stringify(done.state)).not.toMatch(/name|fields/)
  const [last] = (await runs(house.desk)).rows
  expect(last).toMatchObject({ trigger: 'first', result: { kind: 'done' } })
  expect(last?.created).toBeGreaterThan(5)
  const told = vi.mocked(inngest.send).mock.calls.map(([given]) => given)
  expect(told).toContainEqual(expect.objectContaining({ name: 'run.closed' }))
})

test('a dry run is opened under the id that its page is watching', async () => {
  const { way: _inProcess, ...desk } = house.desk
  const { run: id } = await worked(preview({ ...desk, now: () => Date.now() }, {}))
  const [given] = house.events
  if (!given) throw new Error('Nothing was asked for')
  await new InngestTestEngine({ function: run, events: [event(given)] }).execute()
  expect(await plan(house.desk)).toMatchObject({ run: id, ready: true })
})

test('while one run is under way a second one ends at once, and what a person asked for is remembered', async () => {
  const first = await asked()
  expect(await openJob(first, nobody)).toMatchObject({ run: first.run })
  expect(await openJob(await asked(), nobody)).toBe('busy')
  const id = await house.integration()
  const hinted = () => house.within((tx) => readIntegration(tx, house.desk, id)).then((found) => found?.hinted)
  expect(await hinted()).toBe(false)
  expect(await openJob(await asked({ trigger: 'asked' }), nobody)).toBe('busy')
  expect(await hinted()).toBe(true)
})

test('a job that is delivered again after a crash takes its own run over at once', async () => {
  const given = await asked({ trigger: 'first' })
  const before = await openJob(given, nobody)
  const after = await openJob(given, nobody)
  if (typeof before === 'string' || typeof after === 'string') throw new Error('The run was not opened')
  expect(after.run).toBe(before.run)
  expect(await advanceJob(given, before, nobody)).toEqual({ phase: 'closed', waitMs: 0 })
  expect(await advanceJob(given, after, nobody)).toMatchObject({ phase: 'pull' })
})

test('a job without any attempt left closes its run, gives the lease back and keeps the schedule', async () => {
  const given = await asked()
  await openJob(given, nobody)
  await endJob(given, nobody)
  const view = await overview(house.desk)
  expect(view.lastRun).toMatchObject({ id: given.run, result: { kind: 'interrupted' } })
  expect(view.progress).toBeNull()
  expect(view.nextRun).not.toBeNull()
  expect(await house.within(async (tx) => lease(tx, house.desk, given.integration))).toMatchObject({ expiresAt: 0 })
  expect(await openJob(given, nobody)).toBe('over')
  expect(await openJob(await asked(), nobody)).toMatchObject({ integration: given.integration })
})

test('the tick asks for a run of everybody who is due, once a minute', async () => {
  const id = await house.integration()
  const own = async () => (await dueJobs()).filter(({ event }) => event.integration === id)
  const [found] = await own()
  expect(found).toMatchObject({ event: { trigger: 'schedule', run: null, actor: { kind: 'schedule' } } })
  expect(found?.id).toContain(id)
  expect(await refusal(runNow(house.viewer, {}))).toEqual({ kind: 'forbidden' })
})

describe('Before the start', () => {
  let other: Corridor
  let told: HouseEvent[]
  const emit = async (event: HouseEvent) => void told.push(event)
  beforeEach(async () => {
    told = []
    other = await corridor({ db: house.db })
    await answerAll(other)
    await worked(tryFew(other.desk, { plan: await planned(other) }))
    servers = [...servers, ...(await served(other))]
  })

  const next = async (more: Partial<Asked>): Promise<Asked> => ({
    tenant: other.desk.tenant,
    integration: await other.integration(),
    trigger: 'approved',
    actor: other.desk.actor,
    run: other.desk.newId(),
    ...more,
  })
  /** Takes a run to its end, and then whatever it asks for. */
  async function carried(given: Asked, pass: Awaited<ReturnType<typeof openJob>>): Promise<void> {
    if (typeof pass === 'string') return
    for (let phase = 'open'; phase !== 'closed';) phase = (await advanceJob(given, pass, emit)).phase
    for (const event of told.splice(0)) {
      if (event.name !== 'run.asked') continue
      const follows = await next({ trigger: event.trigger, actor: event.actor, run: event.run ?? other.desk.newId() })
      await carried(follows, await openJob(follows, emit))
    }
  }
  const tried = async () => (await trial(other.desk)).entries.filter(({ kind }) => kind === 'written').length
  const accounts = () => other.crm.list('accounts').filter(({ deleted }) => deleted !== true).length

  test('a trial that is asked for twice at once writes those few records, and not all others behind them', async () => {
    const [first, second] = [await next({}), await next({})]
    const pass = await openJob(first, emit)
    expect(await openJob(second, emit)).toBe('busy')
    await carried(first, pass)
    expect(await tried()).toBe(10)
    const written = { integration: first.integration, kind: 'written' } as const
    const history = await other.within((tx) => historyPage(tx, other.desk, written, { after: null, limit: 100 }))
    expect(history.entries).toHaveLength(10)
  })

  test('a clean-up that is asked for during a dry run is carried out after it, and nothing else is written', async () => {
    const before = accounts()
    const first = await next({})
    await carried(first, await openJob(first, emit))
    const { way: _inProcess, ...desk } = other.desk
    const plans = await worked(preview({ ...desk, now: () => Date.now() }, {}))
    const looks = await next({ trigger: 'preview', run: plans.run })
    const pass = await openJob(looks, emit)
    await worked(cleanUp(other.desk, {}))
    const asked = other.events.at(-1)
    const undoes = await next({ trigger: 'undo', run: asked?.run ?? '' })
    expect(await openJob(undoes, emit)).toBe('busy')
    await carried(looks, pass)
    expect((await trial(other.desk)).step).toBe('cleaning')
    await new InngestTestEngine({ function: run, events: [{ name: 'run.asked', data: undoes }] }).execute()
    expect((await trial(other.desk)).step).toBe('cleaned')
    expect(accounts()).toBe(before)
  })
})
