import type { Entity } from './words'

/** A question only the tenant's own lists can answer, e.g. which account status means client. */
export interface Choice {
  readonly key: string
  readonly values: readonly { readonly value: string; readonly label: string }[]
  /** What we would choose, where the lists leave no doubt. */
  readonly proposed: readonly string[]
  /** Where more than one value may be chosen. */
  readonly many: boolean
  /** Needed only while this entity is read here, or written here; absent: always. */
  readonly only?: { readonly entity: Entity; readonly when: 'read' | 'written' }
}
