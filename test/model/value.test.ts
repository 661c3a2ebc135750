import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bool,
  calendarDate,
  canonicalLines,
  country,
  decimal,
  email,
  instant,
  linesOf,
  money,
  moneyText,
  multiline,
  text,
  vat,
} from '@/lib/model/value'

const table = <I, O>(name: string, form: (raw: I) => O, rows: readonly (readonly [I, O])[]) =>
  describe(name, () => {
    for (const [raw, kept] of rows) {
      test(`${JSON.stringify(raw)} is kept as ${JSON.stringify(kept)}`, () => expect(form(raw)).toEqual(kept))
    }
  })

table('text', text, [
  ['  a \t b\n c ', 'a b c'],
  ['', null],
  ['   ', null],
  [null, null],
  ['e\u0301', 'é'],
  [0, '0'],
  ['0042', '0042'],
  ['\u00a0x\u00a0', 'x'],
])
table('text of several lines', multiline, [
  ['a  b\r\nc\rd\n', 'a b\nc\nd'],
  ['a\n\nb', 'a\n\nb'],
  [' \n ', null],
])
table('e-mail', email, [
  [' Anna.Meier@EXAMPLE.Test ', 'Anna.Meier@example.test'],
  ['not a mail', 'not a mail'],
  [null, null],
])
table('VAT number', vat, [
  ['fr 40 303-265.045', 'FR40303265045'],
  ['', null],
])
table('country', country, [
  ['fr', 'FR'],
  ['France', 'FR'],
  ['allemagne', 'DE'],
  ['Alemania', 'DE'],
  ['Germany', 'DE'],
  ['UK', 'GB'],
  ['USA', 'US'],
  ['Vietnam', 'VN'],
  ['Russia', 'RU'],
  ['Narnia', 'Narnia'],
  [' ', null],
])
table('money', (raw: string | number | null) => money(raw), [
  ['12.5', 1250],
  ['0.005', 1],
  ['-0.005', -1],
  ['-12.345', -1235],
  ['1e3', 100_000],
  [0.1 + 0.2, 30],
  [1.005, 101],
  [1e-7, 0],
  ['90071992547409.91', 9_007_199_254_740_991],
  ['', null],
  ['abc', null],
  ['1e999999999', null],
  [null, null],
])
table('decimal', decimal, [
  ['2.50', '2.5'],
  ['007', '7'],
  ['-0.0', '0'],
  ['1.', '1'],
  ['.5', '0.5'],
  ['1e-3', '0.001'],
  ['1.5e2', '150'],
  [14, '14'],
  ['', null],
])
table('calendar date', calendarDate, [
  ['2026-03-01', '2026-03-01'],
  ['2026-03-01T23:59:59Z', '2026-03-01'],
  ['2026-03-01 00:00:00', '2026-03-01'],
  ['1/3/2026', null],
  [null, null],
])
table('boolean', bool, [
  [true, true],
  ['oui', true],
  ['Sí', true],
  ['0', false],
  ['no', false],
  ['maybe', null],
  [null, null],
])

test('instants are milliseconds UTC, with any number of decimals', () => {
  expect(instant('2021-10-25T15:32:46.65Z')).toBe(Date.UTC(2021, 9, 25, 15, 32, 46, 650))
  expect(instant('soon')).toBeNull()
})

test('amounts of other currencies keep their own digits', () => {
  expect(money('12', 0)).toBe(12)
  expect(money('12.5', 0)).toBe(13)
  expect(money('1.2345', 3)).toBe(1235)
  expect([moneyText(12, 0), moneyText(-5, 3), moneyText(1250)]).toEqual(['12', '-0.005', '12.50'])
})

test('a value in normal form stays as it is', () => {
  const forms = { text, multiline, email, vat, country, decimal, calendarDate }
  for (const form of Object.values(forms)) {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        expect(form(form(raw))).toBe(form(raw))
      }),
    )
  }
})

test('money survives the way out and back, to the cent', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.constantFrom(0, 2, 3), (minor, exponent) => {
      expect(money(moneyText(minor, exponent), exponent)).toBe(minor === 0 ? 0 : minor)
    }),
  )
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), (minor) => {
      expect(money(JSON.parse(moneyText(minor)) as number)).toBe(minor === 0 ? 0 : minor)
    }),
  )
})

test('lines read back from their text are the same lines, in any order of keys', () => {
  const one = [{ fields: { b: 1, a: 'x' }, parents: { product: '7' } }]
  const other = [{ fields: { a: 'x', b: 1 }, parents: { product: '7' } }]
  expect(canonicalLines(one)).toBe(canonicalLines(other))
  expect(linesOf(canonicalLines(one))).toEqual(one)
  expect(linesOf(null)).toEqual([])
})
