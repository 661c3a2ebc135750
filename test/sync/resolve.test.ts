import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { all, definePair, type Pair, type ResolvedRule, type Rule } from '@/lib/model/rule'
import type { EntitySettings, Settings } from '@/lib/model/settings'
import { entities, lanes, verbs, type Entity, type Lane, type Verb } from '@/lib/model/words'
import { pairs } from '@/lib/pairs'
import { resolve } from '@/lib/sync/resolve'
import { aCapability } from '../kit/aCapability'
import { anEntityChoice, someSettings } from '../kit/someSettings'
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

describe('a field that the rule sets on one side', () => {
  test('is not mapped to that side by anybody, whatever the rule sets on the other one', () => {
    const fields: Rule['fields'] = [
      { set: 'owner', in: 'crm', from: 'salesRep' },
      { set: 'salesRep', in: 'books', from: 'owner' },
    ]
    const joins: EntitySettings['joins'] = [
      { crm: 'owner', books: 'name', lane: 'toCrm' },
      { crm: 'name', books: 'salesRep', lane: 'toBooks' },
      { crm: 'city', books: 'city' },
    ]
    const mapped = resolved({ fields }, { joins }).joins.filter((join) => [join.crm, join.books].some(isTyped))
    expect(mapped).toEqual([{ crm: 'city', books: 'city' }])
  })
})
const isTyped = (key: string | null): boolean => key === 'name' || key === 'city'

describe('an entity travels', () => {
  test('only if the administrator switched it on', () => {
    const vendors = someVendors()
    expect(Object.keys(resolve(pairOf(), someSettings({ customer: {} }), 1, vendors).byEntity)).toEqual(['customer'])
    expect(resolve(pairOf(), someSettings({ customer: { on: false } }), 1, vendors).byEntity).toEqual({})
    expect(resolve(pairOf(), someSettings({}), 1, vendors).byEntity).toEqual({})
  })

  test('only if the pair knows it', () => {
    expect(resolve(pairOf(), someSettings({ payment: {} }), 1, someVendors()).byEntity).toEqual({})
  })

  test('under the version that was published', () => {
    expect(resolve(pairOf(), someSettings({}), 7, someVendors()).version).toBe(7)
  })
})

describe('a verb travels', () => {
  type Row = readonly [string, Partial<Rule>, Partial<EntitySettings>, readonly Verb[], readonly Verb[]]
  test.each<Row>([
    ['where the pair allows it', {}, {}, all, all],
    ['not where the pair denies it', { toBooks: ['create'] }, {}, all, ['create']],
    ['not where the administrator dropped it', {}, { toCrm: ['update'] }, ['update'], all],
    [
      'not where the administrator asks for more than the pair allows',
      { toBooks: [] },
      { toBooks: [...verbs] },
      all,
      [],
    ],
    ['not where the administrator dropped all', {}, { toCrm: [], toBooks: [] }, [], []],
  ])('%s', (_story, part, chosen, toCrm, toBooks) => {
    expect(resolved(part, chosen)).toMatchObject({ toCrm, toBooks })
  })

  test('not where the target cannot do it', () => {
    const vendors = someVendors({ books: { customer: aCapability({ write: ['create'] }) } })
    expect(resolved({}, {}, {}, vendors)).toMatchObject({ toCrm: all, toBooks: ['create'] })
  })

  test('not as a removal that the origin cannot show', () => {
    const vendors = someVendors({ books: { customer: aCapability({ removals: 'hidden' }) } })
    expect(resolved({}, {}, {}, vendors)).toMatchObject({ toCrm: ['create', 'update'], toBooks: all })
  })

  test('not where one vendor has no such thing', () => {
    const { customer: _none, ...rest } = someVendors().crm.entities
    const vendors = { ...someVendors(), crm: { entities: rest } }
    expect(resolved({}, {}, {}, vendors)).toMatchObject({ toCrm: [], toBooks: [] })
  })
})

