export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }
export type Doc = Readonly<Record<string, Json | undefined>>

export const KINDS = ['Customer', 'Vendor', 'Employee', 'Item', 'Estimate', 'Invoice', 'CreditMemo', 'Payment'] as const
export type Kind = (typeof KINDS)[number]

/** Their names are unique among all three; they are never deleted, only made inactive. */
export const PEOPLE: readonly Kind[] = ['Customer', 'Vendor', 'Employee']
export const LISTS: readonly Kind[] = [...PEOPLE, 'Item']
/** Really deleted, and told by CDC and webhooks only. */
export const TRANSACTIONS: readonly Kind[] = ['Estimate', 'Invoice', 'CreditMemo', 'Payment']

export const kindOf = (name: string): Kind | undefined =>
  KINDS.find((kind) => kind.toLowerCase() === name.trim().toLowerCase())

export interface Row {
  readonly kind: Kind
  readonly id: string
  readonly doc: Doc
  readonly token: number
  readonly madeAt: number
  readonly changedAt: number
  readonly deleted: boolean
}

export const isObject = (value: unknown): value is Doc =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const linesOf = (doc: Doc): readonly Doc[] => (Array.isArray(doc['Line']) ? doc['Line'].filter(isObject) : [])

/** `BillAddr.City`, or undefined on the way. */
export const at = (doc: Doc, path: string): Json | undefined =>
  path.split('.').reduce<Json | undefined>((inside, name) => (isObject(inside) ? inside[name] : undefined), doc)

export const refOf = (doc: Doc, name: string): string | null => {
  const value = at(doc, `${name}.value`)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null
}

export const amountOf = (value: Json | undefined): number => (typeof value === 'number' ? value : Number(value ?? 0))

/** Sums of decimals without the dust of binary fractions; no currency here has more than three decimals. */
export const sum = (amounts: readonly number[]): number =>
  Math.round(amounts.reduce((total, each) => total + each, 0) * 1000) / 1000
