import { inForm } from '@/lib/http/form'
import { exponentOf } from '@/lib/model/currency'
import type { Person } from '@/lib/model/connector'
import type { Fields, Line, Snapshot, Value } from '@/lib/model/record'
import { country, decimal, email, money, multiline, text } from '@/lib/model/value'
import { columnsOf } from './columns'
import type { Column } from './columns'
import { dayOf, instantOf } from './form'
import { marked, marksOf } from './mark'
import type { Contact, CreditNote, Invoice, Item, Line as WireLine, Payment, Quote, User } from './wire'

/** The address that stands on invoices. https://developer.xero.com/documentation/api/accounting/types#addresses */
export const POSTAL = 'POBOX'

/** UpdatedDateUTC orders versions, but no write can insist on one. */
const versionOf = (moment: string): string => String(instantOf(moment) ?? moment)

/**
 * `balances`: an answer to a write does not tell them, a list does, and leaves them out where nothing is owed. They are not
 * converted: they are in the contact's own currency. https://developer.xero.com/documentation/api/accounting/contacts
 */
export function customerSnapshot(row: Contact, balances: 'told' | 'not-told' = 'told'): Snapshot {
  const owed = row.Balances?.AccountsReceivable
  const cash = (amount = 0): Value => money(amount, exponentOf(row.DefaultCurrency))
  const own: Fields = balances === 'told' ? { outstanding: cash(owed?.Outstanding), overdue: cash(owed?.Overdue) } : {}
  return {
    ...bare('customer', row, contactFields(columnsOf('customer'), row, own)),
    ...markerOf(marksOf(row.ContactNumber).customer),
  }
}

/** A contact has a person where it has a name of one; the address alone may be the firm's. */
export const hasPerson = ({ FirstName, LastName }: Contact): boolean =>
  text(FirstName) !== null || text(LastName) !== null

export function personSnapshot(row: Contact): Snapshot {
  const gone = !hasPerson(row)
  const shown = bare('contact', row, gone ? {} : contactFields(columnsOf('contact'), row, {}))
  return {
    ...shown,
    removed: shown.removed || gone,
    parents: { customer: row.ContactID },
    ...markerOf(marksOf(row.ContactNumber).contact),
  }
}

const markerOf = (marker: string | null): { readonly marker?: string } => (marker === null ? {} : { marker })

const bare = (entity: 'customer' | 'contact', row: Contact, fields: Fields): Snapshot => ({
  entity,
  id: row.ContactID,
  version: versionOf(row.UpdatedDateUTC),
  fields,
  parents: {},
  removed: row.ContactStatus !== 'ACTIVE',
})

function contactFields(columns: readonly Column[], row: Contact, own: Fields): Fields {
  const home = country(addressOf(row)?.Country)
  const read = columns
    .filter(({ path }) => path !== 'Balances')
    .map(({ key, path, form }) => [key, inForm(form, rawOf(row, path), home)] as const)
  return { ...Object.fromEntries(read), ...own }
}

const addressOf = (row: Contact) => row.Addresses.find(({ AddressType }) => AddressType === POSTAL)

function rawOf(row: Contact, path: string): unknown {
  const [place, part = ''] = path.split('.')
  if (place === 'phone') return phoneOf(row, part)
  if (place !== 'address') return Reflect.get(row, path)
  const address = addressOf(row)
  if (address === undefined) return null
  const { AddressLine2, AddressLine3, AddressLine4 } = address
  // The third and fourth line have no place in a CRM: they follow the second one.
  return part === 'AddressLine2'
    ? [AddressLine2, AddressLine3, AddressLine4].flatMap((line) => text(line) ?? []).join(' ')
    : Reflect.get(address, part)
}

/** In three parts on the wire; a number with its country is whole. */
function phoneOf(row: Contact, type: string): string | null {
  const found = row.Phones.find(({ PhoneType }) => PhoneType === type)
  const number = text(`${found?.PhoneAreaCode ?? ''} ${found?.PhoneNumber ?? ''}`)
  const abroad = text(found?.PhoneCountryCode)?.replace(/\D/g, '') ?? ''
  return number === null || abroad === '' || number.startsWith('+') ? number : `+${abroad} ${number.replace(/^0+/, '')}`
}

/** `currency`: that of the organisation, in which all items are priced. */
export const productSnapshot = (row: Item, currency: string | null): Snapshot => ({
  entity: 'product',
  id: row.ItemID,
  version: versionOf(row.UpdatedDateUTC),
  fields: {
    code: text(row.Code),
    name: text(row.Name) ?? text(row.Code),
    description: multiline(row.Description),
    price: money(row.SalesDetails?.UnitPrice, exponentOf(currency)),
    cost: money(row.PurchaseDetails?.UnitPrice, exponentOf(currency)),
    currency,
    // Only tracked items have a stock at all.
    stock: row.QuantityOnHand ?? null,
    active: row.IsSold,
  },
  parents: {},
  removed: false,
})

type Sale = Invoice | CreditNote | Quote

function saleFields(row: Sale): Fields {
  const exponent = exponentOf(row.CurrencyCode)
  return {
    date: dayOf(row.Date),
    currency: text(row.CurrencyCode),
    rate: decimal(row.CurrencyRate),
    netTotal: money(row.SubTotal, exponent),
    taxTotal: money(row.TotalTax, exponent),
    total: money(row.Total, exponent),
  }
}

