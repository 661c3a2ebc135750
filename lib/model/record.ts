import type { Entity, Side, Space } from './words'

export type Value = string | number | boolean | null
export type Fields = Readonly<Record<string, Value>>

/** Remote ids on the same side, by the parent's entity. */
export type Parents = Readonly<Partial<Record<Entity, string>>>

export interface Line {
  readonly fields: Fields
  readonly parents: Parents
}

/** A record as one side showed it at one moment, in our words and normal forms. */
export interface Snapshot {
  readonly entity: Entity
  readonly id: string
  readonly version: string | null
  readonly fields: Fields
  readonly lines?: readonly Line[]
  readonly parents: Parents
  readonly removed: boolean
  /** Its former id, where the vendor changed it. */
  readonly was?: string
  /** It left the rule's filter on the vendor's side (not removed, and no longer shown). */
  readonly leftFilter?: boolean
  /** Our mark inside a record that we created. */
  readonly marker?: string
  /** Who made it, where it bears a mark: a copy of our record copies our mark, too. */
  readonly made?: Made
}

/** How a record came into being, by the vendor's own audit: a user's id, the vendor's clock, and whether another user edited it since. */
export interface Made {
  readonly by: string
  readonly at: number
  readonly touched: boolean
}

/**
 * Flat view of a snapshot for comparison: every field by its key, each parent as `parent:<entity>` (a remote id),
 * and all lines as one value under `lines` (canonical JSON), because lines are compared, won and written whole.
 */
export type Flat = Readonly<Record<string, Value>>

/** Per field, what this side held when both sides last agreed, in this side's own normal form. */
export type Base = Flat

/** Per field, a value we sent that no snapshot has confirmed yet and, once sent twice, what came back in its place. */
export type Tried = Readonly<Record<string, { readonly sent: Value; readonly came?: Value }>>

/**
 * Key of a `Tried` that says of a record we created without an answer: all that its base holds was sent once. Its first snapshot
 * puts what came back otherwise in its place.
 */
export const everything = '*'

/** One side of a link: what it showed last, and what was agreed. */
export interface Half {
  readonly id: string
  readonly entity: Entity
  readonly version: string | null
  readonly seen: Flat
  readonly removed: boolean
  readonly leftFilter: boolean
  readonly marker: string | null
  readonly base: Base | null
  readonly tried?: Tried
  readonly made?: Made | null
}

/** Why a link is not travelling; derived states on screens come from these. A missing text for one is a type error. */
export const reasons = [
  'out-of-scope',
  'not-allowed',
  'switched-off',
  'waits-for-listing',
  'waits-for-parent',
  'waits-for-conversion',
  'owner-not-mapped',
  'ambiguous',
  'looks-alike',
  'removed-in-crm',
  'removed-in-books',
  'rejected',
  'surprise',
  'could-not-confirm',
  'ask',
  'kept-apart',
  'belongs-elsewhere',
  'money-does-not-add-up',
  'ignored',
] as const
export type Reason = (typeof reasons)[number]

/** Reasons that park a link until a person, a changed mapping or a changed record wakes it. */
export const parkedReasons = [
  'ambiguous',
  'looks-alike',
  'removed-in-crm',
  'removed-in-books',
  'rejected',
  'surprise',
  'could-not-confirm',
  'ask',
  'kept-apart',
  'money-does-not-add-up',
] as const satisfies readonly Reason[]

/** Reasons that only a person's answer ends; everything else is looked at again by itself. */
export const untilAPersonDecides = ['could-not-confirm', 'ask', 'kept-apart'] as const satisfies readonly Reason[]

/**
 * What is tried again with all the others. Where a person said no, or has to look first so that nothing is doubled, that
 * is asked for by name.
 */
export const sweptReasons = parkedReasons.filter((reason) => reason !== 'kept-apart' && reason !== 'could-not-confirm')

/** Reasons that end by themselves once the missing fact is there. */
export const waitingReasons = [
  'waits-for-listing',
  'waits-for-parent',
  'waits-for-conversion',
] as const satisfies readonly Reason[]

export interface Because {
  readonly reason: Reason
  /** The field it is about, in our keys. */
  readonly field?: string
  /** The vendor's own words, redacted, or ids of the candidates; of `ignored` what the person wrote. */
  readonly detail?: string
  /** Who refused it. */
  readonly side?: Side
  /** Of `ignored`: what it was set aside for before, so that this can be undone. */
  readonly was?: Because
}

/** One business thing from first sight on: a record on one side or on both. */
export interface Link {
  readonly id: string
  readonly space: Space
  readonly crm: Half | null
  readonly books: Half | null
  /** Rises whenever `seen` changes; news the plan has not looked at yet when above `planned`. */
  readonly news: number
  readonly planned: number
  readonly because: Because | null
  /** Both records are removed: kept as a gravestone. */
  readonly gone: boolean
}
