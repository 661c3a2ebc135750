import type { Flat } from '../model/record'
import type { RecordClass } from '../model/state'
import { spaceOf, type Entity, type Side } from '../model/words'

/** A record as a complete listing of one side showed it just now. */
export interface Listed {
  readonly side: Side
  readonly entity: Entity
  readonly id: string
  readonly removed: boolean
  readonly flat: Flat
}

/** What memory says of a record of that side. */
export interface Remembered {
  readonly class: RecordClass
  readonly seen: Flat
}

export interface Account {
  readonly side: Side
  readonly entity: Entity
  readonly id: string
  readonly class: RecordClass
  /** Whether any link knows it. */
  readonly known: boolean
  /** Joined fields that show another value than the one we remember: an edit that no run has read yet. */
  readonly moved: readonly string[]
  readonly flat: Flat
}

/**
 * Every live record of a side in exactly one class; one that no link knows is unexplained.
 * `remembered`: by `<space>:<remote id>` of that side. `joined`: fields that travel, by entity.
 */
export function reconcile(
  listed: readonly Listed[],
  remembered: ReadonlyMap<string, Remembered>,
  joined: (entity: Entity) => readonly string[],
): readonly Account[] {
  return listed.flatMap(({ removed, ...record }): Account[] => {
    if (removed) return []
    const known = remembered.get(`${spaceOf(record.entity)}:${record.id}`)
    if (!known) return [{ ...record, class: { kind: 'unexplained' }, known: false, moved: [] }]
    const moved = joined(record.entity).filter((key) => hasMoved(record.flat, known.seen, key))
    const inSync = known.class.kind === 'in-sync'
    return [{ ...record, class: inSync && moved.length > 0 ? { kind: 'in-flight' } : known.class, known: true, moved }]
  })
}

/** A key that the listing does not show says nothing. */
const hasMoved = (now: Flat, seen: Flat, key: string): boolean =>
  now[key] !== undefined && now[key] !== (seen[key] ?? null)
