import type { ChosenJoin, Settings } from '@/lib/model/settings'
import { entities, type Entity, type Side } from '@/lib/model/words'

type Keys = Readonly<Record<Side, readonly string[]>>
export type Rejoined = Readonly<Partial<Record<Entity, Keys>>>

/**
 * Keys whose agreement says nothing any more, because under the new field map they stand for another field, or for the same
 * one in another form: both sides are looked at as at a first meeting. A key that an unchanged row holds keeps what was agreed.
 */
export function rejoined(before: Settings, after: Settings): Rejoined {
  return Object.fromEntries(
    entities.flatMap((entity) => {
      const [old, now] = [before.entities[entity]?.joins, after.entities[entity]?.joins]
      if (!old || !now) return []
      const known = new Set(old.map(meaning))
      const kept = now.filter((join) => known.has(meaning(join)))
      const changed = now.filter((join) => !known.has(meaning(join)))
      return changed.length === 0
        ? []
        : [[entity, { crm: only('crm', changed, kept), books: only('books', changed, kept) }]]
    }),
  )
}

const meaning = ({ crm, books, as = 'same', values = [] }: ChosenJoin): string =>
  JSON.stringify([crm, books, as, values])

function only(side: Side, changed: readonly ChosenJoin[], kept: readonly ChosenJoin[]): readonly string[] {
  const held = new Set(kept.map((join) => join[side]))
  return [...new Set(changed.flatMap((join) => (join[side] === null || held.has(join[side]) ? [] : [join[side]])))]
}
