import { foreignKey, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant, tenantId, tenantOnly } from './row'
import { installations } from './tenancy'

/** Which page somebody set out for from a letter; their next launch opens it, once. */
export const errands = pgTable(
  'errands',
  {
    tenantId: tenantId(),
    installationId: text('installation_id').notNull(),
    /** Whose errand it is, in small letters. */
    email: text('email').notNull(),
    path: text('path').notNull(),
    until: instant('until').notNull(),
  },
  (row) => [
    primaryKey({ name: 'errands_pk', columns: [row.tenantId, row.installationId, row.email] }),
    foreignKey({
      name: 'errands_installation',
      columns: [row.tenantId, row.installationId],
      foreignColumns: [installations.tenantId, installations.id],
    }),
    tenantOnly(),
  ],
)
