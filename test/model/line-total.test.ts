import { describe, expect, test } from 'vitest'
import { lineTotal } from '@/lib/model/line-total'
import type { Fields } from '@/lib/model/record'

const of = (fields: Fields, exponent = 2): number => lineTotal({ fields, parents: {} }, exponent)

describe('What a line comes to', () => {
  test('is what it says, whatever its quantity and price say', () => {
    expect(of({ total: 999, quantity: '2', price: '10' })).toBe(999)
  })

  test('else is quantity by price, exactly', () => {
    expect(of({ quantity: '3', price: '33.333' })).toBe(100_00)
    expect(of({ quantity: '0.1', price: '0.7' })).toBe(7)
    expect(of({ quantity: '1234567.5', price: '8.1' })).toBe(9_999_996_75)
  })

  test('less its discount in percent, which may have parts of a percent', () => {
    expect(of({ quantity: '2', price: '50', discount: '12.5' })).toBe(87_50)
    expect(of({ quantity: '2', price: '50', discount: '100' })).toBe(0)
  })

  test('in whole yen and in thousandths of a dinar', () => {
    expect(of({ quantity: '3', price: '33.5' }, 0)).toBe(101)
    expect(of({ quantity: '3', price: '0.3335' }, 3)).toBe(1_001)
  })

  test('is nothing where quantity or price is missing', () => {
    expect(of({ quantity: '3' })).toBe(0)
    expect(of({ price: '3', quantity: null })).toBe(0)
  })

  test('is negative for what is given back', () => {
    expect(of({ quantity: '-1', price: '12.34' })).toBe(-12_34)
  })
})
