import { CLIENT, MAIN, xero, WEBHOOK_KEY } from '../../sandbox/xero'
import { described } from '../../sandbox/xero/simulate'
import type { Clock } from '../../sandbox/kit/clock'
import { xero as connector } from '@/lib/connectors/xero'
import type { BooksOptions, FamilyBooks, Kept, Shown } from './family-books'
import { markIn, partsOf, textAt } from './raw'

type Row = Readonly<Record<string, unknown>>

export function xeroBooks(clock: Clock, options: BooksOptions): FamilyBooks {
  const { size = 6, perDay, ...rest } = options
  const sizes = { contacts: size, items: size, invoices: size, quotes: 2, users: 2 }
  const simulator = xero({ clock, ...rest, size: sizes })
  if (perDay !== undefined) simulator.admin.setPerDay(MAIN, perDay)
  const { admin } = simulator
  const lists: Readonly<Record<Kept, () => readonly Shown[]>> = {
    customer: () => contacts().map(customer),
    contact: () => contacts().filter(hasPerson).map(person),
    product: () => admin.list(MAIN, 'items').map(product),
    document: () => [
      ...admin.list(MAIN, 'quotes').filter(isKept).map(quote),
      ...sales()
        .map(draft)
        .filter(({ mark }) => mark !== null),
    ],
    invoice: () => sales().map(invoice),
    payment: () => admin.list(MAIN, 'payments').filter(isKept).map(payment),
  }
  const contacts = () => admin.list(MAIN, 'contacts').filter(({ ContactStatus }) => ContactStatus === 'ACTIVE')
  const sales = () => admin.list(MAIN, 'invoices').filter((row) => row['Type'] === 'ACCREC' && isKept(row))
  return {
    ...{ connector, base: described().base, client: CLIENT, company: MAIN, consent: {}, simulator },
    grant: () => admin.grant(),
    revoke: () => admin.revokeAll(),
    expire: () => admin.expireAccess(),
    list: (kind) => lists[kind](),
    edit: (kind, id, fields) =>
      void (kind === 'product'
        ? admin.edit(MAIN, 'items', id, named(ITEM, fields))
        : admin.edit(MAIN, 'contacts', id, contactOver(admin.get(MAIN, 'contacts', id), kind, fields))),
    addCustomer: (Name) => textAt(admin.create(MAIN, 'contacts', { Name, IsCustomer: true }), 'ContactID') ?? '',
    addProduct: (Name) => textAt(admin.create(MAIN, 'items', { Code: Name, Name, IsSold: true }), 'ItemID') ?? '',
    addInvoice: (ContactID, UnitAmount) => {
      const dates = { Date: '2026-09-07', DueDate: '2026-10-07' }
      const LineItems = [{ Description: 'Work', Quantity: 1, UnitAmount, AccountCode: '200', TaxType: 'NONE' }]
      const element = { Type: 'ACCREC', Status: 'AUTHORISED', Contact: { ContactID }, ...dates, LineItems }
      return textAt(admin.create(MAIN, 'invoices', element), 'InvoiceID') ?? ''
    },
    pay: (id, amount) => void admin.pay(MAIN, id, amount),
    retire: (id) => admin.archive(MAIN, id),
    remove: (id) => admin.archive(MAIN, id),
    voidInvoice: (id) => void admin.edit(MAIN, 'invoices', id, { Status: 'VOIDED' }),
    voids: 'kept',
    namesAreUnique: true,
    personPhone: 'phone',
    webhooks: () => {
      const taken = admin.takeWebhook()
      if (!taken) throw new Error('Nothing moved')
      return Promise.resolve([{ call: { headers: taken.headers, body: Buffer.from(taken.body) }, key: WEBHOOK_KEY }])
    },
  }
}

const isKept = ({ Status }: Row): boolean => Status !== 'DELETED'
const hasPerson = (row: Row): boolean => textAt(row, 'FirstName') !== null || textAt(row, 'LastName') !== null
const phoneOf = (row: Row, type: string): string | null =>
  textAt(
    partsOf(row['Phones']).find(({ PhoneType }) => PhoneType === type),
    'PhoneNumber',
  )
const postal = (row: Row): Row | undefined =>
  partsOf(row['Addresses']).find(({ AddressType }) => AddressType === 'POBOX')

const customer = (row: Row): Shown => ({
  id: String(row['ContactID']),
  name: textAt(row, 'Name'),
  email: textAt(row, 'EmailAddress'),
  phone: phoneOf(row, 'DEFAULT'),
  street: textAt(postal(row), 'AddressLine1'),
  city: textAt(postal(row), 'City'),
  mark: markIn(textAt(row, 'ContactNumber'), /^~([^|]+)/),
})
const person = (row: Row): Shown => ({
  id: String(row['ContactID']),
  customer: String(row['ContactID']),
  firstName: textAt(row, 'FirstName'),
  lastName: textAt(row, 'LastName'),
  email: textAt(row, 'EmailAddress'),
  phone: phoneOf(row, 'DDI'),
  mark: markIn(textAt(row, 'ContactNumber'), /\|~(.+)$/),
})
const product = (row: Row): Shown => ({
  id: String(row['ItemID']),
  code: textAt(row, 'Code'),
  name: textAt(row, 'Name'),
  description: textAt(row, 'Description'),
})
const invoice = (row: Row): Shown => ({
  id: String(row['InvoiceID']),
  number: textAt(row, 'InvoiceNumber'),
  customer: textAt(row, 'Contact', 'ContactID'),
  total: textAt(row, 'Total'),
  paid: textAt(row, 'AmountPaid'),
  balance: textAt(row, 'AmountDue'),
})
const payment = (row: Row): Shown => ({
  ...{ id: String(row['PaymentID']), amount: textAt(row, 'Amount') },
  customer: textAt(row, 'Invoice', 'Contact', 'ContactID'),
})
const quote = (row: Row): Shown => ({
  ...{ id: String(row['QuoteID']), kind: 'quote', customer: textAt(row, 'Contact', 'ContactID') },
  ...{ net: textAt(row, 'SubTotal'), mark: markIn(textAt(row, 'Reference'), /~(\S+)$/) },
})
const draft = (row: Row): Shown => ({
  ...{ id: String(row['InvoiceID']), kind: 'draft-invoice', customer: textAt(row, 'Contact', 'ContactID') },
  ...{ net: textAt(row, 'SubTotal'), state: textAt(row, 'Status') },
  mark: markIn(textAt(row, 'Reference'), /~(\S+)$/),
})

type Names = Readonly<Record<string, string>>
const ITEM: Names = { name: 'Name', description: 'Description', code: 'Code' }
const CONTACT: Names = { name: 'Name', email: 'EmailAddress', firstName: 'FirstName', lastName: 'LastName' }
const PLACE: Names = { street: 'AddressLine1', city: 'City' }

const named = (names: Names, fields: Readonly<Record<string, string>>): Row =>
  Object.fromEntries(Object.entries(fields).flatMap(([key, value]) => (names[key] ? [[names[key], value]] : [])))

/** Xero's page sends an address whole. */
function contactOver(row: Row, kind: 'customer' | 'contact', fields: Readonly<Record<string, string>>): Row {
  const place = named(PLACE, fields)
  const phone = fields['phone']
  const PhoneType = kind === 'customer' ? 'DEFAULT' : 'DDI'
  return {
    ...named(CONTACT, fields),
    ...(Object.keys(place).length > 0 ? { Addresses: [{ ...postal(row), ...place, AddressType: 'POBOX' }] } : {}),
    ...(phone === undefined ? {} : { Phones: [{ PhoneType, PhoneNumber: phone }] }),
  }
}
