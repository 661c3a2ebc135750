import { describe, expect, test } from 'vitest'
import { sageSales } from '@/lib/connectors/sage-sales'
import { shortCode } from '@/lib/connectors/sage-sales/data'
import {
  accountSnapshot,
  contactSnapshot,
  noNames,
  orderSnapshot,
  productSnapshot,
} from '@/lib/connectors/sage-sales/map'
import { blame, fieldsOf } from '@/lib/connectors/sage-sales/screen'
import * as crm from '@/lib/connectors/sage-sales/wire'
import { bodyOf, factureSnapshot, keyOf, tiersSnapshot } from '@/lib/connectors/sage-50-fr/map'
import * as books from '@/lib/connectors/sage-50-fr/wire'
import { canonicalLines, linesOf } from '@/lib/model/value'

const audit = { id: 7, dateCreated: '2026-01-01T00:00:00Z', deleted: false }

describe('an account of the CRM', () => {
  const row = crm.account.parse({
    ...audit,
    name: '  Café  du  Port ',
    statusId: { id: 22, value: 'Client' },
    email: 'Anna@EXAMPLE.test',
    phone: '04 78 00 11 22',
    countryId: { id: 75, value: 'France' },
    vatNumber: 'fr 12 345',
    salesRepId1: { id: 502, value: 'Bruno' },
    address1: '',
    comment: 'one\r\ntwo ',
    readOnly: true,
    Z_Outstanding: 1234.56,
    Z_SyncRef: 'link-1',
    unknownToUs: [1, 2],
  })

  test('speaks our words in normal form', () => {
    expect(accountSnapshot(row, noNames, { client: ['22'] })).toEqual({
      entity: 'customer',
      id: '7',
      version: null,
      parents: {},
      removed: false,
      marker: 'link-1',
      fields: {
        name: 'Café du Port',
        status: 'client',
        email: 'Anna@example.test',
        phone: '+33478001122',
        country: 'FR',
        vatNumber: 'FR12345',
        owner: '502',
        street: null,
        notes: 'one\ntwo',
        locked: true,
        outstanding: 123_456,
      },
    })
  })

  test('is a prospect unless its status means client, and says which kind of one', () => {
    expect(accountSnapshot(row, noNames, { prospect: ['22'] })).toMatchObject({
      entity: 'prospect',
      fields: { status: 'prospect' },
    })
    expect(accountSnapshot(row, noNames, {})).toMatchObject({ entity: 'prospect', fields: { status: 'other' } })
  })

  test('keeps the countries that only its own list can tell', () => {
    const abroad = crm.account.parse({ ...audit, name: 'X', countryId: { id: 9, value: 'Métropole' } })
    expect(accountSnapshot(abroad, noNames, {}).fields['country']).toBe('Métropole')
    expect(accountSnapshot(abroad, { ...noNames, countries: new Map([[9, 'FR']]) }, {}).fields['country']).toBe('FR')
  })

  test('without what every account has is refused at the door', () => {
    expect(crm.account.safeParse({ ...audit, statusId: null }).success).toBe(false)
    expect(crm.account.safeParse({ ...audit, name: 'X', deleted: undefined }).success).toBe(false)
  })
})

describe('the forms in which the CRM shows what we write', () => {
  test('a contact without first name is written with a dash and read without one', () => {
    const row = crm.contact.parse({ ...audit, accountId: { id: 3, value: 'X' }, firstName: '-', lastName: 'Doe' })
    expect(contactSnapshot(row, noNames)).toMatchObject({
      fields: { firstName: null, lastName: 'Doe' },
      parents: { customer: '3' },
    })
    expect(sageSales.normal('contact', { firstName: '-', lastName: 'Doe' })).toEqual({
      firstName: null,
      lastName: 'Doe',
    })
  })

  test('stock is counted in whole pieces, availability is turned round', () => {
    expect(sageSales.normal('product', { stock: 2.9 })).toEqual({ stock: 2 })
    expect(sageSales.normal('product', { stock: null })).toEqual({ stock: null })
    const row = crm.product.parse({ ...audit, model: 'Chair', stock: null, notAvailable: true, price: 0.1 })
    expect(productSnapshot(row).fields).toMatchObject({ stock: null, available: false, price: 10 })
  })

  test('a code too long for the CRM keeps its beginning, and two of them stay two', () => {
    const [one, other] = [shortCode(`${'A'.repeat(40)}1`), shortCode(`${'A'.repeat(40)}2`)]
    expect(one).toHaveLength(30)
    expect(one).not.toBe(other)
    expect(shortCode(one)).toBe(one)
    expect(shortCode('00042')).toBe('00042')
  })

  test('part of a unit becomes one piece at the price of the line', () => {
    const flat = sageSales.normal('invoice', {
      lines: canonicalLines([
        { fields: { description: 'Cloth', quantity: '2.5', price: '4', discount: '10', total: 900 }, parents: {} },
        {
          fields: { description: 'Box', quantity: '2', price: '4', discount: null, total: 800 },
          parents: { product: '5' },
        },
      ]),
    })
    expect(linesOf(flat['lines'])).toEqual([
      { fields: { description: 'Cloth', quantity: '1', price: '9', discount: '0', total: 900 }, parents: {} },
      {
        fields: { description: 'Box', quantity: '2', price: '4', discount: '0', total: 800 },
        parents: { product: '5' },
      },
    ])
    expect(sageSales.normal('invoice', flat)).toEqual(flat)
  })

  test('lines come in their position, deleted ones not at all, the product for bare lines as none', () => {
    const line = (id: number, order: number, more: object = {}) =>
      crm.line.parse({
        id,
        deleted: false,
        salesorderId: { id: 7 },
        productId: { id: 5 },
        description: `L${order}`,
        order,
        ...more,
      })
    const row = crm.order.parse({
      ...audit,
      statusId: { id: 66, value: 'Partially paid' },
      Z_InvoiceDate: '2026-03-01T00:00:00Z',
    })
    const lines = [line(1, 2), line(2, 1, { productId: { id: 9 } }), line(3, 3, { deleted: true })]
    const snapshot = orderSnapshot(row, { ...noNames, bare: 9 }, lines)
    expect(snapshot.fields).toMatchObject({ state: 'partially-paid', date: '2026-03-01' })
    expect(snapshot.lines?.map(({ fields, parents }) => [fields['description'], parents])).toEqual([
      ['L1', {}],
      ['L2', { product: '5' }],
    ])
  })
})

