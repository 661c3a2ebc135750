import { describe, expect, test } from 'vitest'
import type { Flat } from '@/lib/model/record'
import type { Condition } from '@/lib/model/settings'
import { admit } from '@/lib/sync/admit'
import { decide } from '@/lib/sync/decide'
import { plan } from '@/lib/sync/plan'
import { passes } from '@/lib/sync/scope'
import { aHalf } from '../kit/aHalf'
import { aLink } from '../kit/aLink'
import { aLockedRule, aRule } from '../kit/aRule'
import { someFacts } from '../kit/someFacts'
import { someRules } from '../kit/someRules'

const says = (field: string, is: Condition['is'], ...values: Condition['values']): Condition => ({ field, is, values })

describe('what a filter lets pass', () => {
  test.each<readonly [string, Flat, Condition, boolean]>([
    ['one of the values', { state: 'open' }, says('state', 'one-of', 'open', 'paid'), true],
    ['none of the values', { state: 'draft' }, says('state', 'one-of', 'open', 'paid'), false],
    ['whatever its case and accents', { city: 'ORLÉANS' }, says('city', 'one-of', 'orleans'), true],
    ['yes and no', { active: true }, says('active', 'one-of', true), true],
    ['no where yes is asked', { active: false }, says('active', 'one-of', true), false],
    ['anything but these', { state: 'open' }, says('state', 'none-of', 'draft'), true],
    ['not these', { state: 'draft' }, says('state', 'none-of', 'draft'), false],
    ['an empty one is not among those to leave out', { state: null }, says('state', 'none-of', 'draft'), true],
    ['a part of the text', { name: 'Menuiserie Lambert' }, says('name', 'contains', 'lamb'), true],
    [
      'a part of the text, one of several',
      { name: 'Menuiserie Lambert' },
      says('name', 'contains', 'zzz', 'lamb'),
      true,
    ],
    ['no part of the text', { name: 'Menuiserie' }, says('name', 'contains', 'lamb'), false],
    ['a beginning', { postcode: '75011' }, says('postcode', 'starts-with', '75', '92'), true],
    ['another beginning', { postcode: '31000' }, says('postcode', 'starts-with', '75', '92'), false],
    ['something at all', { email: 'a@b.fr' }, says('email', 'filled'), true],
    ['nothing where something is asked', { email: null }, says('email', 'filled'), false],
    ['nothing at all', { email: null }, says('email', 'empty'), true],
    ['something where nothing is asked', { email: 'a@b.fr' }, says('email', 'empty'), false],
    ['a field that this side does not show', {}, says('email', 'filled'), true],
    ['a number by its digits', { discount: 10 }, says('discount', 'one-of', '10'), true],
  ])('%s', (_story, flat, condition, expected) => expect(passes(flat, [condition])).toBe(expected))

  test('all parts must be true, and no part at all lets everything pass', () => {
    const filter = [says('city', 'one-of', 'Lyon'), says('active', 'one-of', true)]
    expect(passes({ city: 'Lyon', active: true }, filter)).toBe(true)
    expect(passes({ city: 'Lyon', active: false }, filter)).toBe(false)
    expect(passes({ city: 'Lyon' }, [])).toBe(true)
  })
})

describe('a record outside the filter', () => {
  const lyon = [says('city', 'one-of', 'Lyon')]

  test('is not created on the other side, and says why', () => {
    const link = aLink({ books: aHalf({ seen: { city: 'Paris' } }) })
    expect(admit(link, aRule({ filter: lyon }), someFacts())?.because).toEqual({ reason: 'out-of-scope' })
    expect(admit(aLink({ books: aHalf({ seen: { city: 'Lyon' } }) }), aRule({ filter: lyon }), someFacts())).toBeNull()
  })

  test.each(['edited', 'removed'] as const)('that was in both stays as it is when it is %s', (what) => {
    const base = { entity: 'customer', name: 'Durand' }
    const books = aHalf({ id: 'b', base, seen: { name: 'Dupond', city: 'Paris' }, removed: what === 'removed' })
    const link = aLink({ crm: aHalf({ id: 'c', base, seen: { name: 'Durand' } }), books })
    const rules = (filter: readonly Condition[]) => someRules(aLockedRule({ filter }))
    expect(plan(link, [], rules(lyon), someFacts())).toMatchObject({ writes: [], because: { reason: 'out-of-scope' } })
    expect(plan(link, [], rules([]), someFacts()).writes).toHaveLength(1)
  })

  test('travels again, with all that changed meanwhile, once it is back in the filter', () => {
    const base = { entity: 'customer', name: 'Durand' }
    const books = aHalf({ id: 'b', base, seen: { name: 'Dupond', city: 'Lyon' } })
    const link = aLink({
      crm: aHalf({ id: 'c', base, seen: { name: 'Durand' } }),
      books,
      because: { reason: 'out-of-scope' },
    })
    expect(decide(link, aLockedRule({ filter: lyon }), someFacts()).writes[0]?.sets).toMatchObject([
      { key: 'name', value: 'Dupond', before: 'Durand' },
    ])
  })

  test('is nobody’s counterpart', () => {
    const newcomer = aLink({ id: 'a', crm: aHalf({ id: 'c', seen: { code: 'C1' } }) })
    const outside = aLink({ id: 'b', books: aHalf({ id: 'b', seen: { code: 'C1', city: 'Paris' } }) })
    const met = (filter: readonly Condition[]) =>
      plan(newcomer, [outside], someRules(aRule({ filter })), someFacts()).ties
    expect(met([])).toEqual(['b'])
    expect(met(lyon)).toEqual([])
  })
})

test('a record that is outside the filter of its own kind is nobody’s counterpart', () => {
  const rules = someRules(
    aRule({ identify: ['code'] }),
    aRule({ entity: 'prospect', identify: ['code'], filter: [says('city', 'one-of', 'Lyon')] }),
  )
  const client = aLink({ id: 'c', crm: aHalf({ id: 'crm-1', seen: { name: 'A', code: 'C1' } }) })
  const prospect = (city: string) =>
    aLink({ id: 'p', books: aHalf({ id: 'b-1', entity: 'prospect', seen: { name: 'A', code: 'C1', city } }) })
  expect(plan(client, [prospect('Paris')], rules, someFacts()).ties).toEqual([])
  expect(plan(client, [prospect('Lyon')], rules, someFacts()).ties).toEqual(['p'])
})
