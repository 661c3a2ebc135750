import { sql } from 'drizzle-orm'
import { bigint, bigserial, boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'

// The embedded executor's own memory. No tenant column: it holds Inngest events (ids only) and step counts, never records.
// Values are JSON kept as text: jsonb refuses \u0000, and drizzle parses a jsonb string twice.

const instant = (name: string) => bigint(name, { mode: 'number' })

/** Ids of the events of the last day, so that one sent twice is taken once. */
export const executorEvents = pgTable(
  'executor_events',
  { id: text('id').primaryKey(), receivedAt: instant('received_at').notNull() },
  (table) => [index('executor_events_received').on(table.receivedAt)],
)

export const executorRuns = pgTable(
  'executor_runs',
  {
    id: text('id').primaryKey(),
    functionId: text('function_id').notNull(),
    event: text('event').notNull(),
    state: text('state', { enum: ['active', 'done', 'failed', 'cancelled'] }).notNull(),
    output: text('output'),
    idempotencyKey: text('idempotency_key'),
    slot: text('slot'),
    slots: integer('slots'),
    parentRun: text('parent_run'),
    parentStep: text('parent_step'),
    createdAt: instant('created_at').notNull(),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    uniqueIndex('executor_runs_once').on(table.functionId, table.idempotencyKey),
    index('executor_runs_active')
      .on(table.functionId)
      .where(sql`state = 'active'`),
    index('executor_runs_finished').on(table.finishedAt),
  ],
)

const runId = () =>
  text('run_id')
    .notNull()
    .references(() => executorRuns.id, { onDelete: 'cascade' })

/** What each finished step returned or threw, in the order they finished. */
export const executorSteps = pgTable(
  'executor_steps',
  {
    runId: runId(),
    stepId: text('step_id').notNull(),
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    kind: text('kind', { enum: ['data', 'error'] }).notNull(),
    value: text('value').notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.stepId] })],
)

/** What a run is owed next: a call to the app, or the end of a wait. The lease says who is calling. */
export const executorTurns = pgTable(
  'executor_turns',
  {
    runId: runId(),
    stepId: text('step_id').notNull(),
    functionId: text('function_id').notNull(),
    kind: text('kind', { enum: ['call', 'sleep', 'event', 'invoke'] }).notNull(),
    dueAt: instant('due_at').notNull(),
    attempt: integer('attempt').notNull(),
    lost: integer('lost').notNull(),
    again: boolean('again').notNull(),
    race: boolean('race').notNull(),
    slot: text('slot'),
    slots: integer('slots'),
    leaseToken: text('lease_token'),
    leaseUntil: instant('lease_until'),
    eventName: text('event_name'),
    condition: text('condition'),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.stepId] }),
    index('executor_turns_due').on(table.dueAt),
    index('executor_turns_event')
      .on(table.eventName)
      .where(sql`event_name is not null`),
  ],
)

export const executorCrons = pgTable(
  'executor_crons',
  {
    functionId: text('function_id').notNull(),
    pattern: text('pattern').notNull(),
    nextAt: instant('next_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.functionId, table.pattern] })],
)
