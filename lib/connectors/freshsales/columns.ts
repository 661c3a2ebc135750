import type { Form } from '@/lib/http/form'
import type { Field } from '@/lib/model/connector'
import type { Entity } from '@/lib/model/words'

/** One kind of record in the CRM. */
export interface Shelf {
  /** Below /api; a custom module's path depends on the name the administrator gave it. */
  readonly path: string
  readonly singular: string
  readonly plural: string
  /** Where its fields are described. */
  readonly settings: string
  /** What a list and a single answer must show beside the record's own fields. */
  readonly include: string
  /** bulk: a hundred records a call, found by our mark; single: one record a call. */
  readonly writes: 'bulk' | 'single'
  /** The choice that says which view lists it; null where there is no view. */
  readonly view: string | null
}

const standard = (name: string, singular: string, include: string, view: string): Shelf => ({
  ...{ path: name, singular, plural: name, settings: `${name}/fields`, include, writes: 'bulk', view },
})

export const SHELVES = {
  customer: standard('sales_accounts', 'sales_account', 'owner', 'accountView'),
  contact: standard('contacts', 'contact', 'owner,sales_accounts', 'contactView'),
  document: standard('deals', 'deal', 'owner,sales_account,deal_products', 'dealView'),
  product: {
    ...{ path: 'cpq/products', singular: 'product', plural: 'products', settings: 'products/forms' },
    ...{ include: 'owner,product_pricings', writes: 'single', view: null },
  },
} as const satisfies Partial<Record<Entity, Shelf>>

/** Invoices and payments live in custom modules: an administrator makes them, and may name them. */
export const MODULES = {
  invoice: { choice: 'invoiceModule', name: 'cm_invoice' },
  payment: { choice: 'paymentModule', name: 'cm_payment' },
} as const

export type Ours = keyof typeof SHELVES | keyof typeof MODULES

export const moduleShelf = (name: string): Shelf => ({
  ...{ path: `custom_module/${name}`, singular: name, plural: name, settings: `${name}/forms` },
  ...{ include: 'owner', writes: 'single', view: `${name}:view` },
})

/** `id`: a reference, as text. `email`: one address among several. Names in cf_ are fields the administrator made. */
export interface Column {
  readonly key: string
  readonly wire: string
  readonly form: Form | 'id'
  readonly type?: Field['type']
}

const column = (key: string, wire: string, form: Column['form'] = 'text', type?: Field['type']): Column => ({
  ...{ key, wire, form },
  ...(type ? { type } : {}),
})

const OWNER = column('owner', 'owner_id', 'id', 'person')
const SYNC_STATE = column('syncState', 'cf_sync_state')
const LOCKED = column('locked', 'cf_locked', 'bool')
const PLACE = [
  column('street', 'address'),
  column('city', 'city'),
  column('region', 'state'),
  column('postcode', 'zipcode'),
  column('country', 'country', 'country'),
]
const MONEY = [
  column('currency', 'cf_currency'),
  column('rate', 'cf_rate', 'decimal'),
  column('reference', 'cf_reference'),
  column('date', 'cf_date', 'date'),
  column('state', 'cf_state'),
]

/** The columns of each entity: reading, writing, refusals and the field screen all go by them. */
export const COLUMNS: Readonly<Record<Ours, readonly Column[]>> = {
  customer: [
    column('code', 'cf_code'),
    column('name', 'name'),
    column('email', 'cf_email', 'email'),
    column('phone', 'phone', 'phone'),
    column('website', 'website'),
    column('vatNumber', 'cf_vat_number', 'vat'),
    ...PLACE,
    column('street2', 'cf_street2'),
    column('currency', 'cf_currency'),
    column('notes', 'cf_notes', 'multiline'),
    column('active', 'cf_active', 'bool'),
    column('outstanding', 'cf_outstanding', 'money'),
    column('overdue', 'cf_overdue', 'money'),
    OWNER,
    SYNC_STATE,
  ],
  contact: [
    column('firstName', 'first_name'),
    column('lastName', 'last_name'),
    column('email', 'emails', 'email'),
    column('phone', 'work_number', 'phone'),
    column('mobile', 'mobile_number', 'phone'),
    column('jobTitle', 'job_title'),
    ...PLACE,
    OWNER,
    SYNC_STATE,
  ],
  product: [
    column('code', 'product_code'),
    column('name', 'name'),
    column('description', 'description', 'multiline'),
    column('barcode', 'sku_number'),
    column('active', 'is_active', 'bool'),
    column('cost', 'cf_cost', 'money'),
    column('stock', 'cf_stock', 'number'),
    LOCKED,
    SYNC_STATE,
  ],
  document: [
    column('name', 'name'),
    column('total', 'amount', 'money'),
    column('date', 'closed_date', 'date'),
    column('expiryDate', 'expected_close', 'date'),
    OWNER,
  ],
  invoice: [
    column('number', 'name'),
    column('invoiceId', 'cf_invoice_id'),
    column('kind', 'cf_kind'),
    ...MONEY,
    column('dueDate', 'cf_due_date', 'date'),
    column('netTotal', 'cf_net_total', 'money'),
    column('taxTotal', 'cf_tax_total', 'money'),
    column('total', 'cf_total', 'money'),
    column('paid', 'cf_paid', 'money'),
    column('balance', 'cf_balance', 'money'),
    OWNER,
    LOCKED,
    SYNC_STATE,
  ],
  payment: [
    column('number', 'name'),
    ...MONEY,
    column('amount', 'cf_amount', 'money'),
    column('unallocated', 'cf_unallocated', 'money'),
    column('method', 'cf_method'),
    LOCKED,
    SYNC_STATE,
  ],
}

/** Our mark in a record that we made: a unique text field of every module that we write to. */
export const MARK = 'cf_sync_ref'

/** What else our writes need beside the columns: the customer of an invoice, its lines as text. */
export const LINKS: Readonly<Partial<Record<Ours, { readonly customer: string; readonly lines: string }>>> = {
  invoice: { customer: 'cf_customer', lines: 'cf_lines' },
  payment: { customer: 'cf_customer', lines: 'cf_allocations' },
}

/** The CRM wants a name: an unnumbered record is written as a dash and read back as none. */
export const DASH = '-'
export const isName = (entity: Ours, { key, wire }: Column): boolean =>
  (entity === 'invoice' || entity === 'payment') && wire === 'name' && key === 'number'