describe('a switch', () => {
  const off = { drops: { toBooks: ['create'] }, default: 'off' } as const
  const on = { drops: { toBooks: ['create'], toCrm: ['remove'] }, default: 'on' } as const
  type Row = readonly [string, Rule['switches'], Settings['switches'], readonly Verb[], readonly Verb[]]
  test.each<Row>([
    ['that is on by default drops nothing', { s: on }, {}, all, all],
    [
      'that was turned off drops its verbs in both lanes',
      { s: on },
      { s: false },
      ['create', 'update'],
      ['update', 'remove'],
    ],
    ['that was turned on drops nothing', { s: on }, { s: true }, all, all],
    ['that is off by default drops its verbs', { s: off }, {}, all, ['update', 'remove']],
    ['that is off by default may be turned on', { s: off }, { s: true }, all, all],
    ['of another name changes nothing', { s: on }, { t: false }, all, all],
    [
      'goes together with another',
      { s: on, t: { drops: { toBooks: ['update'] }, default: 'off' } },
      { s: false },
      ['create', 'update'],
      ['remove'],
    ],
  ])('%s', (_story, switches, chosen, toCrm, toBooks) => {
    expect(resolved(switches ? { switches } : {}, {}, { switches: chosen })).toMatchObject({ toCrm, toBooks })
  })

  test('is remembered, so that the reason can name it', () => {
    const { switchedOff } = resolved({ switches: { s: on } }, {}, { switches: { s: false } })
    expect(switchedOff).toEqual({ toCrm: ['remove'], toBooks: ['create'] })
  })
})

describe('who wins', () => {
  test.each<readonly [string, Rule['wins'] | undefined, EntitySettings['wins'] | undefined, string]>([
    ['the books unless said', undefined, undefined, 'books'],
    ['whom the pair names', 'crm', undefined, 'crm'],
    ['whom the administrator chose', 'crm', 'books', 'books'],
    ['whom the administrator chose where the pair names nobody', undefined, 'crm', 'crm'],
  ])('%s', (_story, pair, chosen, wins) => {
    expect(resolved(pair ? { wins: pair } : {}, chosen ? { wins: chosen } : {}).wins).toBe(wins)
  })
})

describe('settings narrow a pair and never widen it', () => {
  const lane = fc.option(fc.subarray<Verb>([...verbs]), { nil: undefined })
  const capability = fc
    .record({
      write: fc.subarray<Verb>([...verbs]),
      removals: fc.constantFrom('listed' as const, 'by-absence' as const, 'hidden' as const),
      lock: fc.boolean(),
    })
    .map((part) => aCapability(part))
  const abilities = fc.dictionary(fc.constantFrom(...entities), capability)
  const choice = fc
    .record({ on: fc.boolean(), toCrm: lane, toBooks: lane, joined: fc.boolean() })
    .map(({ on, toCrm, toBooks, joined }) =>
      anEntityChoice({
        on,
        ...(toCrm ? { toCrm } : {}),
        ...(toBooks ? { toBooks } : {}),
        joins: joined ? [{ crm: 'locked', books: null, constant: false }] : [],
      }),
    )
  const chosen = fc.record({
    entities: fc.dictionary(fc.constantFrom(...entities), choice),
    switches: fc.dictionary(fc.constantFrom('create-clients-in-books', 'other'), fc.boolean()),
  })
  const within = (some: readonly Verb[], all: readonly Verb[]): boolean => some.every((verb) => all.includes(verb))
  const target: Record<Lane, 'crm' | 'books'> = { toCrm: 'crm', toBooks: 'books' }

  test('for every pair, whatever is chosen and whatever the vendors can do', () => {
    fc.assert(
      fc.property(fc.constantFrom(...pairs), chosen, abilities, abilities, (pair, part, crm, books) => {
        const vendors = { crm: { entities: crm }, books: { entities: books } }
        const { byEntity } = resolve(pair, { ...someSettings({}), ...part }, 1, vendors)
        for (const entity of entities) {
          const found = byEntity[entity]
          if (!found) continue
          expect(part.entities[entity]?.on).toBe(true)
          for (const one of lanes) {
            expect(within(found[one], pair.entities[entity]?.[one] ?? [])).toBe(true)
            expect(within(found[one], part.entities[entity]?.[one] ?? verbs)).toBe(true)
            expect(within(found[one], vendors[target[one]].entities[entity]?.write ?? [])).toBe(true)
          }
          expect(found.lockedIn).toBe(pair.entities[entity]?.lockedIn ?? null)
          expect(found.joins.some(({ crm: key, constant }) => key === 'locked' && constant === false)).toBe(false)
        }
      }),
    )
  })
})
