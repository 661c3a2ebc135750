import { sql, type SQL } from 'drizzle-orm'
import type { Write } from '@/lib/model/connector'
import { parkedReasons } from '@/lib/model/record'
import type { Entity, Side, Verb } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { isElsewhere, oneCompanyAtOnce } from './held-elsewhere'
import { rowColumns, rowToOutbox, type OpenRow, type StoredRow } from './outbox-row'
import { recordset, rowsOf, texts } from './rows'
import { goesAfter, leavesBehind } from './under'

export interface BatchKind {
  readonly side: Side
  readonly verb: Verb
  readonly entity: Entity
}

export interface BatchAsk {
  readonly integration: string
  readonly token: number
  /** Other companies of the CRM may be about to take the same records. */
  readonly hasSiblings: boolean
  /** Rows per batch of that kind: what the vendor takes at once. */
  readonly limit: (kind: BatchKind) => number
  /** Null takes the first kind that may start. */
  readonly kind: BatchKind | null
  /** Where the batch before, of the same kind, left off: nothing before it can start now. Absent: the front. */
  readonly from?: Position | null
  /** The exact writes of rows about to start, by row; a row that it leaves out starts without one. */
  readonly requests?: (rows: readonly OpenRow[]) => Promise<ReadonlyMap<string, Write>>
}

export interface Batch {
  readonly rows: readonly OpenRow[]
  /** Links whose rows failed the gate; they are in the inbox again unless they are parked. */
  readonly withdrawn: readonly string[]
  /** Those rows. */
  readonly ended: readonly OpenRow[]
  /** Where the next batch of this kind goes on. */
  readonly next: Position | null
}

/**
 * The gate: starts up to `limit` released rows of one kind, in rank order, that are decided under the published
 * version on the news the link still has, unparked, unpaused, with every parent there, and leave nobody behind. A row that can
 * never start (stale, parked, taken by another company, or its parent's own write is no more) is withdrawn and its link planned
 * again. Empty: nothing left.
 */
export async function startBatch(tx: Tx, room: Here, ask: BatchAsk): Promise<Batch> {
  if (ask.hasSiblings && (ask.kind === null || (ask.kind.side === 'books' && ask.kind.verb === 'create')))
    await oneCompanyAtOnce(tx, room, ask.integration)
  // The kind that went before goes on where it left off: what it has passed would be walked over again by every batch.
  const first = ask.kind && (await judgeBatch(tx, room, ask, ask.kind, ask.from ?? null))
  const head = first === null || first.isBlocked ? await firstUnblocked(tx, room, ask) : null
  const batch = head ? await judgeBatch(tx, room, ask, head, head) : first
  if (!batch || batch.isBlocked) return { rows: [], withdrawn: [], ended: [], next: null }
  const { takeable, ...rest } = batch
  return { ...rest, rows: await start(tx, room, ask, takeable) }
}

interface JudgedBatch extends Pick<Batch, 'withdrawn' | 'ended' | 'next'> {
  readonly takeable: readonly OpenRow[]
  /** Rows there are, and none of them may start or end now. */
  readonly isBlocked: boolean
}

/** Locks and judges the next rows of a kind; what can never start is withdrawn at once. */
async function judgeBatch(
  tx: Tx,
  room: Here,
  ask: BatchAsk,
  kind: BatchKind,
  from: Position | null,
): Promise<JudgedBatch> {
  const ofKind = sql`and o.side = ${kind.side} and o.verb = ${kind.verb} and o.entity = ${kind.entity}`
  const rows = await rowsOf<StoredRow & { verdict: string }>(
    tx,
    sql`with ${judged(room, ask.integration, { rows: ofKind, verb: kind.verb }, from, ask.limit(kind))},
    woken as (
      update links l set news = l.news + 1 from judged j
      where l.tenant_id = ${room.tenant} and l.id = j.link_id and j.verdict = 'stale'),
    withdrawn as (
      update outbox o set state = 'withdrawn', settled_at = ${room.now()}::bigint, token = ${ask.token}::bigint
      from judged j where o.tenant_id = ${room.tenant} and o.id = j.id and j.verdict in ('stale', 'parked'))
    select ${rowColumns}, o.verdict from judged o order by o.rank, o.planned_at, o.id`,
  )
  const ended = rows.filter(({ verdict }) => verdict === 'stale' || verdict === 'parked').map(rowToOutbox)
  return {
    takeable: rows.filter(({ verdict }) => verdict === 'takeable').map(rowToOutbox),
    withdrawn: ended.map(({ link }) => link),
    ended,
    isBlocked: rows.length > 0 && rows.every(({ verdict }) => verdict === 'blocked'),
    // What was blocked is looked at again by the next batch.
    next: rows.find(({ verdict }) => verdict === 'blocked') ?? rows.at(-1) ?? null,
  }
}

/** Marks rows started, with the exact requests that are about to leave. */
async function start(tx: Tx, room: Here, ask: BatchAsk, rows: readonly OpenRow[]): Promise<readonly OpenRow[]> {
  if (rows.length === 0) return []
  const requests = await ask.requests?.(rows)
  const startedAt = room.now()
  const started = rows.map((row): OpenRow => ({
    ...row,
    state: 'started',
    attempts: row.attempts + 1,
    startedAt,
    request: requests?.get(row.id) ?? null,
  }))
  await tx.execute(sql`update outbox o set state = 'started', started_at = ${startedAt}::bigint, settled_at = null,
      token = ${ask.token}::bigint, attempts = o.attempts + 1, request = page.request
    from ${recordset(
      started.map(({ id, request }) => ({ id, ...(request ? { request } : {}) })),
      'id text, request jsonb',
    )} where o.tenant_id = ${room.tenant} and o.id = page.id`)
  return started
}

