import { typeOf } from '@/lib/http/form'
import type { Form } from '@/lib/http/form'
import type { Field } from '@/lib/model/connector'
import type { Entity } from '@/lib/model/words'

/** A field of ours and where Xero keeps it: a key of the record, `address.<part>` or `phone.<type>`. */
export interface Column {
  readonly key: string
  readonly path: string
  readonly form: Form
  readonly longest?: number
  readonly needed?: true
  readonly readOnly?: true
}

const column = (key: string, path: string, form: Form, rest: Omit<Column, 'key' | 'path' | 'form'> = {}): Column => ({
  key,
  path,
  form,
  ...rest,
})
const shown = { readOnly: true } as const

/** Lengths as the API's description has them. https://developer.xero.com/documentation/api/accounting/contacts */
const CUSTOMER = [
  column('code', 'AccountNumber', 'text', { longest: 50 }),
  column('name', 'Name', 'text', { longest: 255, needed: true }),
  // One address for the firm and for the person in it, as in Xero itself.
  column('email', 'EmailAddress', 'email', { longest: 255 }),
  column('phone', 'phone.DEFAULT', 'phone', { longest: 50 }),
  column('mobile', 'phone.MOBILE', 'phone', { longest: 50 }),
  column('fax', 'phone.FAX', 'phone', { longest: 50 }),
  column('website', 'Website', 'text', shown),
  column('vatNumber', 'TaxNumber', 'vat', { longest: 50 }),
  column('companyNumber', 'CompanyNumber', 'text', { longest: 50 }),
  column('street', 'address.AddressLine1', 'text', { longest: 500 }),
  column('street2', 'address.AddressLine2', 'text', { longest: 500 }),
  column('city', 'address.City', 'text', { longest: 255 }),
  column('region', 'address.Region', 'text', { longest: 255 }),
  column('postcode', 'address.PostalCode', 'text', { longest: 50 }),
  column('country', 'address.Country', 'country', { longest: 50 }),
  column('currency', 'DefaultCurrency', 'text', { longest: 3 }),
  column('outstanding', 'Balances', 'money', shown),
  column('overdue', 'Balances', 'money', shown),
]

const totals = [
  column('currency', 'CurrencyCode', 'text', { longest: 3 }),
  column('rate', 'CurrencyRate', 'decimal', shown),
  column('netTotal', 'SubTotal', 'money', shown),
  column('taxTotal', 'TotalTax', 'money', shown),
  column('total', 'Total', 'money', shown),
]

export const COLUMNS: Readonly<Partial<Record<Entity, readonly Column[]>>> = {
  customer: CUSTOMER,
  contact: [
    column('firstName', 'FirstName', 'text', { longest: 255 }),
    column('lastName', 'LastName', 'text', { longest: 255 }),
    column('email', 'EmailAddress', 'email', { longest: 255 }),
    column('phone', 'phone.DDI', 'phone', { longest: 50 }),
  ],
  product: [
    column('code', 'Code', 'text', shown),
    column('name', 'Name', 'text', shown),
    column('description', 'Description', 'multiline', shown),
    column('price', 'SalesDetails', 'money', shown),
    column('cost', 'PurchaseDetails', 'money', shown),
    column('currency', 'BaseCurrency', 'text', shown),
    column('stock', 'QuantityOnHand', 'number', shown),
    column('active', 'IsSold', 'bool', shown),
  ],
  document: [
    column('number', 'QuoteNumber', 'text', shown),
    column('kind', 'Status', 'text', shown),
    column('state', 'Status', 'text', shown),
    column('name', 'Title', 'text', { longest: 100 }),
    column('date', 'Date', 'date'),
    column('expiryDate', 'ExpiryDate', 'date'),
    // A deal without products is told by its amount alone; with them, both must agree.
    ...totals.map((each) => (each.key === 'netTotal' ? column('netTotal', 'SubTotal', 'money') : each)),
  ],
  invoice: [
    column('number', 'InvoiceNumber', 'text', shown),
    column('invoiceId', 'InvoiceID', 'text', shown),
    column('kind', 'Type', 'text', shown),
    column('date', 'Date', 'date', shown),
    column('dueDate', 'DueDate', 'date', shown),
    column('state', 'Status', 'text', shown),
    column('reference', 'Reference', 'text', shown),
    ...totals.map((each) => ({ ...each, ...shown })),
    column('paid', 'AmountPaid', 'money', shown),
    column('balance', 'AmountDue', 'money', shown),
  ],
  payment: [
    column('number', 'PaymentID', 'text', shown),
    column('reference', 'Reference', 'text', shown),
    column('date', 'Date', 'date', shown),
    column('amount', 'Amount', 'money', shown),
    column('unallocated', 'Amount', 'money', shown),
    column('currency', 'CurrencyCode', 'text', shown),
    column('rate', 'CurrencyRate', 'decimal', shown),
    column('state', 'Status', 'text', shown),
  ],
}

export const columnsOf = (entity: Entity): readonly Column[] => COLUMNS[entity] ?? []

/** A draft invoice has no date of expiry; its due date is the bookkeeper's. */
export const fieldsOf = (entity: Entity, asInvoice: boolean): readonly Field[] =>
  columnsOf(entity)
    .filter(({ key }) => !(entity === 'document' && asInvoice && key === 'expiryDate'))
    .map(({ key, path, form, longest, needed, readOnly }) => ({
      key,
      label: path.replace(/^(address|phone)\./, ''),
      type: typeOf(form),
      mandatory: needed === true,
      readOnly: readOnly === true,
      ...(longest === undefined ? {} : { maxLength: longest }),
    }))

/** Which field is longer than Xero takes: its own words name none that a program may rely on. */
export function tooLong(entity: Entity, fields: Readonly<Record<string, unknown>>): string | null {
  const guilty = columnsOf(entity).find(({ key, longest }) => {
    const value = fields[key]
    return typeof value === 'string' && longest !== undefined && value.length > longest
  })
  return guilty?.key ?? null
}
