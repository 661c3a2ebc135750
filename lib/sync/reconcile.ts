import type { RecordClass } from '../model/state'
import type { Entity, Side } from '../model/words'

/** A record as a complete listing of one side showed it just now. */
export interface Listed {
  readonly side: Side
  readonly entity: Entity
  readonly id: string
  readonly removed: boolean
}

/** A link's place, as memory has it. */
export interface Remembered {
  readonly crmId: string | null
  readonly booksId: string | null
  readonly class: RecordClass
}

export interface Account {
  readonly side: Side
  readonly entity: Entity
  readonly id: string
  readonly class: RecordClass
}

/** Every live record of both sides in exactly one class; one that no link knows is unexplained. */
export function reconcile(listed: readonly Listed[], remembered: ReadonlyMap<string, Remembered>): readonly Account[] {
  return listed.flatMap(({ side, entity, id, removed }): Account[] =>
    removed
      ? []
      : [{ side, entity, id, class: remembered.get(`${side}:${entity}:${id}`)?.class ?? { kind: 'unexplained' } }],
  )
}
