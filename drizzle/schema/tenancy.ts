import { foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant, strings, tenantId, tenantOnly } from './row'

export const tenants = pgTable(
  'tenants',
  { tenantId: tenantId().primaryKey(), name: text('name').notNull(), createdAt: instant('created_at').notNull() },
  () => [tenantOnly()],
)

export const installations = pgTable(
  'installations',
  {
    tenantId: tenantId(),
    id: text('id').notNull(),
    vendor: text('vendor').notNull(),
    crmTenantId: text('crm_tenant_id').notNull(),
    installKey: text('install_key').notNull(),
    origins: strings('origins').notNull(),
    sessionEpoch: integer('session_epoch').notNull(),
    status: text('status').notNull(),
    locale: text('locale').notNull(),
    createdAt: instant('created_at').notNull(),
    /** Since when it is uninstalled, and after when all of it is deleted. */
    endedAt: instant('ended_at'),
    purgeAfter: instant('purge_after'),
    /** What this one installation signs with, where its CRM keeps a secret per installation; sealed. */
    sealed: text('sealed'),
    /** The CRM's own page that frames us, where it can hand on which of our pages is meant. */
    tab: text('tab'),
  },
  (row) => [
    primaryKey({ name: 'installations_pk', columns: [row.tenantId, row.id] }),
    foreignKey({ name: 'installations_tenant', columns: [row.tenantId], foreignColumns: [tenants.tenantId] }),
    uniqueIndex('installations_by_crm').on(row.vendor, row.crmTenantId),
    uniqueIndex('installations_by_key').on(row.installKey),
    tenantOnly(),
  ],
)

export const members = pgTable(
  'members',
  {
    tenantId: tenantId(),
    id: text('id').notNull(),
    installationId: text('installation_id').notNull(),
    crmUserId: text('crm_user_id').notNull(),
    name: text('name').notNull(),
    email: text('email'),
    role: text('role').notNull(),
    locale: text('locale').notNull(),
    seenAt: instant('seen_at').notNull(),
  },
  (row) => [
    primaryKey({ name: 'members_pk', columns: [row.tenantId, row.id] }),
    foreignKey({
      name: 'members_installation',
      columns: [row.tenantId, row.installationId],
      foreignColumns: [installations.tenantId, installations.id],
    }),
    uniqueIndex('members_by_crm_user').on(row.tenantId, row.installationId, row.crmUserId),
    tenantOnly(),
  ],
)

/** Only the hash of a ticket is kept; single use. */
export const launchTickets = pgTable(
  'launch_tickets',
  {
    tenantId: tenantId(),
    hash: text('hash').primaryKey(),
    installationId: text('installation_id').notNull(),
    memberId: text('member_id').notNull(),
    role: text('role').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (row) => [
    foreignKey({
      name: 'launch_tickets_installation',
      columns: [row.tenantId, row.installationId],
      foreignColumns: [installations.tenantId, installations.id],
    }),
    foreignKey({
      name: 'launch_tickets_member',
      columns: [row.tenantId, row.memberId],
      foreignColumns: [members.tenantId, members.id],
    }),
    tenantOnly(),
  ],
)

/** Launch proofs already used, before any tenant is known: the one table without a tenant. */
export const launchProofs = pgTable(
  'launch_proofs',
  { vendor: text('vendor').notNull(), proofHash: text('proof_hash').notNull(), seenAt: instant('seen_at').notNull() },
  (row) => [
    primaryKey({ name: 'launch_proofs_pk', columns: [row.vendor, row.proofHash] }),
    index('launch_proofs_by_age').on(row.seenAt),
  ],
)
