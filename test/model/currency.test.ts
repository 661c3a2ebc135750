import { expect, test } from 'vitest'
import { exponentOf } from '@/lib/model/currency'
import { money, moneyText } from '@/lib/model/value'

test('yen have no cents, dinars have three digits, everything else has two', () => {
  expect(['EUR', 'USD', 'JPY', 'KWD', ' jpy ', 'ZZZ', '', null, undefined].map(exponentOf)).toEqual([
    2, 2, 0, 3, 0, 2, 2, 2, 2,
  ])
})

test('an amount goes to minor units and back without losing a digit, whatever the currency', () => {
  for (const [currency, shown, minor] of [
    ['JPY', '1250', 1250],
    ['EUR', '12.50', 1250],
    ['TND', '1.250', 1250],
  ] as const) {
    expect(money(shown, exponentOf(currency))).toBe(minor)
    expect(moneyText(minor, exponentOf(currency))).toBe(shown)
  }
})
