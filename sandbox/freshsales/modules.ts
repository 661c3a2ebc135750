import type { FieldRule, FieldType, Module } from './model'

const field = (name: string, type: FieldType = 'text', more: Partial<FieldRule> = {}): FieldRule => ({
  name,
  label: labelOf(name),
  type,
  ...more,
})

function labelOf(name: string): string {
  const words = name.replace(/^cf_/, '').replace(/_id$/, '').replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const PLACE = ['address', 'city', 'state', 'zipcode', 'country'].map((name) => field(name))
const OWNER = field('owner_id', 'lookup', { table: 'users' })

/** The field that an administrator made for us in every module: unique, so that an upsert can go by it. */
const MARK = field('cf_sync_ref', 'text', { unique: true })
const SYNC_STATE = field('cf_sync_state')
const LOCKED = field('cf_locked', 'checkbox')

/** https://developers.freshworks.com/crm/api/ : the standard modules, with the custom fields of this account. */
export const STANDARD: readonly Module[] = [
  {
    ...{ name: 'contacts', path: 'contacts', singular: 'contact', plural: 'contacts', label: 'Contacts' },
    ...{ scope: 'contacts', bulk: true },
    fields: [
      field('first_name'),
      field('last_name'),
      field('emails', 'email', { unique: true }),
      field('job_title'),
      field('work_number'),
      field('mobile_number'),
      ...PLACE,
      OWNER,
      field('external_id'),
      MARK,
      SYNC_STATE,
    ],
  },
  {
    ...{ name: 'sales_accounts', path: 'sales_accounts', singular: 'sales_account', plural: 'sales_accounts' },
    ...{ scope: 'sales_accounts', bulk: true, label: 'Accounts' },
    fields: [
      field('name', 'text', { required: true }),
      field('phone'),
      field('website'),
      ...PLACE,
      OWNER,
      ...['cf_code', 'cf_email', 'cf_vat_number', 'cf_street2', 'cf_currency'].map((name) => field(name)),
      field('cf_notes', 'textarea'),
      field('cf_outstanding', 'decimal'),
      field('cf_overdue', 'decimal'),
      field('cf_active', 'checkbox'),
      MARK,
      SYNC_STATE,
    ],
  },
  {
    ...{ name: 'deals', path: 'deals', singular: 'deal', plural: 'deals', scope: 'deals', bulk: true, label: 'Deals' },
    fields: [
      field('name', 'text', { required: true }),
      field('amount', 'decimal'),
      field('expected_close', 'date'),
      field('closed_date', 'date'),
      field('sales_account_id', 'lookup', { table: 'sales_accounts' }),
      field('deal_stage_id', 'lookup', { table: 'deal_stages' }),
      field('currency_id', 'lookup', { table: 'currencies' }),
      OWNER,
      MARK,
    ],
  },
  {
    ...{ name: 'products', path: 'cpq/products', singular: 'product', plural: 'products', scope: 'products' },
    ...{ bulk: false, label: 'Products' },
    fields: [
      field('name', 'text', { required: true }),
      field('product_code'),
      field('sku_number'),
      field('description', 'textarea'),
      field('category'),
      field('is_active', 'checkbox'),
      OWNER,
      field('cf_cost', 'decimal'),
      field('cf_stock', 'number'),
      LOCKED,
      MARK,
      SYNC_STATE,
    ],
  },
]

const customModule = (name: string, label: string, fields: readonly FieldRule[]): Module => ({
  ...{ name, path: `custom_module/${name}`, singular: name, plural: name, label },
  ...{ scope: 'custom_module', bulk: false, fields },
})

const LINKED = [
  field('name', 'text', { required: true }),
  OWNER,
  field('cf_customer', 'lookup', { table: 'sales_accounts' }),
  MARK,
  LOCKED,
  SYNC_STATE,
]
const MONEY = ['cf_currency', 'cf_rate', 'cf_reference'].map((name) => field(name))

/** The two custom modules that our set-up page asks an administrator to make; until then they are not there. */
export const INVOICES = customModule('cm_invoice', 'Invoices', [
  ...LINKED,
  ...MONEY,
  field('cf_invoice_id'),
  field('cf_kind', 'dropdown', { choices: ['invoice', 'credit-note', 'deposit'] }),
  field('cf_date', 'date'),
  field('cf_due_date', 'date'),
  field('cf_state'),
  ...['cf_net_total', 'cf_tax_total', 'cf_total', 'cf_paid', 'cf_balance'].map((name) => field(name, 'decimal')),
  field('cf_lines', 'textarea'),
])

export const PAYMENTS = customModule('cm_payment', 'Payments', [
  ...LINKED,
  ...MONEY,
  field('cf_date', 'date'),
  field('cf_amount', 'decimal'),
  field('cf_unallocated', 'decimal'),
  field('cf_method'),
  field('cf_state'),
  field('cf_allocations', 'textarea'),
])
