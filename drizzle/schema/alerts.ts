import { sql } from 'drizzle-orm'
import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { integrations } from './integration'
import { instant, strings, tenantId, tenantOnly } from './row'
import { installations } from './tenancy'

/** One row from the first error of a cause to its end; a cause that comes back gets a new one. */
export const incidents = pgTable(
  'incidents',
  {
    tenantId: tenantId(),
    id: text('id').notNull(),
    integrationId: text('integration_id').notNull(),
    cause: text('cause').notNull(),
    about: jsonb('about').notNull(),
    count: integer('count').notNull(),
    most: integer('most').notNull(),
    /** Names and codes of a few of its records; never more of them. */
    sample: strings('sample').notNull(),
    openedAt: instant('opened_at').notNull(),
    /** When a mail first told of it, and when the last one did, with how many records. */
    announcedAt: instant('announced_at'),
    toldAt: instant('told_at'),
    toldCount: integer('told_count').notNull(),
    resolvedAt: instant('resolved_at'),
    recoveryToldAt: instant('recovery_told_at'),
  },
  (row) => [
    primaryKey({ name: 'incidents_pk', columns: [row.tenantId, row.id] }),
    foreignKey({
      name: 'incidents_integration',
      columns: [row.tenantId, row.integrationId],
      foreignColumns: [integrations.tenantId, integrations.id],
    }),
    uniqueIndex('incidents_one_open')
      .on(row.tenantId, row.integrationId, row.cause)
      .where(sql`resolved_at is null`),
    index('incidents_by_end').on(row.tenantId, row.integrationId, row.resolvedAt),
    tenantOnly(),
  ],
)

/** When mail may come; absent until somebody was told for the first time or chose. */
export const alertSettings = pgTable(
  'alert_settings',
  {
    tenantId: tenantId(),
    installationId: text('installation_id').notNull(),
    /** Minutes of the day in `zone`; both null where mail may come at any time. */
    quietFrom: integer('quiet_from'),
    quietTo: integer('quiet_to'),
    zone: text('zone').notNull(),
  },
  (row) => [
    primaryKey({ name: 'alert_settings_pk', columns: [row.tenantId, row.installationId] }),
    foreignKey({
      name: 'alert_settings_installation',
      columns: [row.tenantId, row.installationId],
      foreignColumns: [installations.tenantId, installations.id],
    }),
    tenantOnly(),
  ],
)

export const recipients = pgTable(
  'recipients',
  {
    tenantId: tenantId(),
    id: text('id').notNull(),
    installationId: text('installation_id').notNull(),
    email: text('email').notNull(),
    locale: text('locale').notNull(),
    /** What the link at the end of each mail carries; it can do one thing: end these mails. */
    token: text('token').notNull(),
    addedAt: instant('added_at').notNull(),
    unsubscribedAt: instant('unsubscribed_at'),
  },
  (row) => [
    primaryKey({ name: 'recipients_pk', columns: [row.tenantId, row.id] }),
    foreignKey({
      name: 'recipients_installation',
      columns: [row.tenantId, row.installationId],
      foreignColumns: [installations.tenantId, installations.id],
    }),
    uniqueIndex('recipients_by_email').on(row.tenantId, row.installationId, row.email),
    uniqueIndex('recipients_by_token').on(row.token),
    tenantOnly(),
  ],
)

/** Mail on its way: written in the transaction that decided it, so that none is lost and none is written twice. */
export const mails = pgTable(
  'mails',
  {
    tenantId: tenantId(),
    id: text('id').notNull(),
    installationId: text('installation_id').notNull(),
    /** Null for a letter about security: it goes to whoever administers and cannot be ended. */
    recipientId: text('recipient_id'),
    kind: text('kind').notNull(),
    email: text('email').notNull(),
    subject: text('subject').notNull(),
    plain: text('plain').notNull(),
    html: text('html').notNull(),
    /** The stable name of the conversation it belongs to. */
    thread: text('thread').notNull(),
    state: text('state').notNull(),
    attempts: integer('attempts').notNull(),
    notBefore: instant('not_before').notNull(),
    createdAt: instant('created_at').notNull(),
    sentAt: instant('sent_at'),
    failure: text('failure'),
  },
  (row) => [
    primaryKey({ name: 'mails_pk', columns: [row.tenantId, row.id] }),
    foreignKey({
      name: 'mails_installation',
      columns: [row.tenantId, row.installationId],
      foreignColumns: [installations.tenantId, installations.id],
    }),
    index('mails_due')
      .on(row.tenantId, row.notBefore)
      .where(sql`state in ('waiting', 'sending')`),
    index('mails_by_time').on(row.tenantId, row.createdAt),
    tenantOnly(),
  ],
)
