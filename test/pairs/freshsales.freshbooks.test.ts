import { describe, expect, test } from 'vitest'
import { freshsales } from '@/lib/connectors/freshsales'
import { freshbooks } from '@/lib/connectors/freshbooks'
import { entities } from '@/lib/model/words'
import { pairOf } from '@/lib/pairs'
import { freshsalesFreshbooks } from '@/lib/pairs/freshsales.freshbooks'
import { direction } from '@/lib/sync/direction'
import { resolve } from '@/lib/sync/resolve'
import { someSettings } from '../kit/someSettings'
import { sentences } from './sentences'

const vendors = { crm: freshsales, books: freshbooks }
const on = Object.fromEntries(entities.map((entity) => [entity, {}]))
const resolved = (switches = {}) => resolve(freshsalesFreshbooks, someSettings(on, { switches }), 1, vendors).byEntity

test('the article, sentence by sentence', () => {
  expect(sentences(freshsalesFreshbooks, 'FreshBooks')).toEqual([
    'Clients: FreshBooks -> CRM create, update; CRM -> FreshBooks create, update; same by name, then email; ' +
      'CRM syncState = synchronised',
    'Contacts: FreshBooks -> CRM create, update; CRM -> FreshBooks create, update; same by email; under a customer; ' +
      'CRM syncState = synchronised',
    'Products: FreshBooks -> CRM create, update, remove; CRM -> FreshBooks nothing; locked in CRM; same by code, then name; ' +
      'CRM syncState = synchronised',
    'Documents: FreshBooks -> CRM nothing; CRM -> FreshBooks create; same by number; under a customer; with lines; ' +
      'only state accepted; switch create-documents-in-books off',
    'Invoices: FreshBooks -> CRM create, update, remove; CRM -> FreshBooks nothing; locked in CRM; same by invoiceId; ' +
      'under a customer; with lines; CRM syncState = synchronised',
    'Payments: FreshBooks -> CRM create, update, remove; CRM -> FreshBooks nothing; locked in CRM; same by number; ' +
      'under a customer; with lines; CRM syncState = synchronised',
  ])
  expect(freshsalesFreshbooks.every).toBe(15)
  expect(pairOf('freshsales.freshbooks')).toBe(freshsalesFreshbooks)
})

describe('the directions that people see', () => {
  test.each([
    ['customer', 'both-ways'],
    ['contact', 'both-ways'],
    ['product', 'to-crm'],
    ['document', 'to-books'],
    ['invoice', 'to-crm'],
    ['payment', 'to-crm'],
  ] as const)('%s %s', (entity, expected) => {
    const rule = freshsalesFreshbooks.entities[entity]
    expect(rule && direction(rule)).toBe(expected)
  })
})

describe('with both vendors as they are', () => {
  test('nobody who disappears in one system disappears in the other', () => {
    for (const entity of ['customer', 'contact'] as const) {
      expect([...(resolved()[entity]?.toCrm ?? []), ...(resolved()[entity]?.toBooks ?? [])]).not.toContain('remove')
    }
  })

  test('every promised verb is one that both vendors can keep', () => {
    for (const entity of entities) {
      const rule = freshsalesFreshbooks.entities[entity]
      if (!rule) continue
      expect(resolved({ 'create-documents-in-books': true })[entity]).toMatchObject({
        toCrm: rule.toCrm,
        toBooks: rule.toBooks,
      })
    }
  })

  test('deals stay in the CRM until the administrator turns the switch on', () => {
    expect(resolved().document).toMatchObject({ toBooks: [], switchedOff: { toBooks: ['create'] } })
    expect(resolved({ 'create-documents-in-books': true }).document?.toBooks).toEqual(['create'])
  })

  test('products, invoices and payments are locked in the CRM', () => {
    const locked = entities.filter((entity) => resolved()[entity]?.joins.some(({ crm }) => crm === 'locked'))
    expect(locked).toEqual(['product', 'invoice', 'payment'])
  })
})
