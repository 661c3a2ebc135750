import type { Capability } from '@/lib/model/connector'
import { entities, type Entity, type Side } from '@/lib/model/words'
import { aCapability } from './aCapability'

type Abilities = Partial<Record<Entity, Capability>>
const everything: Abilities = Object.fromEntries(entities.map((entity) => [entity, aCapability({ lock: true })]))

/** Two vendors that can do everything with every entity, unless said. */
export const someVendors = (
  part: Partial<Record<Side, Abilities>> = {},
): Record<Side, { readonly entities: Abilities }> => ({
  crm: { entities: { ...everything, ...part.crm } },
  books: { entities: { ...everything, ...part.books } },
})
