import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { instant, strings, tenantId, tenantOnly } from './row'
import { installations, tenants } from './tenancy'

export const connections = pgTable(
  'connections',
  {
    tenantId: tenantId(),
    id: text('id').notNull(),
    vendor: text('vendor').notNull(),
    side: text('side').notNull(),
    baseUrl: text('base_url').notNull(),
    /** Envelope by field; the version is part of what seals them. */
    sealed: jsonb('sealed').notNull(),
    version: integer('version').notNull(),
    companyId: text('company_id'),
    companyName: text('company_name'),
    /** Which company it really is; learnt at the first write, so that another one behind the same address is noticed. */
    companyIdentity: text('company_identity'),
    chosen: jsonb('chosen').notNull(),
    account: text('account'),
    health: jsonb('health'),
    createdAt: instant('created_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (row) => [
    primaryKey({ name: 'connections_pk', columns: [row.tenantId, row.id] }),
    foreignKey({ name: 'connections_tenant', columns: [row.tenantId], foreignColumns: [tenants.tenantId] }),
    tenantOnly(),
  ],
)

/** Tokens of a consent, apart from the connection: every refresh writes here, under a version of its own. */
export const tokens = pgTable(
  'tokens',
  {
    tenantId: tenantId(),
    connectionId: text('connection_id').notNull(),
    /** Rises at every change; part of what seals both tokens. */
    version: integer('version').notNull(),
    access: text('access').notNull(),
    refresh: text('refresh'),
    accessUntil: instant('access_until').notNull(),
    refreshUntil: instant('refresh_until'),
    refreshedAt: instant('refreshed_at').notNull(),
    scopes: strings('scopes'),
    /** What the vendor told beside the tokens. */
    kept: jsonb('kept').notNull(),
    leaseUntil: instant('lease_until'),
    leaseBy: text('lease_by'),
    /** A refresh that was begun and whose end nobody noted: its answer may be lost. */
    askedAt: instant('asked_at'),
    /** Since when it is unknown whether the refresh token is spent. */
    doubtfulAt: instant('doubtful_at'),
    /** The vendor refused the refresh token: only a new consent helps. */
    refusedAt: instant('refused_at'),
  },
  (row) => [
    primaryKey({ name: 'tokens_pk', columns: [row.tenantId, row.connectionId] }),
    foreignKey({
      name: 'tokens_connection',
      columns: [row.tenantId, row.connectionId],
      foreignColumns: [connections.tenantId, connections.id],
    }),
    index('tokens_by_age').on(row.refreshedAt),
    tenantOnly(),
  ],
)

/** A consent under way: what binds the person's page, their browser and the vendor's answer together. Hashes only. */
export const connectAttempts = pgTable(
  'connect_attempts',
  {
    tenantId: tenantId(),
    id: text('id').notNull(),
    installationId: text('installation_id').notNull(),
    connectionId: text('connection_id').notNull(),
    side: text('side').notNull(),
    vendor: text('vendor').notNull(),
    actor: jsonb('actor').notNull(),
    locale: text('locale').notNull(),
    labels: jsonb('labels').notNull(),
    scopes: strings('scopes').notNull(),
    secretHash: text('secret_hash'),
    secretUntil: instant('secret_until').notNull(),
    browserHash: text('browser_hash'),
    stateHash: text('state_hash'),
    verifier: text('verifier'),
    status: text('status').notNull(),
    fault: jsonb('fault'),
    checks: jsonb('checks'),
    beganAt: instant('began_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (row) => [
    primaryKey({ name: 'connect_attempts_pk', columns: [row.tenantId, row.id] }),
    foreignKey({
      name: 'connect_attempts_installation',
      columns: [row.tenantId, row.installationId],
      foreignColumns: [installations.tenantId, installations.id],
    }),
    uniqueIndex('connect_attempts_by_id').on(row.id),
    uniqueIndex('connect_attempts_by_state').on(row.stateHash),
    index('connect_attempts_by_age').on(row.expiresAt),
    tenantOnly(),
  ],
)

export const integrations = pgTable(
  'integrations',
  {
    tenantId: tenantId(),
    id: text('id').notNull(),
    installationId: text('installation_id').notNull(),
    pair: text('pair').notNull(),
    crmConnectionId: text('crm_connection_id').notNull(),
    booksConnectionId: text('books_connection_id').notNull(),
    /** The draft; what is in force is in versions. */
    settings: jsonb('settings').notNull(),
    version: integer('version').notNull(),
    startedAt: instant('started_at'),
    pausedBy: jsonb('paused_by'),
    pausedAt: instant('paused_at'),
    nextDueAt: instant('next_due_at'),
    waitingUntil: instant('waiting_until'),
    stopped: jsonb('stopped'),
    hinted: boolean('hinted').notNull(),
    /** Near real time: a webhook starts a run at once. */
    live: boolean('live').notNull().default(false),
    createdAt: instant('created_at').notNull(),
  },
  (row) => [
    primaryKey({ name: 'integrations_pk', columns: [row.tenantId, row.id] }),
    foreignKey({
      name: 'integrations_installation',
      columns: [row.tenantId, row.installationId],
      foreignColumns: [installations.tenantId, installations.id],
    }),
    foreignKey({
      name: 'integrations_crm',
      columns: [row.tenantId, row.crmConnectionId],
      foreignColumns: [connections.tenantId, connections.id],
    }),
    foreignKey({
      name: 'integrations_books',
      columns: [row.tenantId, row.booksConnectionId],
      foreignColumns: [connections.tenantId, connections.id],
    }),
    index('integrations_due').on(row.nextDueAt),
    tenantOnly(),
  ],
)

export const versions = pgTable(
  'versions',
  {
    tenantId: tenantId(),
    integrationId: text('integration_id').notNull(),
    version: integer('version').notNull(),
    settings: jsonb('settings').notNull(),
    actor: jsonb('actor').notNull(),
    at: instant('at').notNull(),
  },
  (row) => [
    primaryKey({ name: 'versions_pk', columns: [row.tenantId, row.integrationId, row.version] }),
    foreignKey({
      name: 'versions_integration',
      columns: [row.tenantId, row.integrationId],
      foreignColumns: [integrations.tenantId, integrations.id],
    }),
    tenantOnly(),
  ],
)

export const leases = pgTable(
  'leases',
  {
    tenantId: tenantId(),
    integrationId: text('integration_id').notNull(),
    token: bigint('token', { mode: 'number' }).notNull(),
    holder: text('holder').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (row) => [
    primaryKey({ name: 'leases_pk', columns: [row.tenantId, row.integrationId] }),
    foreignKey({
      name: 'leases_integration',
      columns: [row.tenantId, row.integrationId],
      foreignColumns: [integrations.tenantId, integrations.id],
    }),
    tenantOnly(),
  ],
)

export const cursors = pgTable(
  'cursors',
  {
    tenantId: tenantId(),
    integrationId: text('integration_id').notNull(),
    side: text('side').notNull(),
    feed: text('feed').notNull(),
    cursor: text('cursor'),
    /** When a complete listing last ended. */
    listedAt: instant('listed_at'),
    /** When the complete listing under way began, after the vendor forgot our place. */
    relistingSince: instant('relisting_since'),
    /** The run that began the reading under way. */
    begunRun: text('begun_run'),
    /** The run that last polled it from start to end without error. */
    polledRun: text('polled_run'),
    polledAt: instant('polled_at'),
  },
  (row) => [
    primaryKey({ name: 'cursors_pk', columns: [row.tenantId, row.integrationId, row.side, row.feed] }),
    foreignKey({
      name: 'cursors_integration',
      columns: [row.tenantId, row.integrationId],
      foreignColumns: [integrations.tenantId, integrations.id],
    }),
    tenantOnly(),
  ],
)

export const hints = pgTable(
  'hints',
  {
    tenantId: tenantId(),
    integrationId: text('integration_id').notNull(),
    side: text('side').notNull(),
    entity: text('entity').notNull(),
    remoteId: text('remote_id').notNull(),
    at: instant('at').notNull(),
  },
  (row) => [
    primaryKey({
      name: 'hints_pk',
      columns: [row.tenantId, row.integrationId, row.side, row.entity, row.remoteId],
    }),
    foreignKey({
      name: 'hints_integration',
      columns: [row.tenantId, row.integrationId],
      foreignColumns: [integrations.tenantId, integrations.id],
    }),
    tenantOnly(),
  ],
)
