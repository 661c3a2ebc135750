import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { budgetOf } from '@/lib/engine/budget'
import type { Engine } from '@/lib/engine/workshop'
import { makePaces } from '@/lib/http/pace'
import { makeSend, type Budget } from '@/lib/http/send'
import type { Limits } from '@/lib/model/connector'
import { ConnectorError, type Problem } from '@/lib/model/problem'
import type { Spender } from '@/lib/model/quota'
import { inTenant, openDatabase, type Database } from '@/lib/store/db'
import { quotaOf } from '@/lib/store/quotas'
import { fresh, testClock } from '../kit/corridor'
import { freshDatabase } from '../kit/fresh-database'
import { startPostgres, type Cluster } from '../kit/postgres'
import { isApart } from '../bench/statements'
import { tenantOf, worker } from './servers'

/** Fifty calls a day, of which five are for people; nothing smaller, so that nobody is paced. */
const limits: Limits = {
  rates: [{ calls: 50, seconds: 86_400 }],
  atOnce: 5,
  page: 100,
  batch: 10,
  left: [{ seconds: 86_400, header: 'x-left' }],
}
const day = 86_400_000

let cluster: Cluster
beforeAll(async () => {
  cluster = await startPostgres()
})
afterAll(() => cluster.stop())

const purse = (engine: Engine, by: Spender = 'run', key = 'vendor:acme', of: Limits = limits): Budget => {
  const budget = budgetOf(engine, { key, limits: of, by, caller: fresh('server'), held: null })
  if (!budget) throw new Error('A day is a budget')
  return budget
}

/** Calls under way here. */
const one = () => 1

const outcome = (work: Promise<void>): Promise<Problem | null> =>
  work.then(
    () => null,
    (error: unknown) => {
      if (error instanceof ConnectorError) return error.problem
      throw error
    },
  )

/** How many of so many calls, all wished for at once, were granted. */
async function granted(budgets: readonly Budget[], each: number): Promise<number> {
  const wished = budgets.flatMap((budget) => Array.from({ length: each }, () => outcome(budget.spend('read', one))))
  return (await Promise.all(wished)).filter((problem) => problem === null).length
}

describe('the calls of a company, counted in the store', () => {
  test('three servers that call at once get the share of runs between them and not one call more, on a real PostgreSQL', async () => {
    const url = await cluster.fresh()
    const first = await openDatabase(url)
    const servers = [first, await openDatabase(url), await openDatabase(url)]
    const tenant = await tenantOf(first)
    expect(
      await granted(
        servers.map((db) => purse(worker(db, tenant))),
        40,
      ),
    ).toBe(45)
    expect(
      await granted(
        servers.map((db) => purse(worker(db, tenant), 'person')),
        10,
      ),
    ).toBe(5)
    await Promise.all(servers.map((db) => db.close()))
  })

  test('two workers of one process get the same between them on the embedded database', async () => {
    const db = await freshDatabase()
    const tenant = await tenantOf(db)
    expect(await granted([purse(worker(db, tenant)), purse(worker(db, tenant))], 40)).toBe(45)
    await db.close()
  })
})

