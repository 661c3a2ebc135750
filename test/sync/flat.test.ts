import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Change } from '@/lib/model/decision'
import type { Base, Flat, Half, Line, Snapshot, Value } from '@/lib/model/record'
import { entities, verbs, type Entity, type Verb } from '@/lib/model/words'
import { absent } from '@/lib/sync/absent'
import { apart, keptApart } from '@/lib/sync/apart'
import { changed, detect } from '@/lib/sync/detect'
import { canonicalLines, flatten, linesOf, parentKey, parentOf } from '@/lib/sync/flatten'
import { fold, keys } from '@/lib/sync/keys'
import { order, rank } from '@/lib/sync/order'
import { title } from '@/lib/sync/title'
import { aHalf } from '../kit/aHalf'
import { aLink } from '../kit/aLink'
import { aSnapshot } from '../kit/aSnapshot'

describe('a snapshot as one flat row', () => {
  test.each<readonly [string, Partial<Snapshot>, Flat]>([
    ['bears its label', {}, { entity: 'customer' }],
    [
      'holds its fields',
      { fields: { name: 'A', active: false, stock: 0 } },
      { entity: 'customer', name: 'A', active: false, stock: 0 },
    ],
    [
      'names its parents',
      { entity: 'contact', parents: { customer: 'c1' } },
      { entity: 'contact', 'parent:customer': 'c1' },
    ],
    ['holds its lines as one value', { entity: 'invoice', lines: [] }, { entity: 'invoice', lines: '[]' }],
    ['says nothing of lines that were not shown', { entity: 'invoice' }, { entity: 'invoice' }],
  ])('%s', (_story, part, flat) => expect(flatten(aSnapshot(part))).toEqual(flat))

  test('is not told another label by a field of that name', () => {
    expect(flatten(aSnapshot({ fields: { entity: 'prospect' } })).entity).toBe('customer')
  })

  test.each(entities)('knows the key of a parent %s', (entity) => expect(parentOf(parentKey(entity))).toBe(entity))
  test.each(['name', 'parent', 'parent:', 'parent:nobody', 'x:parent:customer'])(
    'does not take %s for a parent',
    (key) => {
      expect(parentOf(key)).toBeNull()
    },
  )
})

describe('lines as one value', () => {
  const one: Line = { fields: { a: 1, b: null }, parents: { product: 'p' } }
  test('are the same whatever the order of their fields', () => {
    expect(canonicalLines([{ fields: { b: null, a: 1 }, parents: { product: 'p' } }])).toBe(canonicalLines([one]))
  })

  test('differ by their own order', () => {
    const two: Line = { fields: { a: 2 }, parents: {} }
    expect(canonicalLines([one, two])).not.toBe(canonicalLines([two, one]))
  })

  test.each([null, undefined, 5, true])('are none in %s', (value) => expect(linesOf(value)).toEqual([]))

  test('come back as they went', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
    const line = fc.record({
      fields: fc.dictionary(fc.string(), value, { noNullPrototype: true }),
      parents: fc.constantFrom({}, { product: 'p' }),
    })
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const back = linesOf(canonicalLines(lines))
        expect(canonicalLines(back)).toBe(canonicalLines(lines))
        expect(back.length).toBe(lines.length)
      }),
    )
  })
})

describe('keys under which a record is found', () => {
  test.each<readonly [string, Flat, readonly string[]]>([
    ['in the order of the rule', { vatNumber: 'FR1', code: 'C1' }, ['code:c1', 'vatNumber:fr1']],
    ['not of empty fields', { code: null, vatNumber: 'FR1' }, ['vatNumber:fr1']],
    ['not of blank fields', { code: '', vatNumber: '' }, []],
    ['not of other fields', { name: 'A' }, []],
    ['of zero', { code: 0 }, ['code:0']],
  ])('%s', (_story, flat, found) => expect(keys(flat, ['code', 'vatNumber'])).toEqual(found))

  test.each([
    ['Élodie', 'elodie'],
    ['  A   B\tC\n', 'a b c'],
    ['ﬁrm', 'firm'],
    ['Ｓａｇｅ', 'sage'],
    ['ß', 'ß'],
    ['', ''],
  ])('%s is folded to %s', (text, folded) => expect(fold(text)).toBe(folded))

  test('folding twice is folding once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text))
      }),
    )
  })
})

