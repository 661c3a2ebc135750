import { describe, expect, test } from 'vitest'
import { all, definePair, type Join, type Pair, type ResolvedRule, type Rule } from '@/lib/model/rule'
import type { EntitySettings, Settings } from '@/lib/model/settings'
import type { Entity } from '@/lib/model/words'
import { proposeJoins, resolve } from '@/lib/sync/resolve'
import { aCapability } from '../kit/aCapability'
import { aField } from '../kit/aField'
import { someSettings } from '../kit/someSettings'
import { someVendors } from '../kit/someVendors'

const rule = (part: Partial<Rule> = {}): Rule => ({ identify: ['code'], toCrm: all, toBooks: all, ...part })
const pairOf = (part: Partial<Rule> = {}, entity: Entity = 'customer'): Pair =>
  definePair({ crm: 'one', books: 'two', every: 15, entities: { [entity]: rule(part) } })

function resolved(
  part: Partial<Rule>,
  chosen: Partial<EntitySettings> = {},
  more: Partial<Settings> = {},
  vendors = someVendors(),
): ResolvedRule {
  const found = resolve(pairOf(part), someSettings({ customer: chosen }, more), 3, vendors).byEntity.customer
  if (!found) throw new Error('not resolved')
  return found
}

describe('what the rule itself sets', () => {
  const joinsOf = (part: Partial<Rule>, chosen: Partial<EntitySettings> = {}): readonly Join[] =>
    resolved(part, chosen).joins

  test('a field with its origin, in the lane that leads there', () => {
    const fields = [{ set: 'owner', in: 'crm', from: 'salesRep', as: 'owner', on: 'create' }] as const
    expect(joinsOf({ fields })).toContainEqual({
      crm: 'owner',
      books: 'salesRep',
      as: 'owner',
      on: 'create',
      lane: 'toCrm',
    })
    const back = [{ set: 'salesRep', in: 'books', from: 'owner', as: 'full-name' }] as const
    expect(joinsOf({ fields: back })).toContainEqual({
      crm: 'owner',
      books: 'salesRep',
      as: 'full-name',
      lane: 'toBooks',
    })
  })

  test('a constant, and when it is set', () => {
    const fields = [{ set: 'state', in: 'crm', from: null, constant: 'done', when: 'empty' }] as const
    expect(joinsOf({ fields })).toContainEqual({
      crm: 'state',
      books: null,
      constant: 'done',
      when: 'empty',
      lane: 'toCrm',
    })
  })

  test('the lock of a locked entity, where the vendor has one', () => {
    const lock = { crm: 'locked', books: null, constant: true, lane: 'toCrm' }
    expect(joinsOf({ lockedIn: 'crm' })).toContainEqual(lock)
    expect(joinsOf({})).not.toContainEqual(lock)
    const vendors = someVendors({ crm: { customer: aCapability({ lock: false }) } })
    expect(resolved({ lockedIn: 'crm' }, {}, {}, vendors).joins).not.toContainEqual(lock)
  })

  test('the lock of locked books', () => {
    expect(joinsOf({ lockedIn: 'books' })).toContainEqual({
      crm: null,
      books: 'locked',
      constant: true,
      lane: 'toBooks',
    })
  })

  test('the label of what may be converted, which only the books tell', () => {
    const label = { crm: 'entity', books: 'entity', lane: 'toCrm' }
    expect(joinsOf({})).toContainEqual(label)
    const prospects = resolve(
      pairOf({ becomes: { customer: 'books' } }, 'prospect'),
      someSettings({ prospect: {} }),
      1,
      someVendors(),
    )
    expect(prospects.byEntity.prospect?.joins).toContainEqual(label)
    const products = resolve(pairOf({}, 'product'), someSettings({ product: {} }), 1, someVendors())
    expect(products.byEntity.product?.joins).toEqual([])
  })

  test('the parent and the lines', () => {
    expect(joinsOf({ needs: 'customer' })).toContainEqual({ crm: 'parent:customer', books: 'parent:customer' })
    expect(joinsOf({ lines: true })).toContainEqual({ crm: 'lines', books: 'lines' })
  })
})

