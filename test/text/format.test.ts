import { describe, expect, test } from 'vitest'
import { formatter } from '@/lib/text'

const now = Date.UTC(2026, 10, 21, 10, 50)
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('times', () => {
  const f = formatter('en', 'Europe/Paris')

  test('of today need no date', () => {
    expect(f.moment(Date.UTC(2026, 10, 21, 9, 42), now)).toBe('10:42')
  })

  test('of another day name it, of another year that too', () => {
    expect(f.moment(Date.UTC(2026, 10, 18, 9, 42), now)).toBe('18 Nov, 10:42')
    expect(f.moment(Date.UTC(2025, 10, 18, 9, 42), now)).toBe('18 Nov 2025, 10:42')
  })

  test('follow the reader\u2019s clock, not the server\u2019s', () => {
    expect(formatter('en', 'America/New_York').moment(Date.UTC(2026, 10, 21, 3, 0), now)).toBe('20 Nov, 22:00')
  })
})

describe('durations', () => {
  test.each([
    [0.2, '1 second'],
    [70, '70 seconds'],
    [600, '10 minutes'],
    [3600 * 2, '2 hours'],
    [3600 * 2 + 600, '2 hours 10 minutes'],
  ])('%d seconds read %s', (seconds, shown) => {
    expect(formatter('en', 'UTC').duration(seconds)).toBe(shown)
  })
})

describe('money', () => {
  test('has the places its currency has', () => {
    const f = formatter('fr', 'UTC')
    expect(plain(f.money(123456, 'EUR'))).toBe('1 234,56 €')
    expect(plain(f.money(1234, 'JPY'))).toMatch(/^1 234 /)
    expect(plain(f.money(1234, 'TND'))).toBe('1,234 TND')
  })

  test('of a currency whose small coins nobody uses any more is not told a hundred times too large', () => {
    expect(plain(formatter('en', 'UTC').money(123456, 'HUF'))).toBe('HUF 1,234.56')
    expect(plain(formatter('es', 'UTC').money(250000, 'COP'))).toBe('2500,00 COP')
  })

  test('of what somebody typed in the place of a currency is told as it was typed', () => {
    expect(plain(formatter('fr', 'UTC').money(123456, 'Euro'))).toBe('1 234,56 Euro')
    expect(plain(formatter('en', 'UTC').money(-1250, null))).toBe('-12.50')
  })
})

test('lists and shares are written by language', () => {
  expect(formatter('es', 'UTC').list(['a', 'b'])).toBe('a y b')
  expect(plain(formatter('fr', 'UTC').percent(0.42))).toBe('42 %')
})
