import { foreignKey, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { integrations } from './integration'
import { instant, tenantId, tenantOnly } from './row'

/** What complete listings of both sides proved, and when. */
export const reconciliations = pgTable(
  'reconciliations',
  {
    tenantId: tenantId(),
    id: text('id').notNull(),
    integrationId: text('integration_id').notNull(),
    actor: jsonb('actor').notNull(),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at'),
    result: jsonb('result'),
    problem: jsonb('problem'),
  },
  (row) => [
    primaryKey({ name: 'reconciliations_pk', columns: [row.tenantId, row.id] }),
    foreignKey({
      name: 'reconciliations_integration',
      columns: [row.tenantId, row.integrationId],
      foreignColumns: [integrations.tenantId, integrations.id],
    }),
    index('reconciliations_by_time').on(row.tenantId, row.integrationId, row.startedAt, row.id),
    tenantOnly(),
  ],
)
