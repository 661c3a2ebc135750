import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Family } from '../kit/family'
import {
  accountsNamed,
  announced,
  changes,
  customersNamed,
  familyVendors,
  inCrm,
  later,
  settledFamily,
  shared,
  unexplained,
} from './family'

describe.each(familyVendors)('Freshsales with %s, from the first run on', (vendor) => {
  let house: Family
  beforeAll(async () => {
    house = await settledFamily(vendor, { switches: { 'create-documents-in-books': true } })
  }, 180_000)
  afterAll(() => house.close())

  test('every customer of the books has an account, every account a customer, and no name stands twice', () => {
    const names = (rows: readonly Readonly<Record<string, unknown>>[]) => rows.map((row) => String(row['name'])).sort()
    const accounts = names(inCrm(house, 'sales_accounts'))
    expect(names(house.books.list('customer'))).toEqual(accounts)
    expect(new Set(accounts).size).toBe(accounts.length)
    expect(accounts).toHaveLength(10)
  })

  test('every invoice of the books stands in the CRM under its number, with its lines', () => {
    const own = inCrm(house, 'cm_invoice').filter((row) => row['cf_kind'] === 'invoice')
    const shown = new Map(own.map((row) => [String(row['name']), row]))
    const invoices = house.books.list('invoice')
    expect(invoices.length).toBeGreaterThan(3)
    for (const invoice of invoices) {
      const row = shown.get(String(invoice['number']))
      expect(Number(row?.['cf_total'])).toBe(Number(invoice['total']))
      expect(String(row?.['cf_lines']).length).toBeGreaterThan(2)
    }
  })

  test('money agrees to the cent on both sides, in every currency and month, and every record is accounted for', async () => {
    const { money, differences, classes } = await house.prove()
    expect(new Set(money.map(({ entity }) => entity))).toEqual(new Set(['invoice', 'payment']))
    for (const { count, amount } of money) expect([count.crm, amount.crm]).toEqual([count.books, amount.books])
    expect(differences).toEqual([])
    const kinds = new Set(classes.map(({ kind }) => kind))
    expect([...kinds].filter((kind) => kind !== 'in-sync' && kind !== 'excluded')).toEqual([])
    const inStep = (entity: string, side: string) =>
      classes.find((each) => each.entity === entity && each.side === side && each.kind === 'in-sync')?.count
    for (const entity of ['customer', 'contact', 'product', 'invoice', 'payment'])
      expect([entity, inStep(entity, 'crm')]).toEqual([entity, inStep(entity, 'books')])
  })

  test('a run with nothing to do writes nothing', async () => {
    const run = await later(house)
    expect([run.result, changes(run)]).toEqual([{ kind: 'done' }, 0])
  })

  test('a telephone number edited in the books reaches the CRM once and does not come back', async () => {
    const { customer, account } = shared(house)
    house.books.edit('customer', customer.id, { phone: '+33145678901' })
    expect(changes(await later(house))).toBe(1)
    expect(house.crm.get('sales_accounts', account.id)['phone']).toBe('+33145678901')
    expect(changes(await later(house))).toBe(0)
  })

  test('a telephone number edited in the CRM reaches the books once and does not come back', async () => {
    const { customer, account } = shared(house, 1)
    house.crm.edit('sales_accounts', account.id, { phone: '+33145678902' })
    expect(changes(await later(house))).toBe(1)
    expect(customersNamed(house, customer.name)[0]?.['phone']).toBe('+33145678902')
    expect(changes(await later(house))).toBe(0)
  })

  test('an account born in the CRM becomes one customer', async () => {
    house.crm.create('sales_accounts', { name: 'Talleres Nuevos' })
    await later(house)
    await later(house)
    expect(customersNamed(house, 'Talleres Nuevos')).toHaveLength(1)
    expect(accountsNamed(house, 'Talleres Nuevos')).toHaveLength(1)
    expect(changes(await later(house))).toBe(0)
  })

  test('a firm that both sides entered under one name is met, not made twice', async () => {
    house.crm.create('sales_accounts', { name: 'Both Sides Ltd' })
    house.books.addCustomer('Both Sides Ltd')
    await later(house)
    await later(house)
    expect([customersNamed(house, 'Both Sides Ltd').length, accountsNamed(house, 'Both Sides Ltd').length]).toEqual([
      1, 1,
    ])
    expect(changes(await later(house))).toBe(0)
  })

  test('an invoice edited in the CRM, where it is locked, goes back to what the books say', async () => {
    const [row] = inCrm(house, 'cm_invoice')
    house.crm.edit('cm_invoice', String(row?.['id']), { cf_total: '1.00' })
    expect(Number(house.crm.get('cm_invoice', String(row?.['id']))['cf_total'])).toBe(1)
    expect(changes(await later(house))).toBe(1)
    expect(Number(house.crm.get('cm_invoice', String(row?.['id']))['cf_total'])).toBe(Number(row?.['cf_total']))
    expect(changes(await later(house))).toBe(0)
  })

  test('an invoice and its payment made later arrive, and the balance moves with the payment', async () => {
    const { customer } = shared(house)
    const id = house.books.addInvoice(customer.id, 120)
    await later(house)
    const made = () => inCrm(house, 'cm_invoice').find((row) => row['cf_invoice_id'] === id)
    expect(Number(made()?.['cf_balance'])).toBe(120)
    const before = inCrm(house, 'cm_payment').length
    house.books.pay(id, 50)
    await later(house)
    expect(Number(made()?.['cf_balance'])).toBe(70)
    expect(inCrm(house, 'cm_payment')).toHaveLength(before + 1)
  })

  test('what a webhook names is read at once and written on the other side in the same run', async () => {
    const { customer, account } = shared(house, 2)
    house.books.edit('customer', customer.id, { phone: '+33145678903' })
    expect(await announced(house)).toBeGreaterThan(0)
    expect(changes(await house.run('hint'))).toBeGreaterThan(0)
    expect(house.crm.get('sales_accounts', account.id)['phone']).toBe('+33145678903')
  })

  test('a won deal becomes one quote of its customer', async () => {
    const before = house.books.list('document').length
    const open = String(inCrm(house, 'deals')[0]?.['id'])
    // What its products come to, 1 at 10.50 and 2 at 11.50, in the currency of its customer.
    house.crm.edit('deals', open, { amount: '33.5', currency_id: null })
    house.crm.win(open)
    await later(house)
    await later(house)
    expect(house.books.list('document')).toHaveLength(before + 1)
    expect(changes(await later(house))).toBe(0)
  })

  test('after all of that, every record of both sides is still accounted for', async () => {
    expect(await unexplained(house)).toEqual([])
  })
})
