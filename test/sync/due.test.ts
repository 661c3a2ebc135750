import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Appointment } from '@/lib/model/settings'
import { due } from '@/lib/sync/due'
import { dayOf, instantOf, wallOf } from '@/lib/sync/wall-clock'

const at = (text: string): number => Date.parse(text)
const next = (appointment: Appointment, now: string): string =>
  new Date(due(0, { every: 15, appointment }, at(now))).toISOString()

const paris = { zone: 'Europe/Paris', day: null } as const

describe('a run at a fixed time', () => {
  test.each<readonly [string, Appointment, string, string]>([
    [
      'comes today where the time is still ahead',
      { ...paris, at: '18:30' },
      '2026-07-01T10:00:00Z',
      '2026-07-01T16:30:00.000Z',
    ],
    ['comes tomorrow where it is over', { ...paris, at: '06:00' }, '2026-07-01T10:00:00Z', '2026-07-02T04:00:00.000Z'],
    ['is strictly after now', { ...paris, at: '12:00' }, '2026-07-01T10:00:00Z', '2026-07-02T10:00:00.000Z'],
    [
      'keeps its hour on the wall in winter',
      { ...paris, at: '18:30' },
      '2026-12-01T10:00:00Z',
      '2026-12-01T17:30:00.000Z',
    ],
    [
      'keeps its hour across the change to winter time',
      { ...paris, at: '06:00' },
      '2026-10-24T10:00:00Z',
      '2026-10-25T05:00:00.000Z',
    ],
    [
      'that summer time leaves out comes an hour later',
      { ...paris, at: '02:30' },
      '2026-03-28T10:00:00Z',
      '2026-03-29T01:30:00.000Z',
    ],
    [
      'is reckoned by the reader’s day, not by UTC',
      { zone: 'America/Mexico_City', day: null, at: '20:00' },
      '2026-07-02T01:00:00Z',
      '2026-07-02T02:00:00.000Z',
    ],
    [
      'on a weekday waits for that day',
      { ...paris, day: 1, at: '07:00' },
      '2026-11-26T10:00:00Z',
      '2026-11-30T06:00:00.000Z',
    ],
    [
      'on this weekday, still ahead, comes today',
      { ...paris, day: 4, at: '23:00' },
      '2026-11-26T10:00:00Z',
      '2026-11-26T22:00:00.000Z',
    ],
    [
      'on this weekday, over, comes in a week',
      { ...paris, day: 4, at: '07:00' },
      '2026-11-26T10:00:00Z',
      '2026-12-03T06:00:00.000Z',
    ],
    [
      'crosses the end of a leap February',
      { ...paris, at: '06:00' },
      '2028-02-28T10:00:00Z',
      '2028-02-29T05:00:00.000Z',
    ],
  ])('%s', (_story, appointment, now, expected) => expect(next(appointment, now)).toBe(expected))

  test('shows that very time on the wall, within a week and a day, whenever it is asked', () => {
    const zones = ['UTC', 'Europe/Paris', 'Europe/Madrid', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe']
    fc.assert(
      fc.property(
        fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') }),
        fc.constantFrom(...zones),
        fc.option(fc.integer({ min: 1, max: 7 }), { nil: null }),
        // Between 4 and 23 o'clock no zone of these changes its clock.
        fc.integer({ min: 4, max: 22 }),
        (now, zone, day, hour) => {
          const clock = `${String(hour).padStart(2, '0')}:15`
          const found = due(0, { every: 15, appointment: { at: clock, zone, day } }, now)
          expect(found).toBeGreaterThan(now)
          expect(found - now).toBeLessThanOrEqual(8 * 86_400_000)
          expect(new Date(wallOf(found, zone)).toISOString().slice(11, 16)).toBe(clock)
          if (day !== null) expect(dayOf(wallOf(found, zone))).toBe(day)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('the clock on the wall', () => {
  test('is UTC in UTC', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: at('2100-01-01T00:00:00Z') }), (instant) => {
        const second = Math.floor(instant / 1_000) * 1_000
        expect(wallOf(instant, 'UTC')).toBe(second)
        expect(instantOf(second, 'UTC')).toBe(second)
        expect(dayOf(second)).toBe(new Date(second).getUTCDay() || 7)
      }),
    )
  })

  test('knows zones with half hours', () => {
    expect(new Date(wallOf(at('2026-07-01T10:00:00Z'), 'Asia/Kolkata')).toISOString()).toBe('2026-07-01T15:30:00.000Z')
  })
})
