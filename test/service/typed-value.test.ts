import { describe, expect, test } from 'vitest'
import { asTyped, typedValue } from '@/lib/service/typed-value'

const money = { type: 'money', maxLength: null, values: null, currency: 'EUR' } as const

describe('an amount that is corrected here', () => {
  test.each([
    ['12.34', 1_234],
    ['12,3', 1_230],
    ['1.15', 115],
    ['-7', -700],
    ['0', 0],
  ])('is typed as people write it: %s', (text, value) => {
    expect(typedValue(money, text)).toEqual({ value })
  })

  test('begins as it stands, and left as it is changes nothing', () => {
    for (const [value, currency, text] of [
      [1_234, 'EUR', '12.34'],
      [5, null, '0.05'],
      [1_500, 'XOF', '1500'],
      [1_500, 'KWD', '1.500'],
    ] as const) {
      const shown = asTyped({ type: 'money', value, currency })
      expect(shown).toBe(text)
      expect(typedValue({ ...money, currency }, shown)).toEqual({ value })
    }
  })

  test.each(['12.345', '1.234,56', '12 €', 'twelve', '.'])('is asked for again where it is none: %s', (text) => {
    expect(typedValue(money, text)).toEqual({ wrong: 'unknown' })
  })
})

test('what is no amount is typed as it is', () => {
  expect(asTyped({ type: 'number', value: 12.5, currency: null })).toBe('12.5')
  expect(typedValue({ ...money, type: 'number' }, '12,5')).toEqual({ value: 12.5 })
  expect(asTyped({ type: 'text', value: null, currency: null })).toBe('')
  expect(typedValue({ ...money, type: 'text' }, '')).toEqual({ value: null })
  expect(typedValue({ ...money, type: 'boolean' }, 'true')).toEqual({ value: true })
  expect(typedValue({ ...money, type: 'text', maxLength: 3 }, 'four')).toEqual({ wrong: 'too-long' })
})
