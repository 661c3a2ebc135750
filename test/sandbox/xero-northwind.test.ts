import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { MAIN, xero } from '@/sandbox/xero'

const FOLDER = fileURLToPath(new URL('../../../shared/data/northwind', import.meta.url))
const rows = (name: string) =>
  z.array(z.record(z.string(), z.string())).parse(parse(readFileSync(`${FOLDER}/${name}.csv`), { columns: true }))

describe('Northwind as an organisation of Xero', () => {
  if (existsSync(FOLDER)) loaded()
  else test('left out: the Northwind files are not beside this clone', () => expect(existsSync(FOLDER)).toBe(false))
})

function loaded(): void {
  const { admin } = xero({ data: FOLDER })
  const cents = (amount: unknown): number => Math.round(Number(amount) * 100)
  const total = (list: readonly Readonly<Record<string, unknown>>[], key: string): number =>
    list.reduce((sum, each) => sum + cents(each[key]), 0)

  test('every customer is a contact with its person; of two of one name the second bears its code', () => {
    const contacts = admin.list(MAIN, 'contacts')
    expect(contacts).toHaveLength(rows('customers').length)
    expect(new Set(contacts.map(({ Name }) => Name)).size).toBe(contacts.length)
    expect(contacts.filter(({ Name }) => String(Name).startsWith('IT')).map(({ Name }) => Name)).toEqual([
      'IT',
      'IT (VALON)',
    ])
    expect(contacts[0]).toMatchObject({ AccountNumber: 'ALFKI', FirstName: 'Maria', LastName: 'Anders' })
  })

  test('every product is an item, and freight is one more', () => {
    expect(admin.list(MAIN, 'items')).toHaveLength(rows('products').length + 1)
  })

  test('every order is an invoice, to the cent: 1,330,735.98 in all', () => {
    const invoices = admin.list(MAIN, 'invoices')
    expect(invoices.map(({ InvoiceNumber }) => InvoiceNumber)).toEqual(rows('orders').map(({ OrderID }) => OrderID))
    expect(total(invoices, 'Total')).toBe(133_073_598)
    const lines = z.array(z.object({ LineItems: z.array(z.record(z.string(), z.unknown())) })).parse(invoices)
    expect(lines.reduce((sum, { LineItems }) => sum + total(LineItems, 'LineAmount'), 0)).toBe(133_073_598)
    expect(lines.flatMap(({ LineItems }) => LineItems)).toHaveLength(rows('order-details').length + invoices.length)
  })

  test('what was shipped is paid, every tenth of those by half, and what is due is the rest', () => {
    const invoices = admin.list(MAIN, 'invoices')
    const payments = admin.list(MAIN, 'payments')
    expect(payments).toHaveLength(rows('orders').filter(({ ShippedDate }) => ShippedDate !== '').length)
    expect(total(payments, 'Amount') + total(invoices, 'AmountDue')).toBe(133_073_598)
    expect(new Set(invoices.map(({ Status }) => Status))).toEqual(new Set(['PAID', 'AUTHORISED']))
  })
}