describe("the administrator's field map", () => {
  const joined = (joins: EntitySettings['joins'], part: Partial<Rule> = {}): readonly Join[] => {
    const own = resolved(part).joins
    return resolved(part, { joins }).joins.filter(
      (join) => !own.some((other) => JSON.stringify(other) === JSON.stringify(join)),
    )
  }

  test('joins what it says', () => {
    const joins = [{ crm: 'x:label', books: 'notes', as: 'same', lane: 'toCrm', on: 'create', when: 'empty' }] as const
    expect(joined([...joins])).toEqual(joins)
    expect(joined([{ crm: 'x:origin', books: null, constant: 'books' }])).toEqual([
      { crm: 'x:origin', books: null, constant: 'books' },
    ])
  })

  test('leaves absent what was not said', () => {
    const [join] = joined([{ crm: 'name', books: 'name', lane: undefined, as: undefined }])
    expect(Object.keys(join ?? {})).toEqual(['crm', 'books'])
  })

  const owner = { fields: [{ set: 'owner', in: 'crm', from: 'salesRep' }] } as const
  test.each<readonly [string, EntitySettings['joins'][number], Partial<Rule>, boolean]>([
    ['cannot unlock', { crm: 'locked', books: null, constant: false }, { lockedIn: 'crm' }, false],
    ['cannot convert', { crm: 'status', books: 'x:kind' }, {}, false],
    ['cannot set a label', { crm: 'x:kind', books: 'entity' }, {}, false],
    ['cannot claim that a record is synchronised', { crm: 'syncState', books: 'x:state' }, {}, false],
    ['cannot move a record to another parent', { crm: 'parent:customer', books: 'x:parent' }, {}, false],
    ['cannot set lines', { crm: 'lines', books: 'x:lines' }, {}, false],
    ['cannot set what the rule sets', { crm: 'owner', books: 'x:rep' }, owner, false],
    ['may read what the rule sets', { crm: 'owner', books: 'x:rep', lane: 'toBooks' }, owner, true],
    ['may set what the rule sets on the other side only', { crm: 'x:rep', books: 'owner' }, owner, true],
    ['may read the status', { crm: 'status', books: 'x:kind', lane: 'toBooks' }, {}, true],
  ])('%s', (_story, join, part, kept) => expect(joined([join], part)).toHaveLength(kept ? 1 : 0))

  test('gives a field one origin: the first one', () => {
    const one = { crm: 'name', books: 'name' }
    expect(joined([one, { crm: 'name', books: 'x:label' }])).toEqual([one])
    expect(joined([one, { crm: 'x:label', books: 'name' }])).toEqual([one])
    const out = { crm: 'name', books: 'name', lane: 'toCrm' } as const
    const back = { crm: 'name', books: 'name', lane: 'toBooks' } as const
    expect(joined([out, back])).toEqual([out, back])
  })
})

describe('the field map to begin with', () => {
  const names = (joins: readonly Join[]): readonly string[] =>
    joins.map(({ crm, lane }) => `${String(crm)} ${lane ?? 'both'}`)

  test('joins what both sides call alike', () => {
    const joins = proposeJoins([aField('name'), aField('fax')], [aField('name'), aField('siret')], rule())
    expect(joins).toEqual([{ crm: 'name', books: 'name' }])
  })

  test.each<readonly [string, boolean, boolean, readonly string[]]>([
    ['both ways where both may be written', false, false, ['code both']],
    ['to the CRM where the books may not be written', false, true, ['code toCrm']],
    ['to the books where the CRM may not be written', true, false, ['code toBooks']],
    ['not at all where neither may be written', true, true, []],
  ])('%s', (_story, crm, books, expected) => {
    const joins = proposeJoins([aField('code', { readOnly: crm })], [aField('code', { readOnly: books })], rule())
    expect(names(joins)).toEqual(expected)
  })

  test('joins no fields of two types', () => {
    expect(proposeJoins([aField('price', { type: 'money' })], [aField('price', { type: 'number' })], rule())).toEqual(
      [],
    )
  })

  test.each(['locked', 'status', 'entity', 'syncState'])('leaves %s to the rule', (key) => {
    expect(proposeJoins([aField(key)], [aField(key)], rule())).toEqual([])
  })

  test('leaves to the rule what the rule sets', () => {
    const fields = [{ set: 'stock', in: 'crm', from: 'stock', as: 'dash-unless-stocked' }] as const
    expect(proposeJoins([aField('stock')], [aField('stock')], rule({ fields }))).toEqual([])
  })
})
