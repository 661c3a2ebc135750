import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Family } from '../kit/family'
import { changes, inCrm, later, settledFamily } from './family'

const folder = fileURLToPath(new URL('../../../shared/data/northwind', import.meta.url))

describe("Northwind as the customer's Xero", () => {
  if (existsSync(folder)) northwind()
  else test('left out: the Northwind files are not beside this clone', () => expect(existsSync(folder)).toBe(false))
})

function northwind(): void {
  let house: Family
  beforeAll(async () => {
    house = await settledFamily('xero', { books: { data: folder }, crm: { size: 0, sizes: { products: 0 } } })
  }, 400_000)
  afterAll(() => house.close())

  test('customers, contacts and items arrive, each once', () => {
    const products = read('products')
    expect(
      inCrm(house, 'sales_accounts')
        .map(({ cf_code }) => String(cf_code).trim())
        .sort(),
    ).toEqual(
      read('customers')
        .map(({ CustomerID = '' }) => CustomerID.trim())
        .sort(),
    )
    expect(inCrm(house, 'contacts')).toHaveLength(read('customers').length)
    // The freight is an item of its own.
    expect(inCrm(house, 'products')).toHaveLength(products.length + 1)
  })

  test('every invoice has the total of its order, to the cent, by an arithmetic of its own', () => {
    const shown = new Map(inCrm(house, 'cm_invoice').map((row) => [String(row['cf_invoice_id']), row]))
    const totals = totalsByOrder()
    const invoices = house.books.list('invoice')
    expect(invoices).toHaveLength(totals.length)
    invoices.forEach((invoice, at) => {
      const row = shown.get(String(invoice['id']))
      expect(toCents(row?.['cf_total']), String(row?.['name'])).toBe(totals[at])
      expect(toCents(row?.['cf_paid']) + toCents(row?.['cf_balance'])).toBe(totals[at])
    })
    expect(totals.reduce((sum, each) => sum + each, 0n)).toBe(133_073_598n)
  })

  test('an invoice has as many lines as its order, and one more for the freight', () => {
    const details = read('order-details').length + read('orders').length
    const lines = inCrm(house, 'cm_invoice').flatMap((row) => String(row['cf_lines']).trim().split('\n'))
    expect(lines).toHaveLength(details)
  })

  test('money agrees to the cent on both sides in every month, and every record is in step', async () => {
    const { money, classes, differences } = await house.prove()
    expect(money.length).toBeGreaterThan(40)
    for (const { count, amount } of money) expect([count.crm, amount.crm]).toEqual([count.books, amount.books])
    expect(new Set(classes.map(({ kind }) => kind))).toEqual(new Set(['in-sync']))
    expect(differences).toEqual([])
  })

  test('every payment stands in the CRM and is set against its invoice', () => {
    const settled = house.books.list('invoice').filter(({ paid }) => Number(paid) > 0)
    const payments = inCrm(house, 'cm_payment')
    expect(payments).toHaveLength(settled.length)
    for (const row of payments) expect(String(row['cf_allocations']).length).toBeGreaterThan(2)
  })

  test('the next run writes nothing', async () => {
    const run = await later(house)
    expect([run.result, changes(run)]).toEqual([{ kind: 'done' }, 0])
  })
}

const Table = z.array(z.record(z.string(), z.string()))
const read = (name: string) => Table.parse(parse(readFileSync(`${folder}/${name}.csv`), { columns: true, bom: true }))

const toCents = (amount: unknown): bigint => BigInt(Math.round(Number(amount) * 100))

/** Ten-thousandths of price and discount, so that the product is exact, then half-up; the freight is a line. */
function totalsByOrder(): readonly bigint[] {
  const goods = new Map<string, bigint>()
  for (const { OrderID = '', UnitPrice, Quantity = '', Discount } of read('order-details')) {
    const exact = digits(UnitPrice, 4) * BigInt(Quantity) * (10_000n - digits(Discount, 4))
    goods.set(OrderID, (goods.get(OrderID) ?? 0n) + (exact + 500_000n) / 1_000_000n)
  }
  return read('orders').map(({ OrderID = '', Freight }) => (goods.get(OrderID) ?? 0n) + digits(Freight, 2))
}

function digits(text: string | undefined, places: number): bigint {
  const [whole = '', part = ''] = (text ?? '').split('.')
  return BigInt(whole + part.padEnd(places, '0').slice(0, places))
}
