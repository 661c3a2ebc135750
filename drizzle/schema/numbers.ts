import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { tenantId, tenantOnly } from './row'

// Kept by triggers on the journal and the runs (migrations), so that no page ever counts a year of either.

/** What the journal holds of each kind of record, by day (days since 1970, UTC). */
export const daily = pgTable(
  'daily',
  {
    tenantId: tenantId(),
    integrationId: text('integration_id').notNull(),
    day: integer('day').notNull(),
    entity: text('entity').notNull(),
    side: text('side').notNull(),
    created: integer('created').notNull(),
    updated: integer('updated').notNull(),
    removed: integer('removed').notNull(),
    refused: integer('refused').notNull(),
    /** Notes and decisions about such a record; these have no side, which is kept as an empty text. */
    others: integer('others').notNull(),
  },
  (row) => [
    primaryKey({ name: 'daily_pk', columns: [row.tenantId, row.integrationId, row.day, row.entity, row.side] }),
    tenantOnly(),
  ],
)

/** Calls to each vendor by day. */
export const dailyCalls = pgTable(
  'daily_calls',
  {
    tenantId: tenantId(),
    integrationId: text('integration_id').notNull(),
    day: integer('day').notNull(),
    vendor: text('vendor').notNull(),
    calls: integer('calls').notNull(),
    runs: integer('runs').notNull(),
  },
  (row) => [
    primaryKey({ name: 'daily_calls_pk', columns: [row.tenantId, row.integrationId, row.day, row.vendor] }),
    tenantOnly(),
  ],
)

/** How long edits took from being seen to being written: how many of each day fell into each step of a fifth. */
export const dailyLags = pgTable(
  'daily_lags',
  {
    tenantId: tenantId(),
    integrationId: text('integration_id').notNull(),
    day: integer('day').notNull(),
    /** Lags up to 1.2 to the power of it, in seconds. */
    step: integer('step').notNull(),
    count: integer('count').notNull(),
  },
  (row) => [
    primaryKey({ name: 'daily_lags_pk', columns: [row.tenantId, row.integrationId, row.day, row.step] }),
    tenantOnly(),
  ],
)
