import fc from 'fast-check'
import { expect, test } from 'vitest'
import { phone } from '@/lib/http/phone'

test.each([
  ['01 45 67 89 01', 'FR', '+33145678901'],
  ['+33 (0)1 45 67 89 01', null, '+33145678901'],
  ['+34 612 34 56 78', 'FR', '+34612345678'],
  ['020 7946 0958', 'GB', '+442079460958'],
  ['030-0074321', 'DE', '+49300074321'],
  ['ask for  Anna', 'FR', 'ask for Anna'],
  ['01 45 67 89 01', null, '01 45 67 89 01'],
  ['01 45 67 89 01', 'Narnia', '01 45 67 89 01'],
  ['(5) 555-4729 ext. 12', 'MX', '(5) 555-4729 ext. 12'],
  ['', 'FR', null],
])('%s in %s is kept as %s', (raw, country, kept) => {
  expect(phone(raw, country)).toBe(kept)
})

test('a number in its normal form stays as it is, wherever the record lives', () => {
  const number = fc.stringMatching(/^\+?[0-9 ().-]{5,18}$/)
  fc.assert(
    fc.property(number, fc.constantFrom('FR', 'ES', 'GB', 'US', null), (raw, country) => {
      const kept = phone(raw, country)
      expect(phone(kept, country)).toBe(kept)
    }),
  )
})
