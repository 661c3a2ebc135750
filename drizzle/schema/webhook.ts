import { foreignKey, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { connections } from './integration'
import { instant, strings, tenantId, tenantOnly } from './row'

/** Where a vendor's calls for one connection arrive. */
export const subscriptions = pgTable(
  'subscriptions',
  {
    tenantId: tenantId(),
    connectionId: text('connection_id').notNull(),
    vendor: text('vendor').notNull(),
    companyId: text('company_id'),
    /** Part of the address, hard to guess. */
    token: text('token').notNull(),
    /** What the vendor must be told to stop. */
    remoteIds: strings('remote_ids').notNull(),
    /** The secret it signs with, where it is not the same for all of our customers. */
    sealed: jsonb('sealed').notNull(),
    createdAt: instant('created_at').notNull(),
    /** When the vendor last agreed to call. */
    askedAt: instant('asked_at'),
  },
  (row) => [
    primaryKey({ name: 'subscriptions_pk', columns: [row.tenantId, row.connectionId] }),
    foreignKey({
      name: 'subscriptions_connection',
      columns: [row.tenantId, row.connectionId],
      foreignColumns: [connections.tenantId, connections.id],
    }),
    uniqueIndex('subscriptions_by_token').on(row.token),
    index('subscriptions_by_company').on(row.companyId, row.vendor),
    tenantOnly(),
  ],
)

/** Calls already taken, so that one delivered twice is taken once; forgotten after a week. */
export const webhooks = pgTable(
  'webhooks',
  {
    tenantId: tenantId(),
    connectionId: text('connection_id').notNull(),
    key: text('key').notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  (row) => [
    primaryKey({ name: 'webhooks_pk', columns: [row.tenantId, row.connectionId, row.key] }),
    index('webhooks_by_age').on(row.tenantId, row.receivedAt),
    tenantOnly(),
  ],
)
