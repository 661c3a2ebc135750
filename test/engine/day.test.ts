import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FamilyVendor } from '../kit/family-books'
import { unexplained } from './family'
import { fullest, liveOneDay, type Day } from './day'

interface Published {
  readonly calls: number
  readonly seconds: number
  /** Of which calls; all of them unless it is said. */
  readonly only?: RegExp
}

/** What the vendors say of themselves, not what our manifests say of them. */
const published: Readonly<Record<'freshsales' | FamilyVendor, readonly Published[]>> = {
  freshsales: [
    { calls: 1_000, seconds: 3_600 },
    { calls: 400, seconds: 60 },
  ],
  xero: [
    { calls: 60, seconds: 60 },
    { calls: 1_000, seconds: 86_400 },
  ],
  quickbooks: [
    { calls: 10, seconds: 1 },
    { calls: 500, seconds: 60 },
    { calls: 40, seconds: 60, only: /\/batch$/ },
  ],
  // It publishes none; sixty a minute is what we grant ourselves.
  freshbooks: [{ calls: 60, seconds: 60 }],
}

/** Sides on which the other program's hundred calls at noon cost us a refused one; the others have more in a minute. */
const unheard: Readonly<Record<FamilyVendor, readonly string[]>> = {
  xero: ['books'],
  quickbooks: [],
  freshbooks: ['books'],
}

describe.each(['xero', 'quickbooks', 'freshbooks'] as const)('a day of Freshsales with %s', (vendor) => {
  let day: Day
  beforeAll(async () => {
    day = await liveOneDay(vendor)
  }, 600_000)
  afterAll(() => day.house.close())

  test('in no window of any published limit are there more calls than the vendor allows', () => {
    const sides = [
      ['crm', 'freshsales'],
      ['books', vendor],
    ] as const
    for (const [side, name] of sides)
      for (const { calls, seconds, only } of published[name]) {
        const counted = only ? day.ours[side].filter(({ path }) => only.test(path)) : day.ours[side]
        expect([name, seconds, fullest(counted, seconds) <= calls]).toEqual([name, seconds, true])
      }
    // With whatever the other program of the company used, the day and the hour hold as well.
    const together = (side: 'crm' | 'books') =>
      [...day.ours[side], ...day.others[side]].filter(({ status }) => status !== 429).sort((a, b) => a.at - b.at)
    expect(fullest(together('crm'), 3_600)).toBeLessThanOrEqual(1_000)
    if (vendor === 'xero') expect(fullest(together('books'), 86_400)).toBeLessThanOrEqual(1_000)
  })

  test('we are refused once a day at most, when the other program has just used the minute up; two servers never use it up', () => {
    const refused = (['crm', 'books'] as const).flatMap((side) =>
      day.ours[side].filter(({ status }) => status === 429).map(({ at }) => ({ side, at })),
    )
    expect(refused.map(({ side }) => side)).toEqual(unheard[vendor])
    // All that a minute has was taken, all but a few by the other program: that shows in the vendor's answers to it alone.
    for (const { side, at } of refused) {
      const taken = (calls: Day['ours']['crm']) =>
        calls.filter((call) => call.status === 200 && call.at <= at && call.at > at - 60_000).length
      expect(taken(day.ours[side]) + taken(day.others[side])).toBeGreaterThanOrEqual(60)
      expect(taken(day.others[side])).toBeGreaterThan(50)
    }
  })

  test('the other program made its calls, too', () => {
    expect(day.others.books.filter(({ status }) => status === 200).length).toBeGreaterThan(100)
    expect(day.others.crm.filter(({ status }) => status === 200).length).toBeGreaterThan(100)
  })

  test('runs come all day long, slower where calls are scarce, and each ends well or yields', () => {
    const kinds = day.results.map((result) =>
      result?.kind === 'stopped' ? result.problem.kind : (result?.kind ?? 'none'),
    )
    expect([...new Set(kinds)].filter((kind) => kind !== 'done' && kind !== 'slow-down')).toEqual([])
    expect(kinds.filter((kind) => kind === 'done').length).toBeGreaterThan(30)
    const gaps = day.runs.map((at, index) => at - (day.runs[index - 1] ?? at))
    expect(Math.max(...gaps)).toBeLessThanOrEqual(4 * 3_600_000)
  })

  test('what was typed in the day stands on the other side by its end, and every record is accounted for', async () => {
    const { house, typed } = day
    for (let times = 0; times < 3; times += 1) {
      house.clock.advance(26 * 3_600_000)
      await house.run('schedule')
    }
    const phones = (rows: readonly object[], key: string) => new Set(rows.map((row) => String(Reflect.get(row, key))))
    const inCrm = phones(house.crm.list('sales_accounts'), 'phone')
    const inBooks = phones(house.books.list('customer'), 'phone')
    expect([...typed.books.values()].filter((phone) => !inCrm.has(phone))).toEqual([])
    expect([...typed.crm.values()].filter((phone) => !inBooks.has(phone))).toEqual([])
    expect(typed.books.size + typed.crm.size).toBeGreaterThan(8)
    expect(await unexplained(house)).toEqual([])
  }, 300_000)
})
