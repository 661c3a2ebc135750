import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { decimal, times, written } from '../kit/decimal'
import { blank } from './contacts'
import { guid } from './guid'
import { priced, totalsOf } from './lines'
import { exact, shown } from './organisation'
import type { Contact, Content, Invoice, Item, Line, Payment, User } from './records'
import { MAIN } from './seed'

type Row = Readonly<Record<string, string>>

const MADE = Date.UTC(1996, 6, 1, 8)
const FREIGHT = 'FREIGHT'

/**
 * The Northwind CSV files as an organisation. Values stay verbatim but for what Xero cannot hold: two active contacts of one
 * name, so that the second bears its customer's code behind it. The files know no payments: what was shipped is paid in full
 * a month after the order, every tenth of those only by half, so that all states of an invoice are there.
 */
export function loadNorthwind(folder: string, today: () => string): Content {
  const orders = rows(folder, 'orders')
  const details = groupBy(rows(folder, 'order-details'), 'OrderID')
  const products = rows(folder, 'products')
  const names = new Map(products.map((row) => [of(row, 'ProductID'), of(row, 'ProductName')]))
  const taken = new Set<string>()
  const contacts = rows(folder, 'customers').map((row) => contact(row, taken))
  const invoices = orders.map((row) => invoice(row, details.get(of(row, 'OrderID')) ?? [], names))
  return {
    id: MAIN,
    name: 'Northwind Traders',
    currency: 'USD',
    country: 'US',
    isDemo: false,
    today,
    contacts,
    items: [...products.map(item), freight],
    invoices,
    creditNotes: [],
    payments: orders.flatMap((row, index) => payment(row, invoices[index])),
    quotes: [],
    users: rows(folder, 'employees').map(user),
  }
}

const rows = (folder: string, name: string): readonly Row[] =>
  parse(readFileSync(join(folder, `${name}.csv`)), { columns: true, bom: true, trim: false })

/** A column that must be there. */
function of(row: Row, column: string): string {
  const value = row[column]
  if (value === undefined) throw new Error(`Column ${column} is missing`)
  return value
}

const text = (row: Row, column: string): string | null => of(row, column) || null
const part = <K extends string>(key: K, value: string | null) => (value === null ? {} : { [key]: value })
const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

function contact(row: Row, taken: Set<string>): Contact {
  const code = of(row, 'CustomerID')
  const company = of(row, 'CompanyName')
  const name = taken.has(company.toLowerCase()) ? `${company} (${code.trim()})` : company
  taken.add(company.toLowerCase())
  const person = of(row, 'ContactName')
  const gap = person.indexOf(' ')
  const phone = (type: 'DEFAULT' | 'FAX', column: string) => {
    const number = text(row, column)
    return number === null ? [] : [{ PhoneType: type, PhoneNumber: number, PhoneAreaCode: '', PhoneCountryCode: '' }]
  }
  return {
    ...blank(''),
    id: guid('northwind contact', code),
    updated: MADE,
    AccountNumber: code,
    Name: name,
    FirstName: gap < 0 ? null : person.slice(0, gap),
    LastName: person.slice(gap + 1) || null,
    Addresses: [
      {
        AddressType: 'POBOX',
        ...part('AddressLine1', text(row, 'Address')),
        ...part('City', text(row, 'City')),
        ...part('Region', text(row, 'Region')),
        ...part('PostalCode', text(row, 'PostalCode')),
        ...part('Country', text(row, 'Country')),
      },
    ],
    Phones: [...phone('DEFAULT', 'Phone'), ...phone('FAX', 'Fax')],
  }
}

const item = (row: Row): Item => ({
  id: guid('northwind item', of(row, 'ProductID')),
  updated: MADE,
  Code: of(row, 'ProductID'),
  Name: of(row, 'ProductName'),
  Description: text(row, 'QuantityPerUnit'),
  PurchaseDescription: null,
  SalesPrice: Number(of(row, 'UnitPrice')),
  PurchasePrice: null,
  IsSold: of(row, 'Discontinued') === '0',
  IsPurchased: true,
  QuantityOnHand: Number(of(row, 'UnitsInStock')),
})

