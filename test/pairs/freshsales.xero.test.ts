import { describe, expect, test } from 'vitest'
import { freshsales } from '@/lib/connectors/freshsales'
import { xero } from '@/lib/connectors/xero'
import { entities } from '@/lib/model/words'
import { pairOf } from '@/lib/pairs'
import { freshsalesXero } from '@/lib/pairs/freshsales.xero'
import { direction } from '@/lib/sync/direction'
import { resolve } from '@/lib/sync/resolve'
import { someSettings } from '../kit/someSettings'
import { sentences } from './sentences'

const vendors = { crm: freshsales, books: xero }
const on = Object.fromEntries(entities.map((entity) => [entity, {}]))
const resolved = (switches = {}) => resolve(freshsalesXero, someSettings(on, { switches }), 1, vendors).byEntity

test('the article, sentence by sentence', () => {
  expect(sentences(freshsalesXero, 'Xero')).toEqual([
    'Clients: Xero -> CRM create, update; CRM -> Xero create, update; same by name, then email; CRM syncState = synchronised',
    'Contacts: Xero -> CRM create, update; CRM -> Xero create, update; same by email; under a customer; ' +
      'CRM syncState = synchronised',
    'Products: Xero -> CRM create, update, remove; CRM -> Xero nothing; locked in CRM; same by code, then name; ' +
      'CRM syncState = synchronised',
    'Documents: Xero -> CRM nothing; CRM -> Xero create; same by number; under a customer; with lines; ' +
      'only state accepted; switch create-documents-in-books off',
    'Invoices: Xero -> CRM create, update, remove; CRM -> Xero nothing; locked in CRM; same by invoiceId; ' +
      'under a customer; with lines; CRM syncState = synchronised',
    'Payments: Xero -> CRM create, update, remove; CRM -> Xero nothing; locked in CRM; same by number; ' +
      'under a customer; with lines; CRM syncState = synchronised',
  ])
  expect(pairOf('freshsales.xero')).toBe(freshsalesXero)
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
    const rule = freshsalesXero.entities[entity]
    expect(rule && direction(rule)).toBe(expected)
  })
})

describe('with both vendors as they are', () => {
  test('every promised verb is one that Freshsales and Xero can keep', () => {
    for (const entity of entities) {
      const rule = freshsalesXero.entities[entity]
      if (!rule) continue
      const { toCrm, toBooks } = rule
      expect(resolved({ 'create-documents-in-books': true })[entity]).toMatchObject({ toCrm, toBooks })
    }
  })

  test('an archived contact of Xero takes no account of the CRM with it', () => {
    for (const entity of ['customer', 'contact'] as const) expect(resolved()[entity]?.toCrm).not.toContain('remove')
  })

  test('deals stay in the CRM until the administrator turns the switch on', () => {
    expect(resolved().document).toMatchObject({ toBooks: [], switchedOff: { toBooks: ['create'] } })
  })
})
