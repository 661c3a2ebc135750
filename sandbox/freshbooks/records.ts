export type Doc = Readonly<Record<string, unknown>>

export const KINDS = ['client', 'item', 'invoice', 'payment', 'estimate', 'credit_note', 'tax'] as const
export type Kind = (typeof KINDS)[number]

export interface Row {
  readonly kind: Kind
  readonly id: number
  readonly doc: Doc
  readonly changedAt: number
}

/** Where a kind lives, what its answers call it and what a consent must hold to reach it. */
export interface Place {
  readonly kind: Kind
  readonly group: string
  readonly many: string
  readonly one: string
  readonly id: string
  readonly scope: string
}

const place = (kind: Kind, group: string, many: string, id: string, scope: string, one: string = kind): Place => ({
  kind,
  group,
  many,
  one,
  id,
  scope,
})

export const PLACES: readonly Place[] = [
  place('client', 'users', 'clients', 'userid', 'user:clients'),
  place('item', 'items', 'items', 'itemid', 'user:billable_items'),
  place('invoice', 'invoices', 'invoices', 'invoiceid', 'user:invoices'),
  place('payment', 'payments', 'payments', 'logid', 'user:payments'),
  place('estimate', 'estimates', 'estimates', 'estimateid', 'user:estimates'),
  // One and many bear the same name here.
  place('credit_note', 'credit_notes', 'credit_notes', 'creditid', 'user:credit_notes', 'credit_notes'),
  place('tax', 'taxes', 'taxes', 'taxid', 'user:taxes'),
]

export function placeOf(kind: Kind): Place {
  const found = PLACES.find((each) => each.kind === kind)
  if (!found) throw new Error(`${kind} lives nowhere`)
  return found
}

export const isObject = (value: unknown): value is Doc =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
export const amountOf = (value: unknown): string => (isObject(value) ? String(value['amount'] ?? '0') : '0')
export const linesOf = (doc: Doc): readonly Doc[] => (Array.isArray(doc['lines']) ? doc['lines'].filter(isObject) : [])
