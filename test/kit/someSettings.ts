import type { EntitySettings, Settings } from '@/lib/model/settings'
import { noSettings } from '@/lib/model/settings'
import type { Entity } from '@/lib/model/words'

export const anEntityChoice = (part: Partial<EntitySettings> = {}): EntitySettings => ({
  on: true,
  joins: [],
  maxLength: { crm: {}, books: {} },
  ...part,
})

/** Settings with these entities switched on. */
export const someSettings = (
  entities: Partial<Record<Entity, Partial<EntitySettings>>>,
  part: Partial<Settings> = {},
): Settings => ({
  ...noSettings,
  entities: Object.fromEntries(Object.entries(entities).map(([entity, chosen]) => [entity, anEntityChoice(chosen)])),
  ...part,
})
