/** The house's words as types. One word per concept, in code, database, screens and tests (glossary: README). */
export const sides = ['crm', 'books'] as const
export type Side = (typeof sides)[number]

export const verbs = ['create', 'update', 'remove'] as const
export type Verb = (typeof verbs)[number]

export const lanes = ['toCrm', 'toBooks'] as const
export type Lane = (typeof lanes)[number]

/** In dependency order: parents before children. */
export const entities = ['customer', 'prospect', 'contact', 'product', 'document', 'invoice', 'payment'] as const
export type Entity = (typeof entities)[number]

/** Entities that can turn into one another share an identity space: a remote id is unique in it. */
export const spaces = ['account', 'contact', 'product', 'document', 'invoice', 'payment'] as const
export type Space = (typeof spaces)[number]

const spaceByEntity = {
  customer: 'account',
  prospect: 'account',
  contact: 'contact',
  product: 'product',
  document: 'document',
  invoice: 'invoice',
  payment: 'payment',
} as const satisfies Record<Entity, Space>

/** What others may stand under. */
export const parents: readonly Entity[] = ['customer', 'prospect', 'product', 'document', 'invoice']

export const spaceOf = (entity: Entity): Space => spaceByEntity[entity]
export const otherSide = (side: Side): Side => (side === 'crm' ? 'books' : 'crm')
export const laneTo = (side: Side): Lane => (side === 'crm' ? 'toCrm' : 'toBooks')

/** Who caused something: a person by id, the schedule, a webhook, an undo. */
export type Actor =
  | { readonly kind: 'person'; readonly id: string; readonly name: string }
  | { readonly kind: 'schedule' }
  | { readonly kind: 'webhook' }
  | { readonly kind: 'undo' }

export const locales = ['en', 'fr', 'es'] as const
export type Locale = (typeof locales)[number]