const saleSnapshot = (entity: 'document' | 'invoice', id: string, row: Sale, fields: Fields): Snapshot => ({
  entity,
  id,
  version: versionOf(row.UpdatedDateUTC),
  fields: { ...saleFields(row), ...fields },
  lines: row.LineItems.map((line) => lineOf(line, row)),
  parents: { customer: row.Contact.ContactID },
  removed: row.Status === 'DELETED',
})

/** Net of tax, however the document shows its lines; tax is what Xero itself counted. */
function lineOf(line: WireLine, { CurrencyCode, LineAmountTypes }: Sale): Line {
  const exponent = exponentOf(CurrencyCode)
  const amount = money(line.LineAmount ?? 0, exponent) ?? 0
  const tax = money(line.TaxAmount ?? 0, exponent) ?? 0
  const fields: Record<string, Value> = {
    description: multiline(line.Description),
    quantity: decimal(line.Quantity),
    price: decimal(line.UnitAmount),
    discount: decimal(line.DiscountRate) ?? '0',
    total: LineAmountTypes.toUpperCase() === 'INCLUSIVE' ? amount - tax : amount,
    taxTotal: tax,
  }
  const product = line.Item?.ItemID
  return { fields, parents: product === undefined ? {} : { product } }
}

/** Credits settle an invoice as payments do: what neither has settled is due. */
function stateOf(status: string, settled: number): string {
  if (status === 'PAID') return 'paid'
  if (status === 'VOIDED' || status === 'DELETED') return 'cancelled'
  if (status !== 'AUTHORISED') return 'draft'
  return settled > 0 ? 'partially-paid' : 'open'
}

export function invoiceSnapshot(row: Invoice): Snapshot {
  const exponent = exponentOf(row.CurrencyCode)
  const settled = (money(row.AmountPaid, exponent) ?? 0) + (money(row.AmountCredited, exponent) ?? 0)
  return saleSnapshot('invoice', row.InvoiceID, row, {
    number: text(row.InvoiceNumber),
    invoiceId: row.InvoiceID,
    kind: 'invoice',
    dueDate: dayOf(row.DueDate),
    state: stateOf(row.Status, settled),
    reference: text(row.Reference),
    paid: settled,
    balance: money(row.AmountDue, exponent),
  })
}

export function creditNoteSnapshot(row: CreditNote): Snapshot {
  const exponent = exponentOf(row.CurrencyCode)
  const left = money(row.RemainingCredit, exponent) ?? 0
  const used = row.Status === 'VOIDED' || row.Status === 'DELETED' ? 0 : (money(row.Total, exponent) ?? 0) - left
  return saleSnapshot('invoice', row.CreditNoteID, row, {
    number: text(row.CreditNoteNumber),
    invoiceId: row.CreditNoteID,
    kind: 'credit-note',
    dueDate: null,
    state: stateOf(row.Status, used),
    reference: text(row.Reference),
    paid: used,
    balance: left,
  })
}

const QUOTES: Readonly<Record<string, string>> = {
  DRAFT: 'draft',
  SENT: 'sent',
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  INVOICED: 'invoiced',
  DELETED: 'closed',
}

export const quoteSnapshot = (row: Quote): Snapshot => ({
  ...saleSnapshot('document', row.QuoteID, row, {
    number: text(row.QuoteNumber),
    kind: 'quote',
    state: QUOTES[row.Status] ?? 'closed',
    name: text(row.Title),
    expiryDate: dayOf(row.ExpiryDate),
  }),
  ...markerOf(marked(row.Reference).marker),
})

/** An invoice that began as a draft of ours; approved, it has become an invoice. */
export function draftSnapshot(row: Invoice): Snapshot {
  const { name, marker } = marked(row.Reference)
  const state = { DRAFT: 'draft', SUBMITTED: 'sent', VOIDED: 'closed', DELETED: 'closed' }[row.Status] ?? 'invoiced'
  return {
    ...saleSnapshot('document', row.InvoiceID, row, {
      number: text(row.InvoiceNumber),
      kind: 'draft-invoice',
      state,
      name: text(name),
    }),
    ...markerOf(marker),
  }
}

/** Each payment settles one document, an invoice or, as a refund, a credit note. */
export function paymentSnapshot(row: Payment): Snapshot {
  const settled = row.Invoice ?? row.CreditNote
  const document = row.Invoice?.InvoiceID ?? row.CreditNote?.CreditNoteID
  const amount = money(row.Amount, exponentOf(settled?.CurrencyCode))
  return {
    entity: 'payment',
    id: row.PaymentID,
    version: versionOf(row.UpdatedDateUTC),
    fields: {
      // Payments bear no number in Xero: their id stands for it, so that they are known again.
      number: row.PaymentID,
      reference: text(row.Reference),
      date: dayOf(row.Date),
      amount,
      unallocated: 0,
      currency: text(settled?.CurrencyCode),
      rate: decimal(row.CurrencyRate),
      state: row.Status === 'DELETED' ? 'cancelled' : 'made',
    },
    lines: document === undefined ? [] : [{ fields: { amount }, parents: { invoice: document } }],
    parents: settled?.Contact === undefined ? {} : { customer: settled.Contact.ContactID },
    removed: row.Status === 'DELETED',
  }
}

export const personOf = (row: User): Person => ({
  id: row.UserID,
  name: text(`${row.FirstName ?? ''} ${row.LastName ?? ''}`) ?? row.UserID,
  email: email(row.EmailAddress),
  active: row.OrganisationRole !== 'REMOVED',
  administrator: row.IsSubscriber === true || row.OrganisationRole === 'FINANCIALADVISER',
  branch: null,
})
