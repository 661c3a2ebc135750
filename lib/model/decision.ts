import type { Because, Flat, Value } from './record'
import type { Entity, Side, Verb } from './words'

export type Change = 'none' | 'new' | 'edited' | 'removed'

/** Why a write was decided; history explains every line with one of these. */
export const whys = [
  'new-there',
  'edited-there',
  'first-meeting',
  'won-conflict',
  'given-back',
  'parent-gone',
  'converted-there',
  'removed-there',
  'born-here',
  'our-double',
  'undone',
] as const
export type Why = (typeof whys)[number]

/** One field of a write: the target's key and value, what the target held, and the origin it was planned on. */
export interface SetField {
  readonly key: string
  readonly value: Value
  readonly before: Value
  /** Origin's key and value; null for a constant such as the lock. */
  readonly from: string | null
  readonly origin: Value
  readonly why: Why
  /** What both sides last agreed on, as the target showed it; null where they never did. */
  readonly base: Value
  /** The value that lost, journalled before it is overwritten. */
  readonly lost: Value
  /** This very value was sent before, and the target shows another one in its place. */
  readonly again?: true
}

export interface PlannedWrite {
  readonly side: Side
  readonly verb: Verb
  readonly entity: Entity
  /** Null for a create. */
  readonly id: string | null
  readonly ifMatch: string | null
  readonly why: Why
  readonly sets: readonly SetField[]
  /** Links (ids) whose record on the target side must exist first. A set with such a parent carries `link:<id>` until then. */
  readonly waitsFor: readonly string[]
}

/** What base moves without any write, because both sides show the same (or agree to differ at their first meeting). */
export interface Agreed {
  readonly crm: Flat
  readonly books: Flat
}

/** What the plan made of one link. `park` and `wait` always say why. */
export interface Decision {
  readonly link: string
  readonly entity: Entity
  /** Links that turned out to be the same thing: their half moves into `link` and they end. */
  readonly ties: readonly string[]
  readonly writes: readonly PlannedWrite[]
  readonly agreed: Agreed
  readonly because: Because | null
  /** `space:side:remoteId` of the parent it waits for. */
  readonly waitsOn: string | null
  readonly gone: boolean
  /** Something a person should read in the history although nothing is written, e.g. "convert it in Sage". */
  readonly notes: readonly Note[]
}

export interface Note {
  readonly code: 'convert-in-books' | 'edited-although-locked' | 'cannot-travel' | 'own-form' | NotUndone
  readonly field: string | null
  readonly value: Value
}

/** Why an undo left something as it is. */
export type NotUndone = 'changed-since' | 'removed-since' | 'in-use' | 'not-reversible' | 'unknown-record'

/** Why a plan is held before its first write. */
export const brakes = [
  'removals',
  'more-than-usual',
  'blanking',
  'owners',
  'all-edited',
  'side-emptied',
  'other-company',
] as const
export type BrakeName = (typeof brakes)[number]

export interface Hold {
  readonly brake: BrakeName
  readonly entity: Entity
  readonly side: Side
  readonly count: number
  readonly of: number
  readonly field: string | null
}
