import { describe, expect, test } from 'vitest'
import type { Rate } from '@/lib/model/connector'
import { unspent, type Quota } from '@/lib/model/quota'
import { forecast } from '@/lib/sync/forecast'
import { free, shareOf, spend } from '@/lib/sync/spend'
import { isBudget, stretch } from '@/lib/sync/stretch'
import { day, hour, lived, minute, perDay, perHour, perMinute, reads, start } from './spenders'

describe('a slower cadence instead of a stop', () => {
  const cost = 30

  test('while half of the budget is there, the schedule is left alone', () => {
    const { quota, now } = lived([perDay], reads(450))
    expect(stretch(quota, [perDay], { now, cost })).toBe(now)
  })

  test('the less is left, the later the next run', () => {
    const waits = [460, 600, 750, 850].map((count) => {
      const { quota, now } = lived([perDay], reads(count))
      return stretch(quota, [perDay], { now, cost }) - now
    })
    expect(waits).toEqual([...waits].sort((a, b) => a - b))
    expect(waits[0]).toBeGreaterThan(hour)
    expect(waits.at(-1)).toBeLessThan(day + 2 * hour)
  })

  test('when too little is left for a run, it waits until there is enough', () => {
    const { quota, now } = lived([perDay], reads(890))
    const next = stretch(quota, [perDay], { now, cost })
    expect(free(quota, perDay, { now: next, by: 'run' })).toBeGreaterThanOrEqual(cost)
  })

  test('windows that are over within the hour do not stretch the schedule', () => {
    expect([perMinute, perHour, perDay].map(isBudget)).toEqual([false, true, true])
    const { quota, now } = lived([perMinute], reads(60, 'person'))
    expect(stretch(quota, [perMinute], { now, cost })).toBe(now)
  })

  test('over a week of quarters of an hour no run is ever cut short, and the whole share is put to use', () => {
    let quota: Quota = unspent
    let now = start
    let cut = 0
    const runs: number[] = []
    while (now < start + 7 * day) {
      for (let call = 0; call < cost; call += 1) {
        const spent = spend(quota, [perDay], { now, by: 'run', as: 'read' })
        if (spent.ok) quota = spent.quota
        else cut += 1
        now += 200
      }
      runs.push(now)
      const quarter = Math.ceil(now / (15 * minute)) * 15 * minute
      const earliest = stretch(quota, [perDay], { now, cost })
      now = Math.max(quarter, Math.ceil(earliest / (15 * minute)) * 15 * minute)
    }
    expect(cut).toBe(0)
    expect(runs.length * cost).toBeGreaterThan(7 * shareOf(perDay) * 0.8)
    expect(Math.max(...runs.map((at, index) => at - (runs[index - 1] ?? at)))).toBeLessThan(4 * hour)
  })
})

describe('how long a plan will take', () => {
  const lasts = (quota: Quota, rates: readonly Rate[], calls: number) => forecast(quota, rates, { now: start, calls })

  test('calls that are free go as fast as they come', () => {
    expect(lasts(unspent, [perMinute, perDay], 40)).toBe(10)
  })

  test('what a minute does not hold waits for the next ones', () => {
    expect(lasts(unspent, [perMinute, perDay], 54 + 108)).toBeCloseTo(120)
  })

  test('what the day does not hold takes days, whatever the minute allows', () => {
    expect(lasts(unspent, [perMinute, perDay], 900 + 1_800)).toBeCloseTo(2 * 86_400)
    const { quota } = lived([perDay], reads(900))
    expect(lasts(quota, [perDay], 900)).toBeCloseTo(86_400)
  })

  test('a vendor that counts by the second is asked for long at its own pace', () => {
    expect(lasts(unspent, [{ calls: 5, seconds: 1 }], 100)).toBeCloseTo(25)
    expect(lasts(unspent, [{ calls: 4, seconds: 2 }], 100)).toBeCloseTo(50)
  })
})
