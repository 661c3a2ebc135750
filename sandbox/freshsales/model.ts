/** Ids are whole numbers beyond what a double can hold: text in here, bare digits on the wire. */
export type Id = string
export type Value = string | number | boolean | null

export interface Row {
  readonly id: Id
  readonly created_at: number
  readonly updated_at: number
  readonly is_deleted: boolean
  readonly own: Readonly<Record<string, Value>>
  readonly custom: Readonly<Record<string, Value>>
  /** Accounts of a contact, the main one first; products of a deal. */
  readonly accounts: readonly Id[]
  readonly products: readonly DealProduct[]
  readonly pricings: readonly Pricing[]
}

export interface DealProduct {
  readonly id: Id
  readonly product_id: Id
  readonly quantity: string
  readonly unit_price: string
  readonly discount: string
}

export interface Pricing {
  readonly currency_code: string
  readonly unit_price: string
}

export type FieldType =
  'text' | 'textarea' | 'email' | 'decimal' | 'number' | 'date' | 'checkbox' | 'dropdown' | 'lookup' | 'rows'

export interface FieldRule {
  readonly name: string
  readonly label: string
  readonly type: FieldType
  readonly required?: true
  readonly unique?: true
  readonly choices?: readonly string[]
  /** The table that a lookup points into. */
  readonly table?: string
}

/** One kind of record: its path below /api, the name that wraps one, and the key of a list. */
export interface Module {
  readonly name: string
  readonly path: string
  readonly singular: string
  readonly plural: string
  readonly scope: string
  readonly bulk: boolean
  readonly label: string
  readonly fields: readonly FieldRule[]
}

export interface Refusal {
  readonly ok: false
  readonly status: number
  readonly messages: readonly string[]
}
export type Result<T> = { readonly ok: true; readonly value: T } | Refusal

export const done = <T>(value: T): Result<T> => ({ ok: true, value })
export const refuse = (message: string, status = 400): Refusal => ({ ok: false, status, messages: [message] })
export const notFound = (): Refusal => refuse('Record not found', 404)

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
