import type { RecordClass } from '../model/state'
import { spaceOf, type Entity, type Side } from '../model/words'

/** A record as a complete listing of one side showed it just now. */
export interface Listed {
  readonly side: Side
  readonly entity: Entity
  readonly id: string
  readonly removed: boolean
}

export interface Account {
  readonly side: Side
  readonly entity: Entity
  readonly id: string
  readonly class: RecordClass
}

/**
 * Every live record of a side in exactly one class; one that no link knows is unexplained.
 * `remembered`: class by `<space>:<remote id>` of that side.
 */
export function reconcile(listed: readonly Listed[], remembered: ReadonlyMap<string, RecordClass>): readonly Account[] {
  return listed.flatMap(({ side, entity, id, removed }): Account[] =>
    removed ? [] : [{ side, entity, id, class: remembered.get(`${spaceOf(entity)}:${id}`) ?? { kind: 'unexplained' } }],
  )
}
