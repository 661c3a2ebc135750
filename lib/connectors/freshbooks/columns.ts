import { typeOf } from '@/lib/http/form'
import type { Form } from '@/lib/http/form'
import type { Field } from '@/lib/model/connector'
import type { Fields } from '@/lib/model/record'
import type { Entity } from '@/lib/model/words'

/** A field of ours and the key that FreshBooks keeps it under. */
export interface Column {
  readonly key: string
  readonly path: string
  readonly form: Form
  readonly most?: number
  readonly needed?: true
  readonly readOnly?: true
}

/** Lengths are not published: what a text column commonly holds, less room for our mark where it stands behind. */
const LONGEST = 255
const NAME = 200
const NOTE = 1800

const told = (key: string, path: string, form: Form = 'text', most?: number): Column => ({
  key,
  path,
  form,
  ...(most === undefined ? {} : { most }),
})
const shown = (key: string, path: string, form: Form = 'text'): Column => ({ key, path, form, readOnly: true })

const TOTALS = [
  shown('netTotal', 'lines', 'money'),
  shown('taxTotal', 'lines', 'money'),
  shown('total', 'amount', 'money'),
]

/** The one address for mail of a client is also that of the person in it. */
const EMAIL = told('email', 'email', 'email', LONGEST)

export const COLUMNS: Readonly<Partial<Record<Entity, readonly Column[]>>> = {
  customer: [
    { ...told('name', 'organization', 'text', LONGEST), needed: true },
    EMAIL,
    told('phone', 'bus_phone', 'phone', LONGEST),
    told('fax', 'fax', 'phone', LONGEST),
    told('vatNumber', 'vat_number', 'vat', LONGEST),
    told('street', 'p_street', 'text', LONGEST),
    told('street2', 'p_street2', 'text', LONGEST),
    told('city', 'p_city', 'text', LONGEST),
    told('region', 'p_province', 'text', LONGEST),
    told('postcode', 'p_code', 'text', LONGEST),
    told('country', 'p_country', 'country', LONGEST),
    told('currency', 'currency_code', 'text', 3),
    told('notes', 'note', 'multiline', NOTE),
    shown('active', 'vis_state', 'bool'),
  ],
  contact: [
    told('firstName', 'fname', 'text', LONGEST),
    told('lastName', 'lname', 'text', LONGEST),
    EMAIL,
    told('mobile', 'mob_phone', 'phone', LONGEST),
  ],
  product: [
    shown('code', 'sku'),
    shown('name', 'name'),
    shown('description', 'description', 'multiline'),
    shown('price', 'unit_cost', 'money'),
    shown('currency', 'unit_cost'),
    shown('stock', 'inventory', 'number'),
    shown('active', 'vis_state', 'bool'),
  ],
  document: [
    shown('number', 'estimate_number'),
    shown('kind', 'estimateid'),
    shown('state', 'status'),
    told('name', 'po_number', 'text', NAME),
    told('description', 'notes', 'multiline', NOTE),
    told('date', 'create_date', 'date'),
    told('currency', 'currency_code', 'text', 3),
    ...TOTALS.map((each) => (each.key === 'netTotal' ? told('netTotal', 'lines', 'money') : each)),
  ],
  invoice: [
    shown('number', 'invoice_number'),
    shown('invoiceId', 'invoiceid'),
    shown('kind', 'invoiceid'),
    shown('date', 'create_date', 'date'),
    shown('dueDate', 'due_date', 'date'),
    shown('state', 'v3_status'),
    shown('currency', 'currency_code'),
    shown('reference', 'po_number'),
    ...TOTALS,
    shown('paid', 'paid', 'money'),
    shown('balance', 'outstanding', 'money'),
  ],
  payment: [
    shown('number', 'logid'),
    shown('reference', 'note'),
    shown('date', 'date', 'date'),
    shown('amount', 'amount', 'money'),
    shown('unallocated', 'amount', 'money'),
    shown('currency', 'amount'),
    shown('method', 'type'),
    shown('state', 'vis_state'),
  ],
}

export const columnsOf = (entity: Entity): readonly Column[] => COLUMNS[entity] ?? []

export const fieldsOf = (entity: Entity): readonly Field[] =>
  columnsOf(entity).map(({ key, path, form, most, needed, readOnly }) => ({
    key,
    label: path,
    type: typeOf(form),
    mandatory: needed === true,
    readOnly: readOnly === true,
    ...(most === undefined ? {} : { maxLength: most }),
  }))

/** The field that is too long, before the vendor cuts or refuses it. */
export const tooLong = (entity: Entity, fields: Fields): string | null =>
  columnsOf(entity).find(({ key, most }) => {
    const value = fields[key]
    return most !== undefined && typeof value === 'string' && [...value].length > most
  })?.key ?? null

/** Our key of what the vendor blames; several of ours may live under one of its names. */
export const keyOf = (entity: Entity, path: string): string =>
  columnsOf(entity).find((each) => each.path === path)?.key ?? path
