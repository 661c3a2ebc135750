import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Rate } from '@/lib/model/connector'
import { unspent, type Quota, type Spender } from '@/lib/model/quota'
import { free, shareOf, spend } from '@/lib/sync/spend'
import {
  day,
  eager,
  fullest,
  hour,
  lived,
  minute,
  perDay,
  perHour,
  perMinute,
  reads,
  second,
  start,
  type Wish,
} from './spenders'

const wishes = fc.array(
  fc.record({
    after: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 40 * second })),
    by: fc.constantFrom<Spender>('run', 'person'),
    as: fc.constantFrom<'read' | 'write'>('read', 'write'),
  }),
  { minLength: 50, maxLength: 400 },
)

describe('the calls of a company are counted for everybody', () => {
  test('whoever asks and however they come, no window ever holds more calls than the vendor allows', () => {
    const rates: readonly Rate[] = [
      { calls: 7, seconds: 60 },
      { calls: 3, seconds: 60, of: 'write' },
      { calls: 40, seconds: 3_600 },
    ]
    fc.assert(
      fc.property(wishes, (all) => {
        const { made } = lived(rates, all)
        for (const rate of rates) {
          const counted = made.filter(({ as }) => rate.of === undefined || rate.of === as)
          expect(
            fullest(
              counted.map(({ at }) => at),
              rate,
            ),
          ).toBeLessThanOrEqual(rate.calls)
        }
      }),
    )
  })

  test('runs alone leave the reserve of every window untouched', () => {
    fc.assert(
      fc.property(wishes, (all) => {
        const rate = { calls: 20, seconds: 60 }
        const { made } = lived(
          [rate],
          all.map((wish) => ({ ...wish, by: 'run' })),
        )
        expect(
          fullest(
            made.map(({ at }) => at),
            rate,
          ),
        ).toBeLessThanOrEqual(shareOf(rate))
      }),
    )
  })

  test('a tenth of every window is kept for people, and at least one call', () => {
    expect([perDay, perMinute, { calls: 4, seconds: 60 }].map(shareOf)).toEqual([900, 54, 3])
  })

  test('when runs have used up their share, a person still gets through', () => {
    const { quota, made, now } = lived([perDay], reads(2_000))
    expect(made).toHaveLength(900)
    const after = lived([perDay], [...reads(2_000), ...reads(200, 'person')])
    expect(after.made.filter(({ by }) => by === 'person')).toHaveLength(100)
    expect(free(quota, perDay, { now, by: 'run' })).toBe(0)
    expect(free(quota, perDay, { now, by: 'person' })).toBe(100)
  })

  test('what is counted of writes has a window of its own, although another one lasts equally long', () => {
    const rates: readonly Rate[] = [
      { calls: 1, seconds: 60 },
      { calls: 1, seconds: 60, of: 'write' },
    ]
    const quota: Quota = { ...unspent, spent: [{ seconds: 60, slots: [[start, 1]] }] }
    const [all, writes] = rates.map((rate) => free(quota, rate, { now: start + 1, by: 'person' }))
    expect([all, writes]).toEqual([0, 1])
  })

  test('a call that only reads leaves alone what is counted of writes', () => {
    const batches: Rate = { calls: 10, seconds: 60, of: 'write' }
    const written = Array.from({ length: 30 }, (): Wish => ({ after: 0, by: 'person', as: 'write' }))
    const { made } = lived([batches, { calls: 100, seconds: 60 }], [...written, ...reads(30, 'person')])
    expect(made.filter(({ as }) => as === 'write')).toHaveLength(10)
    expect(made.filter(({ as }) => as === 'read')).toHaveLength(30)
  })

  test('a day that moves with the clock gives back only what is a whole day old', () => {
    const { quota } = lived([perDay], reads(900))
    const at = (after: number) => spend(quota, [perDay], { now: start + after, by: 'run', as: 'read' }).ok
    expect([at(hour), at(day - minute), at(day + hour)]).toEqual([false, false, true])
  })

  test('a day that begins at midnight gives everything back at midnight', () => {
    const ofUtc: Rate = { ...perDay, from: 'midnight' }
    const { quota } = lived([ofUtc], reads(900))
    const spent = spend(quota, [ofUtc], { now: start, by: 'run', as: 'read' })
    expect(spent).toEqual({ ok: false, until: Date.UTC(2026, 8, 8) })
    expect(spend(quota, [ofUtc], { now: Date.UTC(2026, 8, 8), by: 'run', as: 'read' }).ok).toBe(true)
  })

  test('a clock set back forgets no call', () => {
    const { quota } = lived([perMinute], reads(60, 'person'))
    expect(spend(quota, [perMinute], { now: start - 30 * second, by: 'person', as: 'read' }).ok).toBe(false)
  })
})