describe('what changed', () => {
  test.each<readonly [string, Base | null, Value | undefined, boolean]>([
    ['nothing, where the value is agreed', { name: 'A' }, 'A', false],
    ['the value', { name: 'A' }, 'B', true],
    ['a value that was emptied', { name: 'A' }, null, true],
    ['a value that was filled', { name: null }, 'A', true],
    ['nothing, where the side does not show the field', { name: 'A' }, undefined, false],
    ['a field that was never agreed', {}, 'A', true],
    ['an empty field that was never agreed', {}, null, true],
    ['every field of a record without agreement', null, 'A', true],
  ])('%s', (_story, base, value, expected) => expect(changed(base, 'name', value)).toBe(expected))

  const seen = { name: 'A', balance: 5 }
  test.each<readonly [string, Half | null, Change]>([
    ['nothing in no record', null, 'none'],
    ['a record that was never agreed is new', aHalf({ seen }), 'new'],
    ['a removed record is removed', aHalf({ seen, removed: true, base: seen }), 'removed'],
    ['a removed record is removed before it is new', aHalf({ seen, removed: true }), 'removed'],
    ['a record as agreed has no change', aHalf({ seen, base: seen }), 'none'],
    ['a joined field makes an edit', aHalf({ seen, base: { ...seen, name: 'B' } }), 'edited'],
    ['a field that is not joined makes none', aHalf({ seen, base: { ...seen, balance: 6 } }), 'none'],
    ['a new version alone makes none', aHalf({ seen, base: seen, version: '99' }), 'none'],
  ])('%s', (_story, half, change) => expect(detect(half, ['name'])).toBe(change))

  test('one edited field among many makes an edit', () => {
    const half = aHalf({ seen: { name: 'A', city: 'Lyon' }, base: { name: 'A', city: 'Paris' } })
    expect(detect(half, ['name', 'city'])).toBe('edited')
  })
})

describe('records that a complete listing no longer shows', () => {
  const known = (count: number, listed: number) =>
    Array.from({ length: count }, (_, at) => ({ id: `id${at}`, shown: at < listed }))
  test.each<readonly [string, number, number, number, number]>([
    ['none of ten', 10, 10, 0, 0],
    ['one of ten', 10, 9, 1, 0],
    ['half of ten', 10, 5, 5, 0],
    ['more than half of ten: the listing proves nothing, each is asked for by itself', 10, 4, 6, 6],
    ['all of ten: the listing proves nothing, each is asked for by itself', 10, 0, 10, 10],
    ['most of thousands: ten of them speak for the others', 5_000, 3, 4_997, 10],
    ['one of two', 2, 1, 1, 0],
    ['both of two: the listing proves nothing, each is asked for by itself', 2, 0, 2, 2],
    ['the only one', 1, 0, 1, 0],
    ['none of none', 0, 0, 0, 0],
  ])('%s', (_story, count, listed, lost, alone) => {
    const all = known(count, listed)
    const { suspects, witnesses } = absent(all)
    expect(suspects).toEqual(all.slice(listed, listed + lost))
    expect(witnesses).toHaveLength(alone)
    expect(witnesses.every((each) => suspects.includes(each))).toBe(true)
  })

  test('the witnesses come from all over the list, not from where it was cut', () => {
    const at = absent(known(1_000, 100)).witnesses.map(({ id }) => Number(id.slice(2)))
    expect([Math.min(...at), Math.max(...at)]).toEqual([100, 910])
  })

  test('whoever left a company is missed although the company bears the same number', () => {
    const person = { entity: 'contact', id: '5', shown: false }
    const others = ['5', '6'].map((id) => ({ entity: 'customer', id, shown: true }))
    expect(absent([...others, person]).suspects).toEqual([person])
  })
})

