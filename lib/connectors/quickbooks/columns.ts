import { typeOf } from '@/lib/http/form'
import type { Form } from '@/lib/http/form'
import type { Field } from '@/lib/model/connector'
import type { Entity } from '@/lib/model/words'

export interface Column {
  readonly key: string
  /** The vendor's name; a part of an object as `BillAddr.City`. */
  readonly path: string
  readonly form: Form
  /** Longest text, by the vendor's own reference. */
  readonly most?: number
  readonly mandatory?: true
  /** `derived`: the vendor makes it; `money`-like totals of a document we may give instead of lines. */
  readonly derived?: true
}

/** Our marks stand at the end of the notes and take up to this much of their 2,000 characters. */
const NOTES = 1800

const PHONE = 30

const EMAIL: Column = { key: 'email', path: 'PrimaryEmailAddr.Address', form: 'email', most: 100 }
const CURRENCY: Column = { key: 'currency', path: 'CurrencyRef.value', form: 'text' }

const derived = (key: string, path: string, form: Form): Column => ({ key, path, form, derived: true })

const TOTALS = [derived('rate', 'ExchangeRate', 'decimal'), derived('netTotal', 'Line', 'money')]

/**
 * The columns of each entity: reading, writing, refusals and the field screen all go by them. The tax number is not among
 * them: the vendor masks it in its answers. The one e-mail address of a customer is also that of its person.
 */
export const COLUMNS: Readonly<Partial<Record<Entity, readonly Column[]>>> = {
  customer: [
    { key: 'name', path: 'DisplayName', form: 'text', most: 500, mandatory: true },
    EMAIL,
    { key: 'phone', path: 'PrimaryPhone.FreeFormNumber', form: 'phone', most: PHONE },
    { key: 'fax', path: 'Fax.FreeFormNumber', form: 'phone', most: PHONE },
    { key: 'website', path: 'WebAddr.URI', form: 'text', most: 1000 },
    { key: 'street', path: 'BillAddr.Line1', form: 'text', most: 500 },
    { key: 'street2', path: 'BillAddr.Line2', form: 'text', most: 500 },
    { key: 'city', path: 'BillAddr.City', form: 'text', most: 255 },
    { key: 'region', path: 'BillAddr.CountrySubDivisionCode', form: 'text', most: 255 },
    { key: 'postcode', path: 'BillAddr.PostalCode', form: 'text', most: 30 },
    { key: 'country', path: 'BillAddr.Country', form: 'country', most: 255 },
    { key: 'notes', path: 'Notes', form: 'multiline', most: NOTES },
    CURRENCY,
    { key: 'x:CompanyName', path: 'CompanyName', form: 'text', most: 100 },
    derived('outstanding', 'Balance', 'money'),
  ],
  contact: [
    { key: 'firstName', path: 'GivenName', form: 'text', most: 100 },
    { key: 'lastName', path: 'FamilyName', form: 'text', most: 100 },
    EMAIL,
    { key: 'mobile', path: 'Mobile.FreeFormNumber', form: 'phone', most: PHONE },
    { key: 'x:Title', path: 'Title', form: 'text', most: 16 },
  ],
  product: [
    derived('code', 'Sku', 'text'),
    derived('name', 'Name', 'text'),
    derived('description', 'Description', 'multiline'),
    derived('price', 'UnitPrice', 'money'),
    derived('cost', 'PurchaseCost', 'money'),
    derived('currency', 'CurrencyRef.value', 'text'),
    derived('stock', 'QtyOnHand', 'number'),
    derived('active', 'Active', 'bool'),
    derived('x:Type', 'Type', 'text'),
    derived('x:FullyQualifiedName', 'FullyQualifiedName', 'text'),
  ],
  document: [
    derived('number', 'DocNumber', 'text'),
    derived('kind', 'Estimate', 'text'),
    { key: 'name', path: 'CustomerMemo.value', form: 'text', most: 1000 },
    { key: 'date', path: 'TxnDate', form: 'date' },
    { key: 'expiryDate', path: 'ExpirationDate', form: 'date' },
    derived('state', 'TxnStatus', 'text'),
    CURRENCY,
    derived('rate', 'ExchangeRate', 'decimal'),
    { key: 'netTotal', path: 'Line', form: 'money' },
    { key: 'taxTotal', path: 'TxnTaxDetail.TotalTax', form: 'money' },
    { key: 'total', path: 'TotalAmt', form: 'money' },
  ],
  invoice: [
    derived('number', 'DocNumber', 'text'),
    derived('invoiceId', 'Id', 'text'),
    derived('kind', 'Invoice', 'text'),
    derived('date', 'TxnDate', 'date'),
    derived('dueDate', 'DueDate', 'date'),
    derived('state', 'Balance', 'text'),
    derived('currency', 'CurrencyRef.value', 'text'),
    derived('reference', 'CustomerMemo.value', 'text'),
    ...TOTALS,
    derived('taxTotal', 'TxnTaxDetail.TotalTax', 'money'),
    derived('total', 'TotalAmt', 'money'),
    derived('paid', 'LinkedTxn', 'money'),
    derived('balance', 'Balance', 'money'),
  ],
  payment: [
    derived('number', 'PaymentRefNum', 'text'),
    derived('date', 'TxnDate', 'date'),
    derived('amount', 'TotalAmt', 'money'),
    derived('unallocated', 'UnappliedAmt', 'money'),
    derived('currency', 'CurrencyRef.value', 'text'),
    derived('rate', 'ExchangeRate', 'decimal'),
    derived('method', 'PaymentMethodRef.name', 'text'),
    derived('state', 'PrivateNote', 'text'),
  ],
}

export const columnsOf = (entity: Entity): readonly Column[] => COLUMNS[entity] ?? []

/** The vendor describes its fields in its reference only. A currency can be told where the company has several. */
export const fieldsOf = (entity: Entity, severalCurrencies: boolean): readonly Field[] =>
  columnsOf(entity).map(({ key, path, form, most, mandatory = false, derived: made = false }) => ({
    key,
    label: path,
    type: typeOf(form),
    mandatory,
    readOnly: made || (key === 'currency' && !severalCurrencies),
    ...(most === undefined ? {} : { maxLength: most }),
  }))

/** Refusals name an element, mostly only the first part of it. */
export function keyOf(entity: Entity, element: string): string | undefined {
  if (element === '') return undefined
  if (element === 'CustomerRef') return 'parent:customer'
  const [first] = element.split('.')
  return columnsOf(entity).find(({ path }) => path === element || path.split('.')[0] === first)?.key
}