describe('what others hear of it', () => {
  let db: Database
  let tenant: string
  beforeAll(async () => {
    db = await freshDatabase()
    tenant = await tenantOf(db)
  })
  afterAll(() => db.close())

  test('another company, and another tenant with the same one, has calls of its own', async () => {
    const key = fresh('company')
    expect(await granted([purse(worker(db, tenant), 'run', key)], 60)).toBe(45)
    expect(await granted([purse(worker(db, tenant), 'run', fresh('company'))], 60)).toBe(45)
    expect(await granted([purse(worker(db, await tenantOf(db)), 'run', key)], 60)).toBe(45)
  })

  test('whoever finds nothing does not sleep for hours but says until when it would have to', async () => {
    const clock = testClock(Date.UTC(2026, 8, 7))
    const engine = worker(db, tenant, clock)
    const own = purse(engine, 'run', fresh('company'))
    await granted([own], 45)
    const before = clock.now()
    const problem = await outcome(own.spend('read', one))
    expect(problem).toMatchObject({ kind: 'slow-down', detail: 'our-share' })
    expect(problem?.kind === 'slow-down' && problem.until).toBeGreaterThanOrEqual(before + day)
    expect(clock.now()).toBe(before)
    clock.advance(day + 30 * 60_000)
    expect(await outcome(own.spend('read', one))).toBeNull()
  })

  test('a vendor that asks one of us to wait is not called by the others either, until the very time', async () => {
    const clock = testClock(Date.UTC(2026, 8, 7))
    const key = fresh('company')
    const [mine, other] = [
      purse(worker(db, tenant, clock), 'run', key),
      purse(worker(db, tenant, clock), 'person', key),
    ]
    const refusal = {
      status: 429,
      headers: { 'retry-after': '1200' },
      body: new Uint8Array(),
      sentAt: clock.now(),
      took: 0,
    }
    await mine.heard(refusal)
    const until = clock.now() + 1_200_000
    expect(await outcome(other.spend('read', one))).toMatchObject({ kind: 'slow-down', until })
    clock.advance(1_199_000)
    expect(await outcome(other.spend('read', one))).toBeNull()
    expect(clock.now()).toBe(until)
  })

  test.each([
    ['seconds is called again when they are over', { calls: 4, seconds: 1 }, 1_100],
    ['a minute or more is left alone for a minute', { calls: 500, seconds: 60 }, 60_000],
  ])('a vendor that counts %s, where it does not say until when', async (_vendor, rate, pause) => {
    const clock = testClock(Date.UTC(2026, 8, 7))
    const own = purse(worker(db, tenant, clock), 'person', fresh('company'), { ...limits, rates: [rate] })
    const refused = clock.now()
    await own.heard({ status: 429, headers: {}, body: new Uint8Array(), sentAt: refused, took: 0 })
    clock.advance(pause - 1)
    expect(await outcome(own.spend('read', one))).toBeNull()
    expect(clock.now()).toBe(refused + pause)
  })

  test('what the vendor says is left binds everybody from the next call on', async () => {
    const key = fresh('company')
    const [mine, other] = [purse(worker(db, tenant), 'run', key), purse(worker(db, tenant), 'run', key)]
    const at = Date.UTC(2026, 8, 7)
    await mine.spend('read', one)
    await mine.heard({ status: 200, headers: { 'x-left': '8' }, body: new Uint8Array(), sentAt: at, took: 0 })
    await mine.spend('read', one)
    expect(await granted([mine, other], 10)).toBe(2)
  })

  test('a call that is counted is made: one refused by the budget never leaves', async () => {
    const clock = testClock(Date.UTC(2026, 8, 7))
    const key = fresh('company')
    let made = 0
    const send = makeSend({
      ...{ key, limits, timeoutMs: 1_000, allowPrivate: true, now: () => clock.now(), sleep: clock.sleep },
      ...{ paces: makePaces(), budget: purse(worker(db, tenant, clock), 'run', key) },
      fetch: () => Promise.resolve(new Response(String((made += 1)))),
    })
    const all = Array.from(
      { length: 60 },
      async () => void (await send({ method: 'GET', url: 'https://vendor.test/' })),
    )
    const problems = await Promise.all(all.map(outcome))
    expect([problems.filter((problem) => problem === null).length, made]).toEqual([45, 45])
    const quota = await inTenant({ db, tenant }, (tx) => quotaOf(tx, worker(db, tenant), key))
    expect(quota.spent.flatMap(({ slots }) => slots.map(([, calls]) => calls))).toEqual([45])
  })

  test('where nothing is limited nothing is counted', () => {
    const free = { ...limits, rates: [] }
    expect(
      budgetOf(worker(db, tenant), { key: 'x', limits: free, by: 'run', caller: 'one', held: null }),
    ).toBeUndefined()
  })

  test('what another server wrote meanwhile is never overwritten, and a guess that failed is made again from what stands there', async () => {
    const key = fresh('company')
    // Two processes: what one remembers of the row the other one does not know.
    const [one, other] = [{ ...db }, { ...db }].map((own) => purse(worker(own, tenant), 'run', key))
    for (let times = 0; times < 5; times += 1)
      for (const each of [one, one, other, other]) await each?.spend('read', () => 1)
    const quota = await inTenant({ db, tenant }, (tx) => quotaOf(tx, worker(db, tenant), key))
    expect(quota.spent.flatMap(({ slots }) => slots.map(([, calls]) => calls))).toEqual([20])
    expect(quota.callers.map(({ calls }) => calls)).toEqual([1, 1])
  })

  test('a server that is the only one there counts a call with one statement', async () => {
    const statements: string[] = []
    const watched = await openDatabase(await cluster.fresh(), { watch: (text) => statements.push(text) })
    const budget = purse(worker(watched, await tenantOf(watched)), 'run', fresh('company'))
    await budget.spend('read', one)
    statements.length = 0
    await budget.spend('read', one)
    await budget.left(() => 0)
    expect(statements.filter((text) => !isApart(text)).map((text) => text.slice(0, 13))).toEqual(['update quotas'])
    await watched.close()
  })
})
