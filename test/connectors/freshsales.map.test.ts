import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bodyOf } from '@/lib/connectors/freshsales/data'
import { accountSnapshot, contactSnapshot, normal } from '@/lib/connectors/freshsales/map'
import { readRows, rowForm, writtenRows } from '@/lib/connectors/freshsales/rows'
import { blame, fieldsOf } from '@/lib/connectors/freshsales/screen'
import { account, contact } from '@/lib/connectors/freshsales/wire'
import type { Line } from '@/lib/model/record'
import { canonicalLines, linesOf } from '@/lib/model/value'

const audit = { id: '402000000000000001', created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-02T00:00:00Z' }

const decimalText = fc
  .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.nat(3))
  .map(([n, digits]) => String(n / 10 ** digits))
const line: fc.Arbitrary<Line> = fc.record({
  fields: fc
    .record(
      {
        description: fc.option(fc.string({ maxLength: 30 })),
        quantity: fc.option(decimalText),
        price: decimalText,
        discount: fc.option(decimalText),
        total: fc.option(fc.integer({ min: -1_000_000, max: 1_000_000 })),
        taxRate: decimalText,
        taxTotal: fc.integer({ min: 0, max: 1_000 }),
      },
      { requiredKeys: [] },
    )
    .map((fields) => fields as Line['fields']),
  parents: fc
    .option(fc.bigInt({ min: 1n, max: 10n ** 18n }))
    .map((id): Line['parents'] => (id === null ? {} : { product: String(id) })),
})

describe('lines as a text that people can read', () => {
  test('what is written is read back, whatever the description says and however many decimals the currency has', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), fc.constantFrom(0, 2, 3), (lines, exponent) => {
        const formed = lines.map((each) => rowForm('invoice', each))
        expect(readRows('invoice', writtenRows('invoice', formed, exponent))).toEqual(formed)
      }),
      { numRuns: 500, seed: 7 },
    )
  })

  test('the form in which a line comes back is itself unchanged by writing it once more', () => {
    fc.assert(
      fc.property(line, (given) => {
        const once = normal('invoice', { lines: canonicalLines([given]) })
        expect(normal('invoice', once)).toEqual(once)
        expect(linesOf(once['lines'])).toEqual([rowForm('invoice', given)])
      }),
      { numRuns: 300, seed: 8 },
    )
  })

  test('allocations name the invoice and the amount', () => {
    const lines = [{ fields: { amount: 10_05 }, parents: { invoice: '42' } }]
    const written = writtenRows('payment', lines, 2)
    expect(written).toBe('10.05 | 42')
    expect(readRows('payment', written)).toEqual(lines)
    expect(readRows('payment', '10.05 | 42 | more')).toBeNull()
    expect(readRows('payment', 'ten | 42')).toBeNull()
  })

  test('no text is no line, and a text of somebody else is none of ours', () => {
    expect(readRows('invoice', null)).toEqual([])
    expect(readRows('invoice', '')).toEqual([])
    expect(readRows('invoice', 'call Anna')).toBeNull()
    expect(readRows('invoice', 'a | b | c | d | e | f | g | h')).toBeNull()
  })
})

describe('records of Freshsales in our words', () => {
  test('an account is told in normal form, own fields of the administrator under their own names', () => {
    const row = account.parse({
      ...audit,
      name: '  Café  du  Port ',
      phone: '04 78 00 11 22',
      country: 'France',
      address: '',
      custom_field: {
        cf_vat_number: 'fr 12 345',
        cf_notes: 'one\r\ntwo ',
        cf_outstanding: '1234.56',
        cf_sync_ref: 'link-1',
        cf_region: 'South ',
        cf_list: ['a'],
      },
      unknown: { to: 'us' },
    })
    expect(accountSnapshot(row)).toEqual({
      entity: 'customer',
      id: '402000000000000001',
      version: null,
      parents: {},
      removed: false,
      marker: 'link-1',
      fields: {
        name: 'Café du Port',
        phone: '+33478001122',
        country: 'FR',
        street: null,
        vatNumber: 'FR12345',
        notes: 'one\ntwo',
        outstanding: 1_234_56,
        'x:cf_region': 'South',
      },
    })
  })

  test('a balance has as many decimals as the currency of the account', () => {
    const yen = account.parse({ ...audit, name: 'A', custom_field: { cf_currency: 'JPY', cf_outstanding: '1200.0' } })
    expect(accountSnapshot(yen).fields).toMatchObject({ outstanding: 1_200 })
    const dinar = account.parse({ ...audit, name: 'A', custom_field: { cf_currency: 'KWD', cf_outstanding: '1.25' } })
    expect(accountSnapshot(dinar).fields).toMatchObject({ outstanding: 1_250 })
  })

  test('a contact belongs to its main account', () => {
    const row = contact.parse({
      ...audit,
      last_name: 'Ruiz',
      email: 'Ana@FIRM.test',
      sales_accounts: [{ id: 1 }, { id: '2', is_primary: true }],
    })
    expect(contactSnapshot(row)).toMatchObject({
      parents: { customer: '2' },
      fields: { lastName: 'Ruiz', email: 'Ana@firm.test' },
    })
    expect(contactSnapshot({ ...row, sales_accounts: [] }).parents).toEqual({})
  })

  test('what is written goes by the vendor’s names, money as text of its currency', () => {
    const content = {
      fields: { name: 'A', street: null, outstanding: 1_250, currency: 'KWD', 'x:cf_region': 'North', unknown: 1 },
      parents: {},
    }
    expect(bodyOf('customer', content, 'update', null)).toEqual({
      name: 'A',
      address: null,
      custom_field: { cf_outstanding: '1.250', cf_currency: 'KWD', cf_region: 'North' },
    })
    const price = { fields: { price: 10_50 }, parents: {} }
    expect(bodyOf('product', price, 'update', 'EUR')).toEqual({
      product_pricings: [{ currency_code: 'EUR', unit_price: '10.50' }],
    })
  })
})

describe('the field screen and refusals', () => {
  const described = [
    { name: 'name', label: 'Name', type: 'text', required: true },
    { name: 'city', label: 'City', type: 'text' },
    { name: 'cf_sync_ref', label: 'Sync ref', type: 'text' },
    { name: 'cf_kind_of_firm', label: 'Kind', type: 'dropdown', choices: [{ value: 'A' }, { value: 'B' }] },
  ]

  test('only what is there is offered, our mark never', () => {
    expect(fieldsOf('customer', described).map(({ key, mandatory, type }) => [key, mandatory, type])).toEqual([
      ['name', true, 'text'],
      ['city', false, 'text'],
      ['x:cf_kind_of_firm', false, 'list'],
    ])
    expect(fieldsOf('document', described).every(({ key, readOnly }) => readOnly || key.startsWith('x:'))).toBe(true)
  })

  test('the field that breaks a rule is found by the rules, never by the words of the refusal', () => {
    expect(blame('customer', { name: null }, described, 'update')).toBe('name')
    expect(blame('customer', {}, described, 'create')).toBe('name')
    expect(blame('customer', {}, described, 'update')).toBeNull()
    expect(blame('customer', { name: 'A', city: 'x'.repeat(256) }, described, 'create')).toBe('city')
    const odd = { name: 'A', custom_field: { cf_kind_of_firm: 'C' } }
    expect(blame('customer', odd, described, 'create')).toBe('x:cf_kind_of_firm')
  })
})
