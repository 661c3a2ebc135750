import { describe, expect, test } from 'vitest'
import type { Value } from '@/lib/model/record'
import { canonicalLines } from '@/lib/model/value'
import type { Locale } from '@/lib/model/words'
import { fieldText, formatter, linesText, texts, valueText } from '@/lib/text'

const shown = (locale: Locale, key: string, value: Value) =>
  valueText(texts(locale), formatter(locale, 'UTC'), key, value).replace(/[\u00a0\u202f]/g, ' ')

const lines = (...names: readonly string[]) =>
  canonicalLines(names.map((description) => ({ fields: { description, quantity: '2', total: 1050 }, parents: {} })))

describe('lines of a document', () => {
  const f = formatter('en', 'UTC')

  test('only those that went or came are shown', () => {
    expect(linesText(f, lines('Chair', 'Table'), lines('Chair', 'Lamp'))).toEqual({
      gone: ['2 × Table  10.50'],
      come: ['2 × Lamp  10.50'],
    })
  })

  test('of two equal lines one can go', () => {
    expect(linesText(f, lines('Chair', 'Chair'), lines('Chair')).gone).toEqual(['2 × Chair  10.50'])
  })

  test('all of a new document come', () => {
    expect(linesText(f, null, lines('Chair', 'Lamp')).come).toHaveLength(2)
  })
})

describe('a value in the history', () => {
  test('money stands in its units, written as the reader writes it', () => {
    expect(shown('en', 'total', 1234567)).toBe('12,345.67')
    expect(shown('fr', 'total', 1234567)).toBe('12 345,67')
    expect(shown('es', 'balance', -50)).toBe('-0,50')
  })

  test.each(['amount', 'unallocated', 'overdue'])('the %s of a payment or a client is money like any other', (key) => {
    expect(shown('en', key, 1234567)).toBe('12,345.67')
  })

  test('the day until which a quote holds is a day like any other', () => {
    expect(shown('en', 'expiryDate', '2026-11-30')).toBe(shown('en', 'dueDate', '2026-11-30'))
    expect(shown('en', 'expiryDate', '2026-11-30')).not.toBe('2026-11-30')
  })

  test('a quantity is not money', () => {
    expect(shown('en', 'stock', 1234)).toBe('1,234')
    expect(shown('en', 'quantity', '2.5')).toBe('2.5')
  })

  test('an empty value says so', () => {
    expect([shown('en', 'phone', null), shown('fr', 'phone', null), shown('es', 'phone', null)]).toEqual([
      'empty',
      'vide',
      'vacío',
    ])
  })

  test('a calendar date does not slip into the day before', () => {
    expect(valueText(texts('en'), formatter('en', 'America/Los_Angeles'), 'dueDate', '2026-11-21')).toBe('21 Nov 2026')
  })

  test('codes become words: countries, states, kinds of account', () => {
    expect(shown('fr', 'country', 'DE')).toBe('Allemagne')
    expect(shown('en', 'state', 'partially-paid')).toBe('partially paid')
    expect(shown('es', 'entity', 'prospect')).toBe('Cliente potencial')
    expect(shown('fr', 'syncState', 'synchronised')).toBe('Synchronisée')
  })

  test('a word we do not know is shown as the vendor writes it', () => {
    expect(shown('en', 'state', 'en litige')).toBe('en litige')
    expect(shown('en', 'country', 'Elbonia')).toBe('Elbonia')
  })

  test('lines are counted, a picture is called a picture', () => {
    expect(shown('en', 'lines', lines('Chair', 'Table', 'Lamp'))).toBe('3 lines')
    expect(shown('en', 'lines', '[]')).toBe('0 lines')
    expect(shown('en', 'image', 'abc')).toBe('picture')
    expect(shown('en', 'image', null)).toBe('no picture')
  })

  test('a parent that the same plan creates is called the new record', () => {
    expect(shown('en', 'parent:customer', 'link:123')).toBe('the new record')
  })
})

describe('a field', () => {
  test('is called by the name people know', () => {
    expect(fieldText(texts('fr'), 'postcode')).toBe('Code postal')
    expect(fieldText(texts('en'), 'parent:customer')).toBe('Customer')
  })

  test('keeps the vendor\u2019s own name where we have none', () => {
    expect(fieldText(texts('en'), 'x:famille')).toBe('famille')
  })
})