describe('how long whoever finds nothing has to wait', () => {
  test('at the time that was told there is something, whatever was made before', () => {
    fc.assert(
      fc.property(wishes, fc.constantFrom<Spender>('run', 'person'), (all, by) => {
        const rates = [
          { calls: 7, seconds: 60 },
          { calls: 40, seconds: 3_600 },
        ]
        const { quota, now } = lived(rates, all)
        let at = now
        // A pause and a full window may follow one another.
        for (let times = 0; times < 10; times += 1) {
          const spent = spend(quota, rates, { now: at, by, as: 'read' })
          if (spent.ok) return
          expect(spent.until).toBeGreaterThan(at)
          at = spent.until
        }
        expect.unreachable('it never got its turn')
      }),
    )
  })

  test('one who works without a break gets nearly the whole share of an hour, and never waits for more than twenty seconds', () => {
    const { made, waits } = eager([perHour], { lasts: 6 * hour })
    expect(made.length).toBeGreaterThan(6 * shareOf(perHour) * 0.94)
    expect(fullest(made, perHour)).toBeLessThanOrEqual(shareOf(perHour))
    expect(Math.max(...waits)).toBeLessThanOrEqual(20 * second)
  })

  test('half of a share goes as fast as it comes: only then the calls are spread', () => {
    const { made } = eager([perHour], { lasts: 10 * minute })
    expect(made[224]).toBe(start + 224 * 100)
    expect((made[227] ?? 0) - (made[226] ?? 0)).toBeGreaterThan(10 * second)
  })

  test('a person is never slowed down while there are calls', () => {
    expect(eager([perHour], { by: 'person', lasts: 5 * minute }).waits.slice(0, 1)).toEqual([
      expect.toSatisfy((wait: number) => wait > 50 * minute),
    ])
  })

  test('a run waits for a twentieth of a day, but for a single call of an hour; a person always for a single call', () => {
    const slot = (rate: Rate) => (rate.seconds * second) / 60
    const used = (rate: Rate, ...calls: readonly number[]): Quota => {
      const slots = calls.map((count, at) => [start + at * slot(rate), count] as const)
      return { ...unspent, spent: [{ seconds: rate.seconds, slots }] }
    }
    /** Which of the slots has to leave before there is something. */
    const waitsFor = (rate: Rate, by: Spender, ...calls: readonly number[]): number => {
      const spent = spend(used(rate, ...calls), [rate], { now: start + 10 * slot(rate), by, as: 'read' })
      if (spent.ok) return -1
      return Math.floor((spent.until - start - slot(rate) - rate.seconds * second) / slot(rate))
    }
    expect(waitsFor(perDay, 'run', 10, 100, shareOf(perDay) - 110)).toBe(1)
    expect(waitsFor(perDay, 'person', 10, 100, perDay.calls - 110)).toBe(0)
    expect(waitsFor(perHour, 'run', 10, 100, shareOf(perHour) - 110)).toBe(0)
    expect(waitsFor(perHour, 'person', 10, 100, perHour.calls - 110)).toBe(0)
    const few: Rate = { calls: 2, seconds: 86_400 }
    expect(waitsFor(few, 'run', 1, 1)).toBe(1)
  })

  test('a day that ran out is gone on with when a twentieth of it is there again, not for every single call', () => {
    const early = Array.from({ length: 900 }, (): Wish => ({ after: minute, by: 'run', as: 'read' }))
    const { quota, now } = lived([perDay], early)
    const spent = spend(quota, [perDay], { now, by: 'run', as: 'read' })
    if (spent.ok) return expect.unreachable('nothing was left')
    expect(free(quota, perDay, { now: spent.until, by: 'run' })).toBeGreaterThanOrEqual(45)
    expect(free(quota, perDay, { now: spent.until - hour, by: 'run' })).toBeLessThan(45)
    return undefined
  })
})

describe('what the vendor says of its limits counts more than what we counted', () => {
  const told = (left: number, seconds = 86_400): Quota => ({ ...unspent, told: [{ seconds, left, at: start }] })

  test('what others of the same company used is not used again', () => {
    expect(free(told(150), perDay, { now: start, by: 'run' })).toBe(50)
    expect(free(told(150), perDay, { now: start, by: 'person' })).toBe(150)
    const { made } = eager([perDay], { lasts: minute }, told(150))
    expect(made).toHaveLength(50)
  })

  test('its word is believed for a while only, because the others’ calls leave unseen', () => {
    const spent = spend(told(0), [perDay], { now: start, by: 'person', as: 'read' })
    if (spent.ok) return expect.unreachable('others had used it up')
    expect(spent.until).toBeLessThanOrEqual(start + 2 * hour)
    return expect(spend(told(0), [perDay], { now: spent.until, by: 'person', as: 'read' }).ok).toBe(true)
  })

  test('a generous word does not lift our own count', () => {
    const { quota } = lived([perDay], reads(900))
    const generous = { ...quota, told: [{ seconds: 86_400, left: 5_000, at: start }] }
    expect(free(generous, perDay, { now: start, by: 'run' })).toBe(0)
  })

  test('a word about another window says nothing of this one', () => {
    expect(free(told(0, 60), perDay, { now: start, by: 'run' })).toBe(900)
  })

  test('while it asks everybody to wait, nobody calls, and afterwards everybody may', () => {
    const closed: Quota = { ...unspent, closedUntil: start + hour }
    for (const by of ['run', 'person'] as const) {
      expect(spend(closed, [perDay], { now: start, by, as: 'read' })).toEqual({ ok: false, until: start + hour })
      const spent = spend(closed, [perDay], { now: start + hour, by, as: 'read' })
      expect(spent).toMatchObject({ ok: true, quota: { closedUntil: null } })
    }
  })
})
