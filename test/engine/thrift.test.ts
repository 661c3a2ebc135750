import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { earliest, mayHurry } from '@/lib/engine/cadence'
import { quotaKey } from '@/lib/engine/limits-of'
import { meetAgain } from '@/lib/engine/meet'
import { runToEnd } from '@/lib/engine/run'
import type { Quota } from '@/lib/model/quota'
import { overview } from '@/lib/service/overview'
import { plan } from '@/lib/service/plan'
import { connection, type Connection } from '@/lib/store/connections'
import { missedRuns } from '@/lib/store/finished'
import { integration } from '@/lib/store/integrations'
import { lockQuota, quotaOf, saveQuota } from '@/lib/store/quotas'
import { missed } from '@/lib/mail/missed'
import { lastRuns } from '@/lib/store/runs'
import type { Family } from '../kit/family'
import { customersNamed, later, settledFamily } from './family'

/** The day of a Xero organisation on the free tier: 1,000 calls, 100 of them for people. */
const day = 86_400
const quarter = 15 * 60_000
const chosen = { 'calls-per-day': ['1000'], hourlyPlan: ['enterprise'] }

let house: Family
beforeAll(async () => {
  house = await settledFamily('xero', { paced: true, chosen, crm: { perHour: 5_000 } })
}, 180_000)
afterAll(() => house.close())

const at = async () => {
  const found = await house.within((tx) => integration(tx, house.desk, house.integration))
  if (!found) throw new Error('There is an integration')
  return found
}

async function books(): Promise<Connection> {
  const { booksConnection } = await at()
  const found = await house.within((tx) => connection(tx, house.desk, booksConnection))
  if (!found) throw new Error('There is a connection')
  return found
}

/** Whether a webhook would start a run now. */
async function hurries(): Promise<boolean> {
  const found = await at()
  return house.within((tx) => mayHurry(tx, house.desk, found))
}

const keyOfBooks = async () => {
  const { id, companyId } = await books()
  return quotaKey({ id: 'xero' }, companyId, id)
}

/** As if so many calls of this day had been made by now. */
async function used(calls: number): Promise<void> {
  const key = await keyOfBooks()
  const slot = Math.floor(house.clock.now() / 1_440_000) * 1_440_000
  await house.within(async (tx) => {
    const quota = await lockQuota(tx, house.desk, key)
    const others = quota.spent.filter(({ seconds }) => seconds !== day)
    await saveQuota(tx, house.desk, key, {
      ...quota,
      told: [],
      spent: [...others, { seconds: day, slots: [[slot, calls]] }],
    })
  })
}

const callsOfDay = ({ spent }: Quota): number =>
  spent
    .filter(({ seconds }) => seconds === day)
    .flatMap(({ slots }) => slots.map(([, calls]) => calls))
    .reduce((a, b) => a + b, 0)