const freight: Item = {
  id: guid('northwind item', FREIGHT),
  updated: MADE,
  Code: FREIGHT,
  Name: 'Freight',
  Description: null,
  PurchaseDescription: null,
  SalesPrice: null,
  PurchasePrice: null,
  IsSold: true,
  IsPurchased: false,
  QuantityOnHand: null,
}

function invoice(row: Row, details: readonly Row[], names: ReadonlyMap<string, string>): Invoice {
  const number = of(row, 'OrderID')
  const date = of(row, 'OrderDate').slice(0, 10)
  const goods = details.map((detail, at) => {
    const product = of(detail, 'ProductID')
    const share = written(times(decimal(of(detail, 'Discount')), decimal('100')))
    return line(`${number}:${at}`, product, names.get(product) ?? product, {
      price: Number(of(detail, 'UnitPrice')),
      quantity: Number(of(detail, 'Quantity')),
      discount: Number(share),
    })
  })
  const carriage = line(`${number}:freight`, FREIGHT, 'Freight', {
    price: shown(exact(Number(of(row, 'Freight')))),
    quantity: 1,
    discount: 0,
  })
  const lines = [...goods, carriage]
  return {
    id: guid('northwind invoice', number),
    updated: Date.parse(`${date}T08:00:00Z`),
    contact: guid('northwind contact', of(row, 'CustomerID')),
    number,
    Reference: null,
    Date: date,
    LineAmountTypes: 'NoTax',
    lines,
    CurrencyCode: 'USD',
    CurrencyRate: 1,
    ...totalsOf(lines, 'NoTax'),
    Type: 'ACCREC',
    Status: 'AUTHORISED',
    DueDate: dayAfter(date, 30),
    SentToContact: true,
    Url: null,
    byApp: false,
  }
}

interface Sold {
  readonly price: number
  readonly quantity: number
  readonly discount: number
}

const line = (key: string, code: string, description: string, { price, quantity, discount }: Sold): Line =>
  priced(
    {
      LineItemID: guid('northwind line', key),
      Description: description,
      Quantity: quantity,
      UnitAmount: price,
      ItemCode: code,
      AccountCode: '200',
      TaxType: 'NONE',
      DiscountRate: discount === 0 ? null : discount,
    },
    'NoTax',
  )

function payment(row: Row, invoiced: Invoice | undefined): readonly Payment[] {
  if (!invoiced || text(row, 'ShippedDate') === null || invoiced.Total <= 0) return []
  const half = Number(invoiced.number) % 10 === 0
  return [
    {
      id: guid('northwind payment', invoiced.number),
      updated: invoiced.updated,
      invoice: invoiced.id,
      creditNote: null,
      account: '090',
      Date: dayAfter(invoiced.Date, 30),
      Amount: half ? shown(times(exact(invoiced.Total), decimal('0.5'))) : invoiced.Total,
      CurrencyRate: 1,
      Reference: null,
      IsReconciled: true,
      Status: 'AUTHORISED',
    },
  ]
}

const user = (row: Row): User => ({
  id: guid('northwind user', of(row, 'EmployeeID')),
  updated: MADE,
  FirstName: of(row, 'FirstName'),
  LastName: of(row, 'LastName'),
  EmailAddress: `${of(row, 'FirstName').toLowerCase()}@northwind.example.com`,
  IsSubscriber: of(row, 'EmployeeID') === '2',
  OrganisationRole: 'STANDARD',
})

function groupBy(all: readonly Row[], column: string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of all) {
    const group = groups.get(of(row, column))
    if (group) group.push(row)
    else groups.set(of(row, column), [row])
  }
  return groups
}
