import { jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant, tenantId, tenantOnly } from './row'

/** Calls made to a company at its vendor, as every worker counts them; one row per company, locked for each call. */
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
  },
  (row) => [primaryKey({ name: 'quotas_pk', columns: [row.tenantId, row.key] }), tenantOnly()],
)