describe('an integration lives within the calls of a day', () => {
  test('every call that the vendor saw is counted, and none that it did not see', async () => {
    const seen = house.simulators.books.calls().filter(({ path }) => path.startsWith('/api.xro/'))
    const key = await keyOfBooks()
    const counted = await house.within((tx) => quotaOf(tx, house.desk, key))
    // Asking which organisations there are belongs to none of them and counts against no day.
    const tenantless = house.simulators.books.calls().filter(({ path }) => path === '/connections')
    expect(callsOfDay(counted)).toBe(seen.length + tenantless.length)
  })

  test('while less than half is used, runs keep to their quarters of an hour', async () => {
    await used(300)
    await later(house)
    expect(((await at()).nextDueAt ?? 0) - house.clock.now()).toBeLessThanOrEqual(quarter)
    expect(await hurries()).toBe(true)
  })

  test('the review page tells how the day will stand, and the status page how it stands', async () => {
    await used(300)
    house.crm.create('sales_accounts', { name: 'Foreseen' })
    house.clock.advance(quarter)
    await house.run('preview')
    const [, books] = (await plan(house.desk))?.calls ?? []
    const usage = books?.usage
    // A look at every list of the books, and one more for the customer.
    expect(books?.calls).toBe(6)
    expect(usage).toMatchObject({ of: 1_000, seconds: day, slower: false })
    expect(usage?.used).toBeGreaterThan(300)
    const [crm, now] = (await overview(house.desk)).calls
    expect(now?.usage).toEqual(usage)
    expect(crm?.usage).toMatchObject({ of: 2_500, seconds: 3_600 })
    expect(now?.today).toBeGreaterThan(20)
    await used(800)
    expect((await overview(house.desk)).calls[1]?.usage).toMatchObject({ used: 800, slower: true })
  })

  test('as the day runs down the next run comes later, still on a quarter, and no webhook hurries it', async () => {
    await used(800)
    const run = await later(house)
    expect(run.result).toEqual({ kind: 'done' })
    const { nextDueAt, startedAt } = await at()
    expect((nextDueAt ?? 0) - house.clock.now()).toBeGreaterThan(4 * quarter)
    expect(((nextDueAt ?? 0) - (startedAt ?? 0)) % quarter).toBe(0)
    expect(await hurries()).toBe(false)
  })

  test('when only the reserve is left, a run yields until there is more, and nothing sleeps', async () => {
    await used(900)
    const before = house.clock.now()
    const run = await house.run('schedule')
    expect(house.clock.now() - before).toBeLessThan(60_000)
    expect(run.result).toMatchObject({
      kind: 'stopped',
      vendor: 'xero',
      problem: { kind: 'slow-down', detail: 'our-share' },
    })
    const { nextDueAt, waitingUntil } = await at()
    expect(nextDueAt).toBe(waitingUntil)
    expect((waitingUntil ?? 0) - house.clock.now()).toBeGreaterThan(20 * 3_600_000)
    expect((await overview(house.desk)).head.state).toMatchObject({
      kind: 'waiting',
      vendor: 'xero',
      until: waitingUntil,
    })
  })

  test('a person who looks at the connection, or asks for a run, is served from the reserve', async () => {
    house.crm.create('sales_accounts', { name: 'Asked for by Ana' })
    const { booksConnection } = await at()
    expect(await (await meetAgain(house.engine, booksConnection)).session.people()).not.toEqual([])
    const pass = await runToEnd({ ...house.engine, actor: house.desk.actor }, house.integration, 'asked')
    expect(pass).not.toBeNull()
    expect(customersNamed(house, 'Asked for by Ana')).toHaveLength(1)
  })

  test('three runs that left the rest to people are no incident', async () => {
    await used(1_000)
    for (let times = 0; times < 4; times += 1) await house.run('schedule')
    expect(await house.within((tx) => missedRuns(tx, house.desk, house.integration))).toBe(0)
    const runs = await house.within((tx) => lastRuns(tx, house.desk, house.integration, 4))
    expect(missed({ runs, dueAt: (await at()).nextDueAt, every: 15, now: house.clock.now() })).toBeNull()
  })

  test('the day after it goes on by itself, with everything that waited', async () => {
    house.crm.create('sales_accounts', { name: 'Waited a day' })
    const wake = (await at()).nextDueAt ?? 0
    house.clock.advance(wake - house.clock.now())
    const run = await house.run('schedule')
    expect(run.result).toEqual({ kind: 'done' })
    expect(customersNamed(house, 'Waited a day')).toHaveLength(1)
    const own = await books()
    const free = await house.within((tx) => earliest(tx, house.desk, [own], {}))
    expect(free).toBeGreaterThanOrEqual(house.clock.now())
  })

  test('no call of ours was ever refused', () => {
    expect(
      Object.values(house.simulators)
        .flatMap((each) => each.calls())
        .filter(({ status }) => status === 429),
    ).toEqual([])
  })
})
