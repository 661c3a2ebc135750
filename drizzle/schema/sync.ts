import { sql } from 'drizzle-orm'
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
import { integrations } from './integration'
import { instant, strings, tenantId, tenantOnly } from './row'

const calledBy = (['books', 'crm'] as const).flatMap((side) =>
  ['name', 'number', 'firstName', 'lastName', 'code'].map((key) => `${side}_seen ->> '${key}'`),
)

/**
 * Indexes lead with what tells rows apart: before the first ANALYZE (PGlite never runs one by itself) the planner takes
 * an index that shares only the tenant with a lookup for as good as the right one, and a page of lookups takes seconds.
 */
export const links = pgTable(
  'links',
  {
    tenantId: tenantId(),
    id: text('id').notNull(),
    integrationId: text('integration_id').notNull(),
    crmConnectionId: text('crm_connection_id').notNull(),
    space: text('space').notNull(),

    crmId: text('crm_id'),
    crmEntity: text('crm_entity'),
    crmVersion: text('crm_version'),
    crmSeen: jsonb('crm_seen'),
    crmRemoved: boolean('crm_removed').notNull().default(false),
    crmLeft: boolean('crm_left').notNull().default(false),
    crmMarker: text('crm_marker'),
    crmBase: jsonb('crm_base'),
    crmKeys: strings('crm_keys'),
    crmReadAt: instant('crm_read_at'),
    crmTried: jsonb('crm_tried'),
    crmMade: jsonb('crm_made'),

    booksId: text('books_id'),
    booksEntity: text('books_entity'),
    booksVersion: text('books_version'),
    booksSeen: jsonb('books_seen'),
    booksRemoved: boolean('books_removed').notNull().default(false),
    booksLeft: boolean('books_left').notNull().default(false),
    booksMarker: text('books_marker'),
    booksBase: jsonb('books_base'),
    booksKeys: strings('books_keys'),
    booksReadAt: instant('books_read_at'),
    booksTried: jsonb('books_tried'),
    booksMade: jsonb('books_made'),

    news: bigint('news', { mode: 'number' }).notNull(),
    planned: bigint('planned', { mode: 'number' }).notNull(),
    reason: text('reason'),
    because: jsonb('because'),
    /** The parent it waits for, in three columns so that an index answers under row-level security. */
    waitsSpace: text('waits_space'),
    waitsSide: text('waits_side'),
    waitsId: text('waits_id'),
    gone: boolean('gone').notNull(),
    bornAt: instant('born_at').notNull(),
    changedAt: instant('changed_at').notNull(),
    /** When a person last had it tried again, and why it had been set aside until then. */
    retriedAt: instant('retried_at'),
    retried: jsonb('retried'),
    /** What people search by: names, number and code of both sides, in small letters. */
    called: text('called').generatedAlwaysAs(
      // Cut, because an index entry holds no more than 2,700 bytes.
      () => sql.raw(`left(lower(${calledBy.map((key) => `coalesce(${key}, '')`).join(` || ' ' || `)}), 400)`),
    ),
  },
  (row) => [
    primaryKey({ name: 'links_pk', columns: [row.id, row.tenantId] }),
    foreignKey({
      name: 'links_integration',
      columns: [row.tenantId, row.integrationId],
      foreignColumns: [integrations.tenantId, integrations.id],
    }),
    uniqueIndex('links_by_crm')
      .on(row.crmId, row.tenantId, row.integrationId, row.space)
      .where(sql`crm_id is not null`),
    uniqueIndex('links_by_books')
      .on(row.booksId, row.tenantId, row.integrationId, row.space)
      .where(sql`books_id is not null`),
    uniqueIndex('links_one_holder')
      .on(row.crmId, row.tenantId, row.crmConnectionId, row.space)
      .where(sql`crm_id is not null and books_id is not null`),
    // Always true; lookups by id do not say it, so that they cannot choose this index for want of statistics.
    // It carries what pages count and search by (0014_counting.sql), so that neither reads the records themselves.
    index('links_of_integration')
      .on(row.tenantId, row.integrationId, row.id)
      .where(sql`born_at > 0`),
    index('links_inbox')
      .on(row.tenantId, row.integrationId, row.space, row.bornAt, row.id)
      .where(sql`news > planned`),
    index('links_reason')
      .on(row.tenantId, row.integrationId, row.reason)
      .where(sql`reason is not null`),
    index('links_retried')
      .on(row.tenantId, row.integrationId)
      .where(sql`retried_at >= changed_at`),
    index('links_crm_marker')
      .on(row.crmMarker, row.tenantId, row.integrationId)
      .where(sql`crm_marker is not null`),
    index('links_books_marker')
      .on(row.booksMarker, row.tenantId, row.integrationId)
      .where(sql`books_marker is not null`),
    tenantOnly(),
  ],
)

/**
 * Where match keys lead; a table, because array overlap is not leakproof and row-level security keeps it off any index.
 * Keys are only added: whether a link still has one is asked of the link.
 */
export const linkKeys = pgTable(
  'link_keys',
  {
    tenantId: tenantId(),
    integrationId: text('integration_id').notNull(),
    space: text('space').notNull(),
    side: text('side').notNull(),
    key: text('key').notNull(),
    linkId: text('link_id').notNull(),
  },
  (row) => [
    primaryKey({
      name: 'link_keys_pk',
      columns: [row.key, row.tenantId, row.integrationId, row.space, row.side, row.linkId],
    }),
    tenantOnly(),
  ],
)

