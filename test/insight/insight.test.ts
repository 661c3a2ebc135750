import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { lagAt } from '@/lib/insight/lag'
import { dateOf, dayOf, period, periodKinds } from '@/lib/insight/periods'
import { unusual } from '@/lib/insight/unusual'

const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000
const text = (days: number) => new Date(days * 86_400_000).toISOString().slice(0, 10)
const span = ({ from, to }: { from: number; to: number }) => `${text(from)}..${text(to)}`

describe('A period', () => {
  const today = day('2026-11-27')

  test.each([
    ['week', '2026-11-23..2026-11-27', '2026-11-16..2026-11-20'],
    ['month', '2026-11-01..2026-11-27', '2026-10-01..2026-10-27'],
    ['quarter', '2026-10-01..2026-11-27', '2026-07-01..2026-08-27'],
    ['year', '2026-01-01..2026-11-27', '2025-01-01..2025-11-27'],
  ] as const)('of a %s goes up to today, against the same days of the one before', (kind, now, before) => {
    const found = period(kind, today)
    expect([span(found.now), span(found.before)]).toEqual([now, before])
  })

  test('never reaches into the present one where the one before was shorter', () => {
    expect(span(period('month', day('2026-03-31')).before)).toBe('2026-02-01..2026-02-28')
    expect(span(period('month', day('2024-03-31')).before)).toBe('2024-02-01..2024-02-29')
  })

  test('begins on Mondays, firsts and New Year’s days, and lies next to the one before', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20_000, max: 60_000 }), fc.constantFrom(...periodKinds), (at, kind) => {
        const { now, before } = period(kind, at)
        expect(now.to).toBe(at)
        expect(before.to).toBeLessThan(now.from)
        expect(period(kind, now.from).now.from).toBe(now.from)
        expect(period(kind, now.from - 1).now.from).toBe(before.from)
        if (kind === 'week') expect(new Date(now.from * 86_400_000).getUTCDay()).toBe(1)
        else expect(dateOf(now.from).day).toBe(1)
      }),
    )
  })

  test('knows the calendar as well as the platform does', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), (at) => {
        const date = new Date(at * 86_400_000)
        const expected = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
        expect(dateOf(at)).toEqual(expected)
        expect(dayOf(expected.year, expected.month, expected.day)).toBe(at)
      }),
    )
  })
})

describe('The time from an edit to its writing', () => {
  test('is the step in which the share is reached', () => {
    const steps = [
      { step: 10, count: 5 },
      { step: 0, count: 90 },
      { step: 20, count: 5 },
    ]
    expect(lagAt(0.5, steps)).toBe(1)
    expect(lagAt(0.95, steps)).toBeCloseTo(1.2 ** 10)
    expect(lagAt(0.951, steps)).toBeCloseTo(1.2 ** 20)
    expect(lagAt(0.5, [])).toBeNull()
  })

  test('is within a fifth of the truth', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1_000, max: 10_000_000 }), { minLength: 1 }), (all) => {
        const steps = all.map((ms) => ({ step: Math.ceil(Math.log(ms / 1000) / Math.log(1.2)), count: 1 }))
        const truth = [...all].sort((a, b) => a - b)[Math.max(1, Math.ceil(all.length * 0.95)) - 1] ?? 0
        const found = lagAt(0.95, steps) ?? 0
        expect(found).toBeGreaterThanOrEqual((truth / 1000) * 0.999)
        expect(found).toBeLessThanOrEqual((truth / 1000) * 1.201)
      }),
    )
  })
})

describe('A day', () => {
  const month = Array.from({ length: 30 }, () => 10)

  test('far above the average is unusual', () => {
    expect(unusual({ days: month, today: 30 })).toEqual({ times: 3, average: 10 })
    expect(unusual({ days: month, today: 29 })).toBeNull()
  })

  test('of small numbers is not, nor one of which nothing before is known', () => {
    expect(unusual({ days: month.map(() => 1), today: 19 })).toBeNull()
    expect(unusual({ days: [10, 10], today: 500 })).toBeNull()
    expect(unusual({ days: month.map(() => 0), today: 20 })?.times).toBe(Infinity)
  })
})
