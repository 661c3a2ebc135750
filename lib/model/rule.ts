import type { Entity, Lane, Side, Verb } from './words'
import type { Fields, Value } from './record'
import type { Condition } from './settings'

/** Pure functions by name; a rule stays data (resolved in `sync/transform.ts`). */
export const transforms = ['same', 'full-name', 'owner', 'dash-unless-stocked', 'availability'] as const
export type TransformName = (typeof transforms)[number]

/** One field set by rule instead of by the field map. */
export interface FieldRule {
  readonly set: string
  readonly in: Side
  /** Key on the other side; null where `constant` is set. */
  readonly from: string | null
  readonly constant?: Value
  readonly as?: TransformName
  /** Set at creation only; never compared, given back or undone afterwards. */
  readonly on?: 'create'
  readonly when?: 'empty'
}

/** What may travel, for one entity of one pair. Pure data. */
export interface Rule {
  readonly identify: readonly string[]
  readonly toCrm: readonly Verb[]
  readonly toBooks: readonly Verb[]
  readonly lockedIn?: Side
  /** Who wins where both sides changed a field; books unless said. */
  readonly wins?: Side
  /** This entity becomes another one; the named side alone converts. */
  readonly becomes?: Readonly<Partial<Record<Entity, Side>>>
  /** A record without its parent of this entity waits. */
  readonly needs?: Entity
  /** The record has lines, which travel as one value. */
  readonly lines?: true
  /** Only records whose fields hold these values, where the side shows the field at all. */
  readonly only?: Fields
  readonly fields?: readonly FieldRule[]
  readonly switches?: Readonly<
    Record<string, { readonly drops: Readonly<Partial<Record<Lane, readonly Verb[]>>>; readonly default: 'on' | 'off' }>
  >
}

export interface Pair {
  readonly crm: string
  readonly books: string
  /** Minutes between two runs. */
  readonly every: number
  readonly entities: Readonly<Partial<Record<Entity, Rule>>>
}

/** Identity function with the type: a pair is data. */
export const definePair = (pair: Pair): Pair => pair
export const all = ['create', 'update', 'remove'] as const satisfies readonly Verb[]

/** One joined pair of fields, as the field map of an entity. */
export interface Join {
  readonly crm: string | null
  readonly books: string | null
  /** What the side with a key shall hold, where the other key is null. */
  readonly constant?: Value
  readonly as?: TransformName
  /** Where only one side can be written: the lane in which this field travels; both where absent. */
  readonly lane?: Lane
  readonly on?: 'create'
  readonly when?: 'empty'
  /** Which value stands for which; one that is not listed is not told. */
  readonly values?: readonly ValuePair[]
}

export interface ValuePair {
  readonly crm: Value
  readonly books: Value
}

/** A rule after the administrator's settings narrowed it, with its field map: what planning works with. */
export interface ResolvedRule {
  readonly entity: Entity
  readonly identify: readonly string[]
  readonly toCrm: readonly Verb[]
  readonly toBooks: readonly Verb[]
  readonly lockedIn: Side | null
  readonly wins: Side
  readonly becomes: Readonly<Partial<Record<Entity, Side>>>
  readonly needs: Entity | null
  readonly only: Fields
  /** The administrator's filter; all of it must be true. */
  readonly filter: readonly Condition[]
  readonly joins: readonly Join[]
  /** Longest text a side takes, by field key. */
  readonly maxLength: Readonly<Record<Side, Readonly<Record<string, number>>>>
  /** Verbs that a switch took away, so that the reason can say so. */
  readonly switchedOff: Readonly<Record<Lane, readonly Verb[]>>
}

/** Everything planning needs besides links: rules by entity, under one published version. */
export interface Rules {
  readonly version: number
  readonly byEntity: Readonly<Partial<Record<Entity, ResolvedRule>>>
}
