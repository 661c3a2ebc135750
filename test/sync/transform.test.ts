import { describe, expect, test } from 'vitest'
import type { Flat, Line, Value } from '@/lib/model/record'
import type { Join, ResolvedRule, TransformName } from '@/lib/model/rule'
import { transforms } from '@/lib/model/rule'
import type { Side } from '@/lib/model/words'
import type { Facts, ParentFact, PeopleFacts } from '@/lib/sync/facts'
import { canonicalLines, linesOf } from '@/lib/sync/flatten'
import { transform } from '@/lib/sync/transform'
import { aHalf } from '../kit/aHalf'
import { aRule } from '../kit/aRule'
import { someFacts } from '../kit/someFacts'

const people: PeopleFacts = {
  crmByBooks: { 'ana lopez': 'u1', al: 'u1', 'ana@firm.example': 'u1' },
  nameByCrm: { u1: 'Ana López', u2: 'Bo Chen' },
  administrator: 'u9',
}
const facts = someFacts({ people })

const tell = (seen: Flat, joins: readonly Join[], from: Side, known: Facts = facts, part: Partial<ResolvedRule> = {}) =>
  transform(aHalf({ seen }), from, aRule({ joins, ...part }), known)

describe('each transform', () => {
  const tables: Record<TransformName, readonly (readonly [Value, Value])[]> = {
    same: [
      ['Durand', 'Durand'],
      [12, 12],
      [0, 0],
      [false, false],
      [null, null],
    ],
    'full-name': [
      ['u1', 'Ana López'],
      ['u2', 'Bo Chen'],
      ['unknown', null],
      [null, null],
      [7, null],
    ],
    owner: [
      ['Ana López', 'u1'],
      ['  ANA   LOPEZ ', 'u1'],
      ['AL', 'u1'],
      ['Ana@Firm.Example', 'u1'],
      ['Somebody Else', 'u9'],
      [null, 'u9'],
      [3, 'u9'],
    ],
    'dash-unless-stocked': [
      [12, 12],
      [0, 0],
      [-3, -3],
      [null, null],
      ['', null],
      [false, null],
    ],
    availability: [
      [true, true],
      [false, false],
      [null, false],
      ['true', false],
    ],
  }
  const rows = transforms.flatMap((as) => tables[as].map(([value, told]) => ({ as, value, told })))

  test.each(rows)('$as makes $told of $value', ({ as, value, told }) => {
    const join: Join = { crm: 'there', books: 'here', as, lane: 'toCrm' }
    expect(tell({ here: value }, [join], 'books').flat).toEqual({ there: told })
  })

  test('a record without rep is owned by nobody where no administrator was chosen', () => {
    const alone = someFacts({ people: { ...people, administrator: null } })
    const join: Join = { crm: 'owner', books: 'salesRep', as: 'owner', lane: 'toCrm' }
    expect(tell({ salesRep: null }, [join], 'books', alone).flat).toEqual({ owner: null })
  })
})

describe('what a record tells the other side', () => {
  const name: Join = { crm: 'name', books: 'name' }
  const renamed: Join = { crm: 'x:label', books: 'description' }

  test.each<readonly [string, Flat, readonly Join[], Side, Flat]>([
    ['joined fields only', { name: 'A', other: 'B' }, [name], 'crm', { name: 'A' }],
    ['under the key of the other side', { description: 'A' }, [renamed], 'books', { 'x:label': 'A' }],
    ['and back under the key of this one', { 'x:label': 'A' }, [renamed], 'crm', { description: 'A' }],
    ['nothing of a field that it does not show', { other: 'B' }, [name], 'crm', {}],
    ['an empty field as empty', { name: null }, [name], 'crm', { name: null }],
    ['a field of the lane that leads there', { name: 'A' }, [{ ...name, lane: 'toBooks' }], 'crm', { name: 'A' }],
    ['no field of the lane that leads here', { name: 'A' }, [{ ...name, lane: 'toCrm' }], 'crm', {}],
    ['a constant', {}, [{ crm: 'locked', books: null, constant: true, lane: 'toCrm' }], 'books', { locked: true }],
    ['a false constant', {}, [{ crm: 'locked', books: null, constant: false }], 'books', { locked: false }],
    [
      'no constant of its own',
      { locked: true },
      [{ crm: 'locked', books: null, constant: true, lane: 'toCrm' }],
      'crm',
      {},
    ],
    ['nothing where a side has no key and no constant', {}, [{ crm: 'x', books: null }], 'books', {}],
    ['its label', {}, [{ crm: 'entity', books: 'entity', lane: 'toCrm' }], 'books', { entity: 'customer' }],
  ])('%s', (_story, seen, joins, from, told) => expect(tell(seen, joins, from).flat).toEqual(told))

  test('two fields may trade places by lane', () => {
    const joins: readonly Join[] = [
      { crm: 'owner', books: 'salesRep', as: 'owner', lane: 'toCrm' },
      { crm: 'owner', books: 'salesRep', as: 'full-name', lane: 'toBooks' },
    ]
    expect(tell({ salesRep: 'Ana López' }, joins, 'books').flat).toEqual({ owner: 'u1' })
    expect(tell({ owner: 'u2' }, joins, 'crm').flat).toEqual({ salesRep: 'Bo Chen' })
  })
})

