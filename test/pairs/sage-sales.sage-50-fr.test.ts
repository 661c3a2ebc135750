import { describe, expect, test } from 'vitest'
import type { Field } from '@/lib/model/connector'
import { entities, sides } from '@/lib/model/words'
import { pairName, pairOf, pairs } from '@/lib/pairs'
import { sageSalesSage50Fr } from '@/lib/pairs/sage-sales.sage-50-fr'
import { direction } from '@/lib/sync/direction'
import { proposeJoins, resolve } from '@/lib/sync/resolve'
import { aField } from '../kit/aField'
import { someSettings } from '../kit/someSettings'
import { someVendors } from '../kit/someVendors'
import { sentences } from './sentences'

test('the article, sentence by sentence', () => {
  expect(sentences(sageSalesSage50Fr, 'Sage')).toEqual([
    'Clients: Sage -> CRM create, update, remove; CRM -> Sage create; locked in CRM; same by code, then vatNumber; ' +
      'switch create-clients-in-books on; CRM owner = salesRep (owner) at creation; ' +
      'Sage salesRep = owner (full-name) at creation; CRM syncState = synchronised',
    'Prospects: Sage -> CRM create, update, remove; CRM -> Sage create, update; same by code, then vatNumber; ' +
      'only status prospect; becomes customer in Sage alone; CRM owner = salesRep (owner) at creation; ' +
      'Sage salesRep = owner (full-name) at creation; CRM syncState = synchronised',
    'Contacts: Sage -> CRM create, update, remove; CRM -> Sage create, update; same by email; under a customer; ' +
      'only kind contact-address; CRM syncState = synchronised',
    'Products: Sage -> CRM create, update, remove; CRM -> Sage nothing; locked in CRM; same by code; ' +
      'CRM stock = stock (dash-unless-stocked); CRM available = active (availability); CRM syncState = synchronised',
    'Invoices: Sage -> CRM create, update, remove; CRM -> Sage nothing; locked in CRM; same by invoiceId; under a customer; ' +
      'with lines; CRM owner = salesRep (owner) at creation; CRM syncState = synchronised',
  ])
  expect(sageSalesSage50Fr.every).toBe(15)
})

describe('the directions that people see', () => {
  test.each([
    ['customer', 'both-ways'],
    ['prospect', 'both-ways'],
    ['contact', 'both-ways'],
    ['product', 'to-crm'],
    ['invoice', 'to-crm'],
  ] as const)('%s %s', (entity, expected) => {
    const rule = sageSalesSage50Fr.entities[entity]
    expect(rule && direction(rule)).toBe(expected)
  })
})

describe('with everything switched on', () => {
  const on = Object.fromEntries(entities.map((entity) => [entity, {}]))
  const { byEntity } = resolve(sageSalesSage50Fr, someSettings(on), 1, someVendors())

  test('no removal ever goes to Sage', () => {
    for (const entity of entities) expect(byEntity[entity]?.toBooks ?? []).not.toContain('remove')
  })

  test('clients of the CRM are born in Sage unless the switch is turned off', () => {
    expect(byEntity.customer?.toBooks).toEqual(['create'])
    const off = resolve(
      sageSalesSage50Fr,
      someSettings(on, { switches: { 'create-clients-in-books': false } }),
      1,
      someVendors(),
    )
    expect(off.byEntity.customer).toMatchObject({ toBooks: [], switchedOff: { toBooks: ['create'] } })
    expect(off.byEntity.prospect?.toBooks).toEqual(['create', 'update'])
  })

  test('clients, products and invoices are locked in the CRM, prospects and contacts are not', () => {
    const locked = entities.filter((entity) => byEntity[entity]?.joins.some(({ crm }) => crm === 'locked'))
    expect(locked).toEqual(['customer', 'product', 'invoice'])
  })

  test('which of client and prospect a record is, only Sage says', () => {
    const labels = entities.filter((entity) =>
      byEntity[entity]?.joins.some(({ crm, lane: open }) => crm === 'entity' && open === 'toCrm'),
    )
    expect(labels).toEqual(['customer', 'prospect'])
  })

  test('the owner is set at creation only', () => {
    for (const entity of entities)
      for (const join of byEntity[entity]?.joins ?? [])
        if (join.crm === 'owner' || join.books === 'salesRep') expect(join.on).toBe('create')
  })
})

describe('the field map it begins with', () => {
  const keys = (some: readonly string[], part: Partial<Field> = {}): readonly Field[] =>
    some.map((key) => aField(key, part))
  const rule = sageSalesSage50Fr.entities.customer
  const joins = rule
    ? proposeJoins(
        [...keys(['code', 'name', 'locked', 'status', 'syncState']), aField('owner', { type: 'person' })],
        [...keys(['name', 'x:siret', 'salesRep']), aField('code', { readOnly: true })],
        rule,
      )
    : []

  test('gives the code of Sage to the CRM and never back', () => {
    expect(joins).toEqual([
      { crm: 'code', books: 'code', lane: 'toCrm' },
      { crm: 'name', books: 'name' },
    ])
  })
})

describe('the registry of pairs', () => {
  test('finds each pair by its two vendors', () => {
    for (const pair of pairs) expect(pairOf(pairName(pair))).toBe(pair)
    expect(pairOf('sage-sales.sage-50-fr')).toBe(sageSalesSage50Fr)
    expect(pairOf('nobody.nothing')).toBeNull()
  })

  test('names each pair once', () => {
    expect(new Set(pairs.map(pairName)).size).toBe(pairs.length)
  })

  test('holds only rules that make sense', () => {
    for (const pair of pairs)
      for (const entity of entities) {
        const rule = pair.entities[entity]
        if (!rule) continue
        for (const side of sides)
          if (rule.lockedIn === side) expect(rule[side === 'crm' ? 'toBooks' : 'toCrm']).not.toContain('update')
        if (rule.needs) expect(pair.entities[rule.needs]).toBeDefined()
        expect(rule.identify.length).toBeGreaterThan(0)
      }
  })
})
