import type { RecordClass } from './state'
import type { Entity, Side } from './words'

/** How many records of a side stand in a class, with its reason where it has one. */
export interface Counted {
  readonly side: Side
  readonly entity: Entity
  readonly kind: RecordClass['kind']
  readonly reason: string | null
  readonly count: number
}

/** Money of the records that stand on both sides, in minor units. */
export interface Money {
  readonly entity: Entity
  readonly currency: string | null
  /** Month of the record's date, `2026-11`; null where it has none. */
  readonly period: string | null
  readonly count: Readonly<Record<Side, number>>
  readonly amount: Readonly<Record<Side, number>>
}

/**
 * A record that moved since a run last read it, that no run has read yet, that its side does not show any more, or that stands
 * idle on one side and nobody said why. The last one must not be there; the others are read by id in the next run.
 */
export interface Difference {
  readonly side: Side
  readonly entity: Entity
  readonly id: string
  readonly name: string
  readonly kind: 'moved' | 'unread' | 'missing' | 'unexplained'
  readonly fields: readonly string[]
}

export interface Accuracy {
  readonly records: number
  readonly classes: readonly Counted[]
  readonly money: readonly Money[]
  readonly differences: readonly Difference[]
  /** All differences, of which only the first ones are named. */
  readonly different: number
}