describe('the longest text a side takes', () => {
  const limit = (longest: number) => ({ maxLength: { crm: {}, books: { name: longest } } })
  const cut = (value: Value, longest: number): Value | undefined =>
    tell({ name: value }, [{ crm: 'name', books: 'name' }], 'crm', facts, limit(longest)).flat.name

  test.each<readonly [Value, number, Value]>([
    ['Durand', 6, 'Durand'],
    ['Durand', 7, 'Durand'],
    ['Durand ', 7, 'Durand '],
    ['Durand & Fils', 6, 'Durand'],
    ['Durand & Fils', 7, 'Durand'],
    ['Durand & Fils', 8, 'Durand &'],
    ['🙂🙂🙂', 6, '🙂🙂🙂'],
    ['🙂🙂🙂', 5, '🙂🙂'],
    ['🙂🙂🙂', 3, '🙂'],
    ['a🙂b', 3, 'a🙂'],
    ['a🙂b', 2, 'a'],
    [123_456_789, 3, 123_456_789],
    [null, 3, null],
    [true, 1, true],
  ])('%s within %i characters is %s', (value, longest, told) => expect(cut(value, longest)).toBe(told))

  test('of the other side does not count', () => {
    const part = { maxLength: { crm: { name: 3 }, books: {} } }
    expect(tell({ name: 'Durand' }, [{ crm: 'name', books: 'name' }], 'crm', facts, part).flat.name).toBe('Durand')
  })

  test("comes before the vendor's own normal form", () => {
    const loud = someFacts({
      normal: (side, entity, flat) => ({ ...flat, name: `${side} ${entity} ${String(flat.name)}` }),
    })
    const told = tell({ name: 'Durand' }, [{ crm: 'name', books: 'name' }], 'crm', loud, limit(3))
    expect(told.flat.name).toBe('books customer Dur')
  })
})

describe('a parent', () => {
  const join: Join = { crm: 'parent:customer', books: 'parent:customer' }
  const under = (parent: Partial<ParentFact> | null): ReturnType<typeof tell> =>
    tell({ 'parent:customer': 'b1' }, [join], 'books', someFacts({}, parent ? { 'customer:books:b1': parent } : {}))

  test('is named by its id on the other side', () => {
    const told = under({ otherId: 'c1', stands: 'ready' })
    expect(told).toEqual({ flat: { 'parent:customer': 'c1' }, waitsFor: [], unknown: {}, gone: [] })
  })

  test('that this plan creates is named by its link until it exists', () => {
    const told = under({ link: 'l7', stands: 'planned' })
    expect(told).toEqual({ flat: { 'parent:customer': 'link:l7' }, waitsFor: ['l7'], unknown: {}, gone: [] })
  })

  test.each(['absent', 'excluded', 'removed', 'ready'] as const)(
    'that is %s and has no id there cannot be told',
    (stands) => {
      expect(under({ stands })).toEqual({
        flat: {},
        waitsFor: [],
        unknown: { 'parent:customer': 'account:books:b1' },
        gone: [],
      })
    },
  )

  test('that nobody has seen cannot be told', () => {
    expect(under(null)).toEqual({
      flat: {},
      waitsFor: [],
      unknown: { 'parent:customer': 'account:books:b1' },
      gone: [],
    })
  })

  test('that is empty is told as empty', () => {
    expect(tell({ 'parent:customer': null }, [join], 'books').flat).toEqual({ 'parent:customer': null })
  })
})

describe('the lines of a document', () => {
  const join: Join = { crm: 'lines', books: 'lines' }
  const line = (text: string, product?: string): Line => ({
    fields: { description: text },
    parents: product ? { product } : {},
  })
  const known: Readonly<Record<string, Partial<ParentFact>>> = {
    'product:books:p1': { otherId: 'q1', stands: 'ready' },
    'product:books:p2': { link: 'l2', stands: 'planned' },
    'product:books:p3': { stands: 'absent' },
    'product:books:p4': { otherId: 'q4', stands: 'removed' },
    'product:books:p5': { stands: 'excluded' },
    'product:books:p7': { otherId: 'q7', stands: 'gone' },
  }
  const told = (...lines: readonly Line[]) =>
    tell({ lines: canonicalLines(lines) }, [join], 'books', someFacts({}, known))

  test.each<readonly [string, readonly Line[], readonly Line[], readonly string[]]>([
    ['without products stay as they are', [line('Freight')], [line('Freight')], []],
    ['name their products by the ids of the other side', [line('A', 'p1')], [line('A', 'q1')], []],
    ['name a product that this plan creates by its link', [line('A', 'p2')], [line('A', 'link:l2')], ['l2']],
    [
      'wait once for a product that stands in two of them',
      [line('A', 'p2'), line('B', 'p2')],
      [line('A', 'link:l2'), line('B', 'link:l2')],
      ['l2'],
    ],
    ['go bare where their product was removed', [line('A', 'p4')], [line('A')], []],
    ['go bare where their product is gone', [line('A', 'p7')], [line('A')], []],
    ['go bare where their product does not travel', [line('A', 'p5')], [line('A')], []],
    ['keep their order', [line('B', 'p1'), line('A')], [line('B', 'q1'), line('A')], []],
    ['may be none', [], [], []],
  ])('%s', (_story, lines, expected, waitsFor) => {
    const result = told(...lines)
    expect(linesOf(result.flat.lines)).toEqual(expected)
    expect(result.waitsFor).toEqual(waitsFor)
    expect(result.unknown).toEqual({})
  })

  test('wait as a whole for one unknown product', () => {
    const result = told(line('A', 'p1'), line('B', 'p2'), line('C', 'p3'))
    expect(result).toEqual({ flat: {}, waitsFor: [], unknown: { lines: 'product:books:p3' }, gone: [] })
  })

  test('wait for a product that nobody has seen', () => {
    expect(told(line('A', 'p6')).unknown).toEqual({ lines: 'product:books:p6' })
  })

  test('are none where the record shows no value for them', () => {
    expect(linesOf(tell({ lines: null }, [join], 'books').flat.lines)).toEqual([])
  })
})
