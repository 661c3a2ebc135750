import { bigint, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant, tenantId, tenantOnly } from './row'

/** Calls made to a company at its vendor, as every worker counts them; one row per company. */
export const quotas = pgTable(
  'quotas',
  {
    tenantId: tenantId(),
    key: text('key').notNull(),
    /** By window: the slots that still count. */
    spent: jsonb('spent').notNull(),
    /** By window: what is left, as the vendor itself told. */
    told: jsonb('told').notNull(),
    lastAt: instant('last_at'),
    closedUntil: instant('closed_until'),
    /** By server: how many calls it may have under way, and until when at the latest. */
    callers: jsonb('callers').notNull().default([]),
    /** Which server needs not ask, as nobody else calls. */
    alone: jsonb('alone'),
    version: bigint('version', { mode: 'number' }).notNull().default(0),
  },
  (row) => [primaryKey({ name: 'quotas_pk', columns: [row.tenantId, row.key] }), tenantOnly()],
)