export interface Position {
  readonly rank: number
  readonly planned_at: number
  readonly id: string
}
type Judged = BatchKind & Position & { readonly verdict: string }

/** Walks the released rows in growing windows, because only rows that wait for a lost answer can be blocked at the head. */
async function firstUnblocked(tx: Tx, room: Here, ask: BatchAsk): Promise<(BatchKind & Position) | null> {
  const rows = ask.kind
    ? sql`and o.side = ${ask.kind.side} and o.verb = ${ask.kind.verb} and o.entity = ${ask.kind.entity}`
    : sql``
  const asked = { rows, verb: ask.kind?.verb ?? null }
  for (let from: Position | null = null, size = 20; ; size *= 10) {
    const rows: Judged[] = await rowsOf<Judged>(
      tx,
      sql`with ${judged(room, ask.integration, asked, from, size)}
        select side, verb, entity, rank, planned_at, id, verdict from judged order by rank, planned_at, id`,
    )
    const found = rows.find((row) => row.verdict !== 'blocked')
    if (found) return found
    from = rows.at(-1) ?? null
    if (rows.length < size) return null
  }
}

/** Which rows are looked at, and the verb they all have; null: of any. */
interface Asked {
  readonly rows: SQL
  readonly verb: Verb | null
}

/** The next `size` released rows from a position on, each with the gate's verdict: only these are looked at closely. */
function judged(room: Here, integration: string, asked: Asked, from: Position | null, size: number): SQL {
  const onwards = from
    ? sql`and o.rank >= ${from.rank} and (o.rank, o.planned_at, o.id) >= (${from.rank}::integer, ${from.planned_at}::bigint, ${from.id})`
    : sql``
  return sql`picked as materialized (
      select o.* from outbox o where o.tenant_id = ${room.tenant} and o.integration_id = ${integration} and o.state = 'released'
      and exists (select 1 from integrations i where i.tenant_id = ${room.tenant} and i.id = ${integration}
        and i.paused_at is null) ${asked.rows} ${onwards}
      order by o.rank, o.planned_at, o.id limit ${size} for update of o),
    judged as materialized (
      select o.*, ${verdict(room, integration, asked.verb)} as verdict
      from picked o
      cross join (select version as published from integrations where tenant_id = ${room.tenant} and id = ${integration}) i
      left join lateral (select l.id, l.news, l.reason, l.crm_id, l.crm_connection_id, l.space from links l
        where l.tenant_id = ${room.tenant} and l.id = o.link_id limit 1) l on true)`
}

// `ask` parks one field while the others go on, so it closes nothing here.
const closing = sql.join(
  parkedReasons.filter((reason) => reason !== 'ask').map((reason) => sql`${reason}`),
  sql`, `,
)

const missingParent = (more: SQL): SQL => sql`exists (select 1 from unnest(o.waits_for) as w(id)
  left join links p on p.tenant_id = o.tenant_id and p.id = w.id
  where case o.side when 'crm' then p.crm_id is null or p.crm_removed else p.books_id is null or p.books_removed end
  and ${more})`

const parentIsComing = sql`exists (select 1 from outbox c where c.tenant_id = o.tenant_id and c.link_id = w.id
  and c.side = o.side and c.state in ('released', 'started'))`

// Limited, so that it is looked up for each row: as a set, all that was started since the last vacuum would be read.
const isStarted = sql`(select true from outbox s where s.tenant_id = o.tenant_id and s.integration_id = o.integration_id
    and s.link_id = o.link_id and s.state = 'started' limit 1)`

// Of nothing but a removal, so that nothing else has it planned with every batch.
const takenBack = (room: Here, integration: string): SQL =>
  sql`when ${leavesBehind(room, integration)} then 'stale' when ${goesAfter(room, integration)} then 'blocked'`

/** Since it was planned another company of this CRM has met the record: it is not ours to make any more. */
const takenOver = (room: Here, integration: string): SQL =>
  sql`when o.side = 'books' and o.verb = 'create' and ${isElsewhere(room, integration)} then 'stale'`

const verdict = (room: Here, integration: string, verb: Verb | null): SQL => sql`case
  when o.version <> i.published or l.id is null or l.news <> o.news then 'stale'
  when l.reason in (${closing}) and o.why <> 'undone' then 'parked'
  when ${isStarted} then 'blocked'
  ${verb === null || verb === 'create' ? takenOver(room, integration) : sql``}
  ${verb === null || verb === 'remove' ? takenBack(room, integration) : sql``}
  when o.waits_for = '{}' or not ${missingParent(sql`true`)} then 'takeable'
  when ${missingParent(sql`not ${parentIsComing}`)} then 'stale'
  else 'blocked' end`

/** Withdraws open rows and puts their links back into the inbox, e.g. when the target moved meanwhile. Returns them. */
export async function withdrawRows(tx: Tx, room: Here, ids: readonly string[]): Promise<readonly OpenRow[]> {
  if (ids.length === 0) return []
  const rows = await rowsOf<StoredRow>(
    tx,
    sql`with withdrawn as (
      update outbox o set state = 'withdrawn', settled_at = ${room.now()}::bigint
      where o.tenant_id = ${room.tenant} and o.id = any(${texts(ids)})
      and o.state in ('proposed', 'held', 'approved', 'released', 'started') returning ${rowColumns}),
    woken as (
      update links l set news = l.news + 1 where l.tenant_id = ${room.tenant} and l.id in (select link_id from withdrawn))
    select * from withdrawn`,
  )
  return rows.map(rowToOutbox)
}
