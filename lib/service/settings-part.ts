import { createHash } from 'node:crypto'
import type { Settings } from '@/lib/model/settings'
import { entities, type Entity } from '@/lib/model/words'
import { canonical } from '@/lib/store/canonical'

/** What one page of the settings is about. */
export type Part = (settings: Settings) => unknown

export const settingsPart = {
  people: ({ administrator, people }: Settings) => [administrator, people],
  fields:
    (entity: Entity): Part =>
    (settings) =>
      settings.entities[entity]?.joins ?? [],
  travels: ({ every, appointment, entities: chosen }: Settings) => [
    ...[every, appointment ?? null],
    ...entities.map((entity) => {
      const { on, toCrm, toBooks, wins, filter } = chosen[entity] ?? {}
      return { on, toCrm, toBooks, wins, filter }
    }),
  ],
}

/** Goes to the page and comes back with what is saved on it, so that it is known what the page was drawn from. */
export const markOf = (part: Part, settings: Settings): string =>
  createHash('sha256')
    .update(canonical(part(settings)))
    .digest('hex')
    .slice(0, 16)
