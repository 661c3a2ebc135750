export type Value = string | number | boolean | null | readonly number[]

/** As stored: references are ids, instants are milliseconds UTC, an absent field is null. */
export interface Row {
  readonly id: number
  readonly [field: string]: Value | undefined
}

export type Kind = 'string' | 'integer' | 'decimal' | 'boolean' | 'date' | 'reference' | 'references'

export interface Field {
  readonly kind: Kind
  readonly max?: number
  /** The list or resource that a reference points into. */
  readonly table?: string
  readonly required?: true
  readonly readOnly?: true
  /** Key in a write where the vendor spells it otherwise than in a read. */
  readonly writeAs?: string
  readonly preset?: Value
}

export type Fields = Readonly<Record<string, Field>>

export interface Resource {
  readonly name: string
  readonly fields: Fields
  /** Fields that make up the text of a reference to it; 'description' is the label in the language asked for. */
  readonly label: readonly string[] | 'description'
  readonly firstId: number
  /** Has the field readOnly: "cannot be edited or deleted in the CRM". */
  readonly lockable?: true
  /** Locked together with the record this field points to. */
  readonly lockedThrough?: string
  readonly hook?: string
  readonly bulk: { readonly write: number; readonly remove: number }
  /** May carry extra fields. */
  readonly extendable?: true
}

/** api: our key pair. pages: a user in the CRM. support: someone who gets round the lock. */
export interface Actor {
  readonly user: number
  readonly door: 'api' | 'pages' | 'support'
}

export interface Refusal {
  readonly status: number
  readonly code: number
  readonly message: string
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal }

export const done = <T>(value: T): Result<T> => ({ ok: true, value })

export const refuse = (message: string, code = 400, status = 400): { ok: false; refusal: Refusal } => ({
  ok: false,
  refusal: { status, code, message },
})

/** API error codes: 901 SQL not generated correctly, 910 resource does not exist. https://developer.forcemanager.com/ */
export const BAD_FILTER = 901
export const NO_SUCH_THING = 910

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
