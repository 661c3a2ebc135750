import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Rate } from '@/lib/model/connector'
import { unspent, type Quota } from '@/lib/model/quota'
import { enter, isAlone, leave, mustTell, type Entering } from '@/lib/sync/callers'
import { start } from './spenders'

const minutes: readonly Rate[] = [{ calls: 60, seconds: 60 }]
const seconds: readonly Rate[] = [{ calls: 4, seconds: 1 }]
const lasts = 30_000

const from = (by: string, calls: number, after = 0, rates = minutes): Entering => ({
  ...{ by, calls, atOnce: 5, rates, lasts, now: start + after },
})

/** What stands in the store after these have come in, each of them let in. */
const after = (...all: readonly Entering[]): Quota =>
  all.reduce((quota, entering) => {
    const entered = enter(quota, entering)
    if (!entered.ok) throw new Error(`${entering.by} was not let in`)
    return entered.quota
  }, unspent)

describe('places at a vendor that takes so many calls at once', () => {
  test('a call has its place until it must be over, answered or not', () => {
    expect(after(from('one', 1)).callers).toEqual([{ by: 'one', calls: 1, until: start + lasts }])
    expect(enter(after(from('one', 5)), from('other', 1, lasts - 1)).ok).toBe(false)
    expect(enter(after(from('one', 5)), from('other', 1, lasts)).ok).toBe(true)
  })

  test('one call after the other takes one place, however many they are', () => {
    const quota = after(from('one', 1), from('one', 1, 100), from('one', 1, 200))
    expect(quota.callers).toEqual([{ by: 'one', calls: 1, until: start + 200 + lasts }])
    expect(enter(quota, from('other', 4, 300)).ok).toBe(true)
    expect(enter(quota, from('other', 5, 300)).ok).toBe(false)
  })

  test('whoever finds none looks again soon, and what it has under way already stays noted', () => {
    const entered = enter(after(from('one', 3), from('other', 2)), from('other', 3, 10))
    expect(entered).toMatchObject({ ok: false, until: start + 260 })
    expect(entered.quota.callers).toContainEqual({ by: 'other', calls: 2, until: start + 10 + lasts })
  })

  test('a server does not wait for its own calls: how many it makes at once is its own pace’s business', () => {
    expect(enter(after(from('one', 5)), from('one', 5, 10)).ok).toBe(true)
  })

  test('at no moment are more calls noted than the vendor takes, whoever comes', () => {
    const comers = fc.array(
      fc.record({
        by: fc.constantFrom('one', 'two', 'three'),
        calls: fc.integer({ min: 1, max: 5 }),
        wait: fc.integer({ min: 0, max: 20_000 }),
      }),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(comers, (all) => {
        let quota = unspent
        let now = 0
        for (const { by, calls, wait } of all) {
          now += wait
          const entered = enter(quota, from(by, calls, now))
          if (entered.ok) quota = entered.quota
          const live = quota.callers.filter(({ until }) => until > start + now)
          expect(live.reduce((sum, each) => sum + each.calls, 0)).toBeLessThanOrEqual(5)
          expect(new Set(live.map((each) => each.by)).size).toBe(live.length)
        }
      }),
    )
  })
})

describe('giving places back', () => {
  test('costs nothing after one call, as the others have places enough', () => {
    expect(mustTell(after(from('one', 1)), from('one', 0))).toBe(false)
  })

  test('comes at once when calls side by side are over', () => {
    const quota = after(from('one', 3))
    expect([2, 1, 0].map((calls) => mustTell(quota, from('one', calls)))).toEqual([false, true, true])
    expect(enter(leave(quota, 'one', 1), from('other', 4)).ok).toBe(true)
  })

  test('comes after every call where nobody else would find a place', () => {
    const quota = after(from('other', 4), from('one', 1))
    expect(mustTell(quota, from('one', 0))).toBe(true)
    expect(mustTell(quota, from('one', 1))).toBe(false)
    expect(leave(quota, 'one', 0).callers.map(({ by, calls }) => [by, calls])).toEqual([
      ['other', 4],
      ['one', 0],
    ])
  })

  test('says nothing of a server that has no place', () => {
    expect(mustTell(unspent, from('one', 0))).toBe(false)
    expect(leave(unspent, 'one', 0)).toEqual(unspent)
  })
})

describe('a server that is alone where every window is short', () => {
  const alone = (): Quota => after(from('one', 1, 0, seconds))

  test('keeps the pace by itself for two seconds, and asks again when it wants more calls side by side', () => {
    expect(isAlone(alone(), from('one', 1, 1_999, seconds))).toBe(true)
    expect(isAlone(alone(), from('one', 2, 1_999, seconds))).toBe(false)
    expect(isAlone(alone(), from('one', 1, 2_000, seconds))).toBe(false)
    expect(isAlone(alone(), from('other', 1, 0, seconds))).toBe(false)
  })

  test('is noted as calling for as long as a call may last that it makes at the end of them', () => {
    expect(alone().callers).toEqual([{ by: 'one', calls: 1, until: start + 2_000 + lasts }])
  })

  test('asks before the next call when the vendor wanted to be left alone', () => {
    expect(isAlone({ ...alone(), closedUntil: start + 501 }, from('one', 1, 500, seconds))).toBe(false)
    expect(isAlone({ ...alone(), closedUntil: start + 60_000 }, from('one', 1, 500, seconds))).toBe(false)
    expect(isAlone({ ...alone(), closedUntil: start + 500 }, from('one', 1, 500, seconds))).toBe(true)
  })

  test('is let be by whoever comes second until what it did not tell has left the window', () => {
    const waiting = enter(alone(), from('other', 1, 500, seconds))
    expect(waiting).toMatchObject({ ok: false, until: start + 2_000 + 1_100 })
    expect(waiting.quota.callers).toContainEqual({ by: 'other', calls: 0, until: start + 500 + lasts })
    expect(enter(waiting.quota, from('other', 1, 3_099, seconds)).ok).toBe(false)
    expect(enter(waiting.quota, from('other', 1, 3_100, seconds)).ok).toBe(true)
  })

  test('hears of whoever waits, and from then on tells of every call', () => {
    const waiting = enter(alone(), from('other', 1, 500, seconds)).quota
    expect(enter(waiting, from('one', 1, 2_000, seconds))).toMatchObject({ ok: false, until: start + 3_100 })
    const both = enter(waiting, from('one', 1, 3_100, seconds))
    expect(both.ok && both.quota.alone).toBeNull()
    expect(isAlone(both.quota, from('one', 1, 3_100, seconds))).toBe(false)
  })

  test('is alone again when the other one has long been gone', () => {
    const waiting = enter(alone(), from('other', 1, 500, seconds)).quota
    const later = enter(waiting, from('one', 1, 500 + lasts, seconds))
    expect(isAlone(later.quota, from('one', 1, 501 + lasts, seconds))).toBe(true)
  })

  test('tells of every call where the vendor counts minutes: they are counted in the store anyway', () => {
    const both: readonly Rate[] = [...seconds, ...minutes]
    expect(after(from('one', 1, 0, both)).alone).toBeNull()
    expect(isAlone(after(from('one', 1, 0, both)), from('one', 1, 1, both))).toBe(false)
  })
})
