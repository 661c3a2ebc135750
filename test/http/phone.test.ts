import fc from 'fast-check'
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
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

test('a number of a country with one length is read as the parser of all countries reads it', () => {
  const digits = fc.stringMatching(/^(\+33|\+34|0|)[1-9][0-9]{8}$/)
  const written = fc
    .tuple(digits, fc.constantFrom('', ' ', '.', '-'), fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }))
    .map(([number, mark, cuts]) =>
      [...number].reduce((text, digit, at) => text + (cuts[at] && /\d$/.test(text) ? mark : '') + digit, ''),
    )
  fc.assert(
    fc.property(written, fc.constantFrom('FR', 'ES'), (raw, country) => {
      const parsed = parsePhoneNumberFromString(raw, country)
      expect(phone(raw, country)).toBe(parsed?.isPossible() ? parsed.number : raw)
    }),
    { numRuns: 2_000 },
  )
})
