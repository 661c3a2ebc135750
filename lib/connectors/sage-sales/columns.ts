import type { Form } from '@/lib/http/form'
import type { Field } from '@/lib/model/connector'
import type { Entity } from '@/lib/model/words'
import type { Resource } from './client'

export const RESOURCE = {
  customer: 'accounts',
  prospect: 'accounts',
  contact: 'contacts',
  product: 'products',
  invoice: 'salesorders',
} as const satisfies Partial<Record<Entity, Resource>>
export type Ours = keyof typeof RESOURCE

/** Entities that the CRM can lock with `readOnly` and whose lock is ours to turn. */
export const LOCKABLE: ReadonlySet<Ours> = new Set(['customer', 'prospect', 'product', 'invoice'])

/** `ref`: points into a list, so that reading and writing need its names. */
export interface Column {
  readonly key: string
  readonly wire: string
  readonly form: Form | 'ref' | 'not' | 'name'
  readonly type?: Field['type']
}

const column = (key: string, wire: string, form: Column['form'] = 'text', type?: Field['type']): Column => ({
  key,
  wire,
  form,
  ...(type ? { type } : {}),
})

const MARKED = [column('locked', 'readOnly', 'bool'), column('syncState', 'Z_SyncStatus')]
const PLACE = [
  column('street', 'address1'),
  column('postcode', 'postcode'),
  column('city', 'city'),
  column('country', 'countryId', 'ref'),
  column('notes', 'comment', 'multiline'),
]
const ACCOUNT = [
  column('code', 'extId'),
  column('name', 'name'),
  column('vatNumber', 'vatNumber', 'vat'),
  column('email', 'email', 'email'),
  column('phone', 'phone', 'phone'),
  column('mobile', 'phone2', 'phone'),
  column('fax', 'fax', 'phone'),
  column('website', 'website'),
  ...PLACE,
  column('street2', 'address2'),
  column('owner', 'salesRepId1', 'ref', 'person'),
  column('outstanding', 'Z_Outstanding', 'money'),
  ...MARKED,
]

/** The columns of each entity: reading, writing, refusals and the field screen all go by them. */
export const COLUMNS: Readonly<Record<Ours, readonly Column[]>> = {
  customer: ACCOUNT,
  prospect: ACCOUNT,
  contact: [
    column('code', 'extId'),
    column('firstName', 'firstName', 'name'),
    column('lastName', 'lastName', 'name'),
    column('email', 'email', 'email'),
    column('phone', 'phone1', 'phone'),
    column('mobile', 'phone2', 'phone'),
    ...PLACE,
    column('syncState', 'Z_SyncStatus'),
  ],
  product: [
    column('code', 'extId'),
    column('name', 'model'),
    column('description', 'description', 'multiline'),
    column('price', 'price', 'money'),
    column('cost', 'cost', 'money'),
    column('stock', 'stock', 'number'),
    column('available', 'notAvailable', 'not', 'boolean'),
    ...MARKED,
  ],
  invoice: [
    column('number', 'reference'),
    column('invoiceId', 'Z_BooksInvoiceId'),
    column('kind', 'Z_DocumentType'),
    column('date', 'Z_InvoiceDate', 'date'),
    column('dueDate', 'Z_DueDate', 'date'),
    column('state', 'statusId', 'ref'),
    column('currency', 'currencyId', 'ref'),
    column('netTotal', 'Z_NetTotal', 'money'),
    column('taxTotal', 'Z_TaxTotal', 'money'),
    column('total', 'total', 'money'),
    column('paid', 'Z_PaidAmount', 'money'),
    column('balance', 'Z_Balance', 'money'),
    column('owner', 'salesRepId', 'ref', 'person'),
    ...MARKED,
  ],
}

/** Extra fields that our writes need, by resource. https://developer.forcemanager.com/ : values live under Z_<name> */
export const EXTRA: Readonly<Partial<Record<Resource, Readonly<Record<string, 'text' | 'decimal' | 'datetime'>>>>> = {
  accounts: { SyncRef: 'text', SyncStatus: 'text', Outstanding: 'decimal' },
  contacts: { SyncRef: 'text', SyncStatus: 'text' },
  products: { SyncRef: 'text', SyncStatus: 'text' },
  salesorders: {
    SyncRef: 'text',
    SyncStatus: 'text',
    BooksInvoiceId: 'text',
    DocumentType: 'text',
    InvoiceDate: 'datetime',
    DueDate: 'datetime',
    NetTotal: 'decimal',
    TaxTotal: 'decimal',
    PaidAmount: 'decimal',
    Balance: 'decimal',
  },
}

/** Our invoice states as the tenant's order statuses, made by `prepare` where missing. */
export const STATES = {
  draft: { descriptionEN: 'Draft', descriptionFR: 'Brouillon', descriptionES: 'Borrador' },
  open: { descriptionEN: 'Open', descriptionFR: 'Ouverte', descriptionES: 'Abierta' },
  'partially-paid': {
    descriptionEN: 'Partially paid',
    descriptionFR: 'Partiellement réglée',
    descriptionES: 'Pagada en parte',
  },
  paid: { descriptionEN: 'Paid', descriptionFR: 'Réglée', descriptionES: 'Pagada', won: true },
  cancelled: { descriptionEN: 'Cancelled', descriptionFR: 'Annulée', descriptionES: 'Anulada', lost: true },
} as const

/** The product that carries lines which have none of their own: every line must name one. */
export const BARE = { extId: 'CONCORD-MISC', model: 'Miscellaneous' } as const

/** The CRM wants both names of a contact: an unknown one is written as a dash and read back as none. */
export const DASH = '-'
