import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { company } from './company'
import type { Company } from './company'
import { sum } from './records'
import type { Doc, Kind } from './records'
import { write } from './writes'

type Line = Readonly<Record<string, string>>

const INCOME = { value: '79', name: 'Sales of Product Income' }

/** The Northwind CSV files as a company's books: orders are invoices, every third of them paid. */
export function loadNorthwind(id: string, folder: string, now: number): Company {
  const into = company({
    id,
    name: 'Northwind Traders',
    country: 'US',
    homeCurrency: 'USD',
    multiCurrency: false,
    offset: -480,
  })
  const before = now - 86_400_000
  const sow = (kind: Kind, doc: Doc): string => {
    const result = write(into, kind, doc, { operation: 'create', include: [] }, before)
    if (!result.ok) throw new Error(`${kind}: ${result.fault.code} ${result.fault.detail}`)
    return String(result.value['Id'])
  }
  const rows = (name: string): readonly Line[] =>
    parse(readFileSync(join(folder, `${name}.csv`)), { columns: true, bom: true })
  const customers = new Map(
    rows('customers').map((row, index, all) => [of(row, 'CustomerID'), sow('Customer', customer(row, index, all))]),
  )
  for (const row of rows('employees'))
    sow('Employee', {
      DisplayName: `${of(row, 'FirstName')} ${of(row, 'LastName')}`,
      GivenName: of(row, 'FirstName'),
      FamilyName: of(row, 'LastName'),
    })
  const items = new Map(rows('products').map((row) => [of(row, 'ProductID'), sow('Item', item(row))]))
  const freight = sow('Item', { Name: 'Freight', Type: 'Service', IncomeAccountRef: INCOME })
  const details = grouped(rows('order-details'), 'OrderID')
  rows('orders').forEach((row, index) => {
    const CustomerRef = { value: customers.get(of(row, 'CustomerID')) ?? '' }
    const lines = (details.get(of(row, 'OrderID')) ?? []).map((each) =>
      line(items.get(of(each, 'ProductID')) ?? '', each),
    )
    const Line = [...lines, line(freight, { UnitPrice: of(row, 'Freight'), Quantity: '1', Discount: '0' })]
    const date = of(row, 'OrderDate').slice(0, 10)
    const invoice = sow('Invoice', { CustomerRef, DocNumber: of(row, 'OrderID'), TxnDate: date, Line })
    if (index % 3 !== 0) return
    const TotalAmt = sum(Line.map(({ Amount }) => Amount))
    sow('Payment', {
      CustomerRef,
      TxnDate: date,
      TotalAmt,
      Line: [{ Amount: TotalAmt, LinkedTxn: [{ TxnId: invoice, TxnType: 'Invoice' }] }],
    })
  })
  into.takeEvents()
  return into
}

/** A column that must be there. */
function of(row: Line, column: string): string {
  const value = row[column]
  if (value === undefined) throw new Error(`Column ${column} is missing`)
  return value.trim()
}

/** QuickBooks takes a name once: the second bearer of it keeps its code beside it. */
function customer(row: Line, index: number, all: readonly Line[]): Doc {
  const [given = '', ...family] = of(row, 'ContactName').split(' ')
  const name = of(row, 'CompanyName')
  const isTaken = all.findIndex((each) => of(each, 'CompanyName') === name) < index
  const Line1 = of(row, 'Address')
  const [City, PostalCode, Country] = [of(row, 'City'), of(row, 'PostalCode'), of(row, 'Country')]
  return {
    DisplayName: isTaken ? `${name} (${of(row, 'CustomerID')})` : name,
    CompanyName: name,
    GivenName: given,
    FamilyName: family.join(' '),
    PrimaryPhone: { FreeFormNumber: of(row, 'Phone') },
    Fax: { FreeFormNumber: of(row, 'Fax') },
    BillAddr: { Line1, City, CountrySubDivisionCode: of(row, 'Region'), PostalCode, Country },
  }
}

const item = (row: Line): Doc => ({
  Name: of(row, 'ProductName'),
  Sku: of(row, 'ProductID'),
  Description: of(row, 'QuantityPerUnit'),
  Type: 'Inventory',
  TrackQtyOnHand: true,
  QtyOnHand: Number(of(row, 'UnitsInStock')),
  UnitPrice: Number(of(row, 'UnitPrice')),
  IncomeAccountRef: INCOME,
})

/** A discount has no place in a line of its own kind: the price is what is left of it, the amount to the cent. */
function line(product: string, row: Line) {
  const [price, quantity, discount] = [Number(row['UnitPrice']), Number(row['Quantity']), Number(row['Discount'])]
  const Amount = Math.round(price * quantity * (1 - discount) * 100) / 100
  const told = discount === 0 ? { Qty: quantity, UnitPrice: price } : {}
  return { Amount, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: product }, ...told } }
}

function grouped(all: readonly Line[], column: string): ReadonlyMap<string, readonly Line[]> {
  const groups = new Map<string, Line[]>()
  for (const row of all) {
    const group = groups.get(of(row, column))
    if (group) group.push(row)
    else groups.set(of(row, column), [row])
  }
  return groups
}
