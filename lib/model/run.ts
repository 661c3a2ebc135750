import type { Hold, SetField, Why } from './decision'
import type { Problem } from './problem'
import type { Actor, Entity, Side, Verb } from './words'

/** The corridor, step by step; a run is in exactly one of them. */
export const phases = ['open', 'pull', 'plan', 'brake', 'apply', 'close', 'closed'] as const
export type Phase = (typeof phases)[number]

/** `preview` stops after the plan and only proposes; `first` and `approved` release what a person has seen; `undo` takes a run back. */
export type Trigger = 'schedule' | 'asked' | 'hint' | 'preview' | 'first' | 'approved' | 'undo'

/** Numbers per entity and side; `nothing` are links looked at that needed no write. */
export interface Counts {
  readonly created: number
  readonly updated: number
  readonly removed: number
  readonly nothing: number
  readonly parked: number
  readonly waiting: number
  readonly excluded: number
}
export const noCounts: Counts = { created: 0, updated: 0, removed: 0, nothing: 0, parked: 0, waiting: 0, excluded: 0 }

export interface Run {
  readonly id: string
  readonly integration: string
  readonly trigger: Trigger
  readonly actor: Actor
  readonly phase: Phase
  readonly startedAt: number
  readonly endedAt: number | null
  /** Created, updated, removed by `<entity>:<side>`; parked, waiting, excluded by `<entity>:<reason>`; nothing by `<entity>`. */
  readonly counts: Readonly<Record<string, Partial<Counts>>>
  /** Vendor calls by vendor id. */
  readonly calls: Readonly<Record<string, number>>
  readonly result: RunResult | null
  readonly version: number
  /** How far a dry run has come through the inbox, which it does not empty; of an undo, the run it takes back and how far. */
  readonly mark: string | null
}

export type RunResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'held'; readonly hold: Hold }
  | { readonly kind: 'paused' }
  /** The process ended in its midst; the next run took over. */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'stopped'; readonly vendor: string; readonly problem: Problem }

/** A decided write in the outbox. */
export const rowStates = [
  'proposed',
  'held',
  'approved',
  'released',
  'started',
  'done',
  'withdrawn',
  'refused',
] as const
export type RowState = (typeof rowStates)[number]

export interface OutboxRow {
  readonly id: string
  readonly link: string
  readonly run: string
  readonly side: Side
  readonly verb: Verb
  readonly entity: Entity
  /** Name and code of the record, for lists and the journal. */
  readonly record: string
  readonly remoteId: string | null
  readonly ifMatch: string | null
  readonly why: Why
  readonly sets: readonly SetField[]
  readonly waitsFor: readonly string[]
  readonly state: RowState
  /** The link's news when it was planned; a newer one withdraws the row. */
  readonly news: number
  readonly version: number
  /** Same decision, same fingerprint: how an approved row is recognised when it is planned anew. */
  readonly fingerprint: string
  /** Rises only after a definite refusal; part of the idempotency key. */
  readonly epoch: number
  readonly attempts: number
  readonly startedAt: number | null
  readonly problem: Problem | null
}

/** What happened, for ever. */
export const journalKinds = ['written', 'refused', 'overruled', 'noted', 'decided'] as const
export type JournalKind = (typeof journalKinds)[number]

export interface JournalEntry {
  readonly id: string
  readonly at: number
  readonly run: string | null
  readonly link: string | null
  readonly kind: JournalKind
  readonly actor: Actor
  readonly entity: Entity | null
  readonly side: Side | null
  readonly verb: Verb | null
  readonly why: string | null
  readonly version: number
  /** Name and code of the record, so that history reads without a join. */
  readonly record: string | null
  readonly sets: readonly SetField[]
  readonly remoteId: string | null
  readonly problem: Problem | null
}
