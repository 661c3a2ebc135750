import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Entity, Side, Verb } from '@/lib/model/words'
import { sample, type Choosable } from '@/lib/sync/sample'

const row = (
  id: string,
  entity: Entity,
  verb: Verb = 'create',
  waitsFor: readonly string[] = [],
  side: Side = 'crm',
): Choosable => ({
  id,
  link: `link-${id}`,
  side,
  verb,
  entity,
  waitsFor,
})
const ids = (rows: readonly Choosable[]) => rows.map(({ id }) => id)

describe('a few rows that stand for a plan', () => {
  test('every kind of record, side and verb has its turn', () => {
    const many = Array.from({ length: 50 }, (_, at) => row(`c${at}`, 'customer'))
    const rows = [
      ...many,
      row('p1', 'product'),
      row('u1', 'customer', 'update'),
      row('k1', 'contact', 'create', [], 'books'),
    ]
    const chosen = ids(sample(rows, 10))
    expect(chosen).toHaveLength(10)
    expect(chosen).toEqual(expect.arrayContaining(['p1', 'u1', 'k1']))
  })

  test('a record comes with the one it belongs to', () => {
    const rows = [row('c1', 'customer'), row('c2', 'customer'), row('k1', 'contact', 'create', ['link-c2'])]
    expect(ids(sample(rows, 3))).toEqual(['c1', 'c2', 'k1'])
    expect(ids(sample(rows, 2))).toEqual(['c1', 'c2'])
  })

  test('a record whose parent is not in the plan is left out', () => {
    expect(ids(sample([row('k1', 'contact', 'create', ['gone']), row('c1', 'customer')], 10))).toEqual(['c1'])
  })

  test('a small plan is taken whole', () => {
    expect(ids(sample([row('c1', 'customer')], 10))).toEqual(['c1'])
    expect(sample([], 10)).toEqual([])
  })

  test('it is never larger than asked, and never without a parent', () => {
    const plans = fc.array(
      fc.record({
        parent: fc.option(fc.nat(30), { nil: null }),
        verb: fc.constantFrom('create' as const, 'update' as const),
      }),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(plans, fc.integer({ min: 1, max: 12 }), (drawn, size) => {
        const rows = drawn.map(({ parent, verb }, at) =>
          row(
            String(at),
            parent === null ? 'customer' : 'contact',
            verb,
            parent !== null && parent < at ? [`link-${parent}`] : [],
          ),
        )
        const chosen = sample(rows, size)
        expect(chosen.length).toBeLessThanOrEqual(size)
        const links = chosen.filter(({ verb }) => verb === 'create').map(({ link }) => link)
        for (const { waitsFor } of chosen) expect(links).toEqual(expect.arrayContaining([...waitsFor]))
      }),
    )
  })
})
