import { sql } from 'drizzle-orm'
import type { Write } from '@/lib/model/connector'
import type { Why } from '@/lib/model/decision'
import type { Problem } from '@/lib/model/problem'
import type { OutboxRow, RowState } from '@/lib/model/run'
import type { Entity, Side, Verb } from '@/lib/model/words'
import { setsOf, type StoredSet } from './sets'

/** An outbox row with what only applying needs. */
export interface OpenRow extends OutboxRow {
  readonly integration: string
  readonly rank: number
  readonly plannedAt: number
  /** When the same request was last sent once more. */
  readonly repeatedAt: number | null
  /** The exact write that was sent; a repeat sends exactly that. */
  readonly request: Write | null
}

/** What a row is read from, for a statement that names the table `o`. */
export const rowColumns = sql.raw(
  `o.id, o.integration_id, o.link_id, o.run_id, o.side, o.verb, o.entity, o.record, o.remote_id, o.if_match, o.why, o.sets,
   o.waits_for, o.state, o.news, o.version, o.fingerprint, o.epoch, o.attempts, o.rank, o.planned_at, o.started_at, o.repeated_at,
   o.request, o.problem`,
)

export interface StoredRow {
  readonly id: string
  readonly integration_id: string
  readonly link_id: string
  readonly run_id: string
  readonly side: Side
  readonly verb: Verb
  readonly entity: Entity
  readonly record: string
  readonly remote_id: string | null
  readonly if_match: string | null
  readonly why: Why
  readonly sets: readonly StoredSet[]
  readonly waits_for: readonly string[]
  readonly state: RowState
  readonly news: number
  readonly version: number
  readonly fingerprint: string
  readonly epoch: number
  readonly attempts: number
  readonly rank: number
  readonly planned_at: number
  readonly started_at: number | null
  readonly repeated_at: number | null
  readonly request: Write | null
  readonly problem: Problem | null
}

export const rowToOutbox = (row: StoredRow): OpenRow => ({
  id: row.id,
  integration: row.integration_id,
  link: row.link_id,
  run: row.run_id,
  side: row.side,
  verb: row.verb,
  entity: row.entity,
  record: row.record,
  remoteId: row.remote_id,
  ifMatch: row.if_match,
  why: row.why,
  sets: setsOf(row.sets, row.why),
  waitsFor: row.waits_for,
  state: row.state,
  news: row.news,
  version: row.version,
  fingerprint: row.fingerprint,
  epoch: row.epoch,
  attempts: row.attempts,
  rank: row.rank,
  plannedAt: row.planned_at,
  startedAt: row.started_at,
  repeatedAt: row.repeated_at,
  request: row.request,
  problem: row.problem,
})