/** Two records of which a person said that they are not the same, however alike they look. */
export const strangers = pgTable(
  'strangers',
  {
    tenantId: tenantId(),
    integrationId: text('integration_id').notNull(),
    space: text('space').notNull(),
    crmId: text('crm_id').notNull(),
    booksId: text('books_id').notNull(),
    actor: jsonb('actor').notNull(),
    at: instant('at').notNull(),
  },
  (row) => [
    primaryKey({
      name: 'strangers_pk',
      columns: [row.crmId, row.tenantId, row.integrationId, row.space, row.booksId],
    }),
    foreignKey({
      name: 'strangers_integration',
      columns: [row.tenantId, row.integrationId],
      foreignColumns: [integrations.tenantId, integrations.id],
    }),
    tenantOnly(),
  ],
)

export const runs = pgTable(
  'runs',
  {
    tenantId: tenantId(),
    id: text('id').notNull(),
    integrationId: text('integration_id').notNull(),
    trigger: text('trigger').notNull(),
    actor: jsonb('actor').notNull(),
    phase: text('phase').notNull(),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at'),
    counts: jsonb('counts').notNull(),
    calls: jsonb('calls').notNull(),
    result: jsonb('result'),
    version: integer('version').notNull(),
    /** The settings of a dry run that tries a draft; null: what was in force. */
    draft: jsonb('draft'),
    /** How far a dry run or an undo has come; of any other run the plan round for which it has woken what waits. */
    mark: text('mark'),
    /** Plan rounds, and steps of the job, so far. */
    taken: integer('taken').notNull(),
    steps: integer('steps').notNull(),
  },
  (row) => [
    primaryKey({ name: 'runs_pk', columns: [row.tenantId, row.id] }),
    foreignKey({
      name: 'runs_integration',
      columns: [row.tenantId, row.integrationId],
      foreignColumns: [integrations.tenantId, integrations.id],
    }),
    index('runs_by_time').on(row.tenantId, row.integrationId, row.startedAt, row.id),
    tenantOnly(),
  ],
)

/** No foreign keys here and in the journal: each costs a lookup per row written, and tied links end while rows remain. */
export const outbox = pgTable(
  'outbox',
  {
    tenantId: tenantId(),
    id: text('id').notNull(),
    integrationId: text('integration_id').notNull(),
    linkId: text('link_id').notNull(),
    runId: text('run_id').notNull(),
    side: text('side').notNull(),
    verb: text('verb').notNull(),
    entity: text('entity').notNull(),
    /** Name and code of the record, for lists and the journal. */
    record: text('record').notNull(),
    remoteId: text('remote_id'),
    ifMatch: text('if_match'),
    why: text('why').notNull(),
    sets: jsonb('sets').notNull(),
    waitsFor: strings('waits_for').notNull(),
    state: text('state').notNull(),
    news: bigint('news', { mode: 'number' }).notNull(),
    version: integer('version').notNull(),
    fingerprint: text('fingerprint').notNull(),
    epoch: integer('epoch').notNull(),
    attempts: integer('attempts').notNull(),
    rank: integer('rank').notNull(),
    plannedAt: instant('planned_at').notNull(),
    startedAt: instant('started_at'),
    /** When the same request was last sent once more. */
    repeatedAt: instant('repeated_at'),
    settledAt: instant('settled_at'),
    token: bigint('token', { mode: 'number' }),
    request: jsonb('request'),
    problem: jsonb('problem'),
  },
  (row) => [
    primaryKey({ name: 'outbox_pk', columns: [row.id, row.tenantId] }),
    uniqueIndex('outbox_one_open')
      .on(row.linkId, row.side, row.tenantId)
      .where(sql`state in ('released', 'started')`),
    index('outbox_next')
      .on(row.tenantId, row.integrationId, row.rank, row.plannedAt, row.id)
      .where(sql`state = 'released'`),
    index('outbox_started')
      .on(row.tenantId, row.integrationId, row.linkId)
      .where(sql`state = 'started'`),
    index('outbox_unstarted')
      .on(row.linkId, row.tenantId)
      .where(sql`state in ('proposed', 'held', 'approved', 'released')`),
    // What waits for a person; few rows at any time.
    index('outbox_undecided')
      .on(row.tenantId, row.integrationId)
      .where(sql`state in ('held', 'approved')`),
    index('outbox_of_run').on(row.runId, row.tenantId, row.rank, row.id),
    tenantOnly(),
  ],
)

/** For ever: the app's role may add and read, nothing else. */
export const journal = pgTable(
  'journal',
  {
    tenantId: tenantId(),
    id: text('id').notNull(),
    integrationId: text('integration_id').notNull(),
    at: instant('at').notNull(),
    runId: text('run_id'),
    linkId: text('link_id'),
    kind: text('kind').notNull(),
    actor: jsonb('actor').notNull(),
    entity: text('entity'),
    side: text('side'),
    verb: text('verb'),
    why: text('why'),
    version: integer('version').notNull(),
    record: text('record'),
    sets: jsonb('sets').notNull(),
    remoteId: text('remote_id'),
    problem: jsonb('problem'),
  },
  (row) => [
    primaryKey({ name: 'journal_pk', columns: [row.tenantId, row.id] }),
    index('journal_by_time').on(row.tenantId, row.integrationId, row.at, row.id),
    index('journal_of_run')
      .on(row.tenantId, row.runId, row.at, row.id)
      .where(sql`run_id is not null`),
    index('journal_of_link')
      .on(row.tenantId, row.linkId, row.at, row.id)
      .where(sql`link_id is not null`),
    index('journal_of_kind')
      .on(row.tenantId, row.integrationId, row.kind, row.at, row.id)
      .where(sql`kind <> 'written'`),
    tenantOnly(),
  ],
)