describe("the CRM's schema", () => {
  const schema = crm.schema.parse({
    properties: {
      id: { type: ['integer'], readOnly: true },
      name: { type: ['string'], maxLength: 10 },
      email: { type: ['string', 'null'], maxLength: 5 },
      branchId: { type: ['object'] },
    },
  })

  test('is offered under our names', () => {
    expect(fieldsOf('customer', schema)).toMatchObject([
      { key: 'name', label: 'Name', type: 'text', mandatory: true, readOnly: false, maxLength: 10 },
      { key: 'email', mandatory: false, maxLength: 5 },
      { key: 'outstanding', label: 'Outstanding', type: 'money' },
      { key: 'syncState' },
    ])
  })

  test('tells which field a refusal must be about', () => {
    expect(blame('customer', { name: 'x', branchId: 1, email: 'too long' }, schema, 'create')).toBe('email')
    expect(blame('customer', { name: null, branchId: 1 }, schema, 'update')).toBe('name')
    expect(blame('customer', { name: 'x' }, schema, 'create')).toBe('owner')
    expect(blame('customer', { email: 'ok' }, schema, 'update')).toBeNull()
  })
})

describe('a third party of Sage 50', () => {
  const wire = books.tiers.parse({
    id: '12',
    ref: null,
    code: 'IT ',
    version: 'v1',
    supprime: false,
    typeTiers: 'client',
    raisonSociale: 'IT',
    siren: null,
    siret: '12345678900011',
    naf: null,
    tvaIntra: ' FR 12 ',
    adresse: { l1: '1 rue A', l2: 'Bât. B', l3: 'Étage 3', codePostal: '01000', ville: 'Bourg', pays: 'FR' },
    telephone: '01 45 67 89 01',
    portable: null,
    fax: null,
    email: null,
    siteWeb: null,
    SALES_REP: 'Alice Moreau',
    soldeComptable: '-12.30',
    notes: null,
    famille: 'unknown to us',
  })

  test('speaks our words: a trailing blank goes, the third line follows the second', () => {
    expect(tiersSnapshot(wire)).toMatchObject({
      entity: 'customer',
      id: '12',
      version: 'v1',
      removed: false,
      fields: {
        code: 'IT',
        street: '1 rue A',
        street2: 'Bât. B Étage 3',
        phone: '+33145678901',
        vatNumber: 'FR12',
        outstanding: -1230,
        'x:siret': '12345678900011',
      },
    })
    expect('marker' in tiersSnapshot(wire)).toBe(false)
  })

  test('is written with the given fields only, addresses in their parts', () => {
    const body = bodyOf('prospect', {
      fields: { name: 'New', city: null, street2: 'B', outstanding: 5, code: null },
      parents: {},
    })
    expect(body).toEqual({ raisonSociale: 'New', adresse: { ville: null, l2: 'B', l3: null } })
    expect(bodyOf('contact', { fields: {}, parents: { customer: '12' } })).toEqual({ tiersId: '12' })
  })

  test('refusals name our fields', () => {
    expect(['adresse.ville', 'raisonSociale', 'tiersId', 'famille'].map((champ) => keyOf('customer', champ))).toEqual([
      'city',
      'name',
      'parent:customer',
      'x:famille',
    ])
  })
})

test('an invoice of Sage 50 adds up to the cent, whatever its digits', () => {
  const snapshot = factureSnapshot(
    books.facture.parse({
      id: '5',
      ref: null,
      code: 'FA5',
      version: 'v',
      supprime: false,
      numero: 'FA5',
      typePiece: 'avoir',
      date: '2026-03-01',
      dateEcheance: null,
      tiersId: '12',
      representant: 'R1',
      devise: 'EUR',
      totalHT: '10.05',
      totalTVA: '2.01',
      totalTTC: '12.06',
      dejaRegle: '0.00',
      resteDu: '12.06',
      statut: 'partiellement_reglee',
      lignes: [
        {
          articleId: null,
          designation: ' Port ',
          quantite: '1.0000',
          prixUnitaireHT: '10.05',
          remisePct: '0.00',
          montantHT: '10.05',
        },
      ],
    }),
  )
  expect(snapshot).toMatchObject({
    parents: { customer: '12' },
    fields: {
      invoiceId: '5',
      kind: 'credit-note',
      state: 'partially-paid',
      dueDate: null,
      netTotal: 1005,
      total: 1206,
      salesRep: 'R1',
    },
    lines: [
      { fields: { description: 'Port', quantity: '1', price: '10.05', discount: '0', total: 1005 }, parents: {} },
    ],
  })
})