describe('the order of writes', () => {
  const names = (writes: readonly { verb: Verb; entity: Entity }[]): readonly string[] =>
    order(writes).map(({ verb, entity }) => `${verb} ${entity}`)

  test('is parents first to create and change, last to remove', () => {
    expect(
      names([
        { verb: 'remove', entity: 'customer' },
        { verb: 'remove', entity: 'contact' },
        { verb: 'update', entity: 'invoice' },
        { verb: 'create', entity: 'invoice' },
        { verb: 'update', entity: 'customer' },
        { verb: 'create', entity: 'contact' },
        { verb: 'create', entity: 'customer' },
      ]),
    ).toEqual([
      'create customer',
      'create contact',
      'create invoice',
      'update customer',
      'update invoice',
      'remove contact',
      'remove customer',
    ])
  })

  test('keeps equals as they came, and leaves the list as it was', () => {
    const writes = [
      { verb: 'update', entity: 'customer', id: 2 },
      { verb: 'update', entity: 'customer', id: 1 },
      { verb: 'create', entity: 'customer', id: 3 },
    ] as const
    expect(order(writes).map(({ id }) => id)).toEqual([3, 2, 1])
    expect(writes.map(({ id }) => id)).toEqual([2, 1, 3])
  })

  test('tells every entity and verb apart', () => {
    const ranks = verbs.flatMap((verb) => entities.map((entity) => rank({ verb, entity })))
    expect(new Set(ranks).size).toBe(ranks.length)
    expect(Math.max(...entities.map((entity) => rank({ verb: 'update', entity })))).toBeLessThan(
      Math.min(...entities.map((entity) => rank({ verb: 'remove', entity }))),
    )
  })
})

describe('how a record is called', () => {
  test.each<readonly [string, Flat, Flat, string]>([
    ['by name and code', {}, { name: 'Durand', code: 'C1' }, 'Durand · C1'],
    ['by name', {}, { name: 'Durand', code: null }, 'Durand'],
    ['by the number of a document', {}, { number: 'F-1' }, 'F-1'],
    ['by the names of a person', { firstName: 'Ana', lastName: 'López' }, {}, 'Ana López'],
    ['by what the books say, where both say something', { name: 'CRM' }, { name: 'Books' }, 'Books'],
    ['not twice by the same word', {}, { name: 'IT', code: 'IT' }, 'IT'],
    ['by its id, where it says nothing', {}, {}, 'b'],
  ])('%s', (_story, crm, books, expected) => {
    expect(title({ crm: aHalf({ id: 'c', seen: crm }), books: aHalf({ id: 'b', seen: books }) })).toBe(expected)
  })
})

describe('keeping a difference apart', () => {
  const set = {
    key: 'name',
    value: 'B',
    before: 'A',
    from: 'title',
    origin: 'B',
    why: 'edited-there',
    base: 'A',
    lost: null,
  } as const
  const refused = { side: 'crm', verb: 'update', sets: [set] } as const

  test('agrees to what each side showed of what was refused, and to nothing else', () => {
    const link = aLink({
      crm: aHalf({ seen: { name: 'Since', city: 'C' } }),
      books: aHalf({ seen: { title: 'B', city: 'D' }, base: { title: 'X' } }),
    })
    expect(apart(link, [refused])).toEqual({ crm: { name: 'A' }, books: { title: 'B' } })
  })

  test('agrees to nothing about what the rule itself sets', () => {
    const lock = { ...refused, sets: [{ ...set, key: 'locked', value: true, before: false, from: null }] } as const
    expect(apart(aLink({ crm: aHalf({}), books: aHalf({}) }), [lock]).books).toEqual({})
  })

  test('agrees to nothing on a side that is not there', () => {
    expect(apart(aLink({ books: aHalf({ seen: { name: 'B' } }) }), [refused]).crm).toEqual({})
  })

  test('agrees to what the books showed where the books would have been written', () => {
    const back = { side: 'books', verb: 'update', sets: [{ ...set, key: 'title', from: 'name' }] } as const
    const link = aLink({ crm: aHalf({ seen: {} }), books: aHalf({ seen: {} }) })
    expect(apart(link, [back])).toEqual({ crm: { name: 'B' }, books: { title: 'A' } })
  })

  test('agrees to a removal only where a removal was refused', () => {
    const removal = { side: 'crm', verb: 'remove', sets: [] } as const
    const link = aLink({ crm: aHalf({}), books: aHalf({ removed: true }) })
    expect(apart(link, [removal])).toEqual({ crm: {}, books: { removed: true } })
    expect(apart(link, [{ ...refused, sets: [] }, removal]).books).toEqual({ removed: true })
    expect(apart(link, [{ ...refused, sets: [] }])).toEqual({ crm: {}, books: {} })
  })

  test('leaves what is news about the link to be planned, and says who wanted it so', () => {
    const link = aLink({ id: 'l', gone: true, crm: aHalf({ seen: {} }), books: aHalf({ seen: {} }) })
    const agreed = { agreedCrm: { name: 'A' }, agreedBooks: { title: 'B' } }
    const because = { reason: 'kept-apart' }
    expect(keptApart(link, [refused])).toEqual({ id: 'l', planned: 0, because, waitsOn: null, gone: true, ...agreed })
  })
})
