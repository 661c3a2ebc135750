import type { Field, Fields } from './model'

export const text = (max: number): Field => ({ kind: 'string', max })
export const integer: Field = { kind: 'integer' }
export const decimal: Field = { kind: 'decimal' }
export const date: Field = { kind: 'date' }
export const flag: Field = { kind: 'boolean', preset: false }
export const to = (table: string): Field => ({ kind: 'reference', table })
export const required = (field: Field): Field => ({ ...field, required: true })
export const fixed = (field: Field): Field => ({ ...field, readOnly: true })

export const AUDIT = {
  dateCreated: fixed(date),
  dateUpdated: fixed(date),
  dateDeleted: fixed(date),
  deleted: fixed(flag),
  salesRepIdCreated: fixed(integer),
  salesRepIdUpdated: fixed(integer),
  salesRepIdDeleted: fixed(integer),
} satisfies Fields

export const LABELS = Object.fromEntries(
  ['ES', 'EN', 'US', 'IT', 'DE', 'FR', 'BR', 'DK', 'PT', 'RU'].map((language) => [`description${language}`, text(150)]),
) satisfies Fields

export const LIST = {
  ...LABELS,
  order: integer,
  branchVisibility: text(150),
  internal: flag,
  computeSfm: flag,
} satisfies Fields

export const DISCOUNTS = { discount1: decimal, discount2: decimal, discount3: decimal, discount4: decimal }
