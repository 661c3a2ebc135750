import { sql, type SQL } from 'drizzle-orm'
import { parkedReasons } from '@/lib/model/record'
import type { Entity, Side, Verb } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { rowColumns, rowToOutbox, type OpenRow, type StoredRow } from './outbox-row'
import { firstOf, rowsOf, texts } from './rows'

export interface BatchKind {
  readonly side: Side
  readonly verb: Verb
  readonly entity: Entity
}

export interface BatchAsk {
  readonly integration: string
  readonly token: number
  /** Rows per batch of that kind: what the vendor takes at once. */
  readonly limit: (kind: BatchKind) => number
  /** Null takes the first kind that may start. */
  readonly kind: BatchKind | null
}

export interface Batch {
  readonly rows: readonly OpenRow[]
  /** Links whose rows failed the gate; they are in the inbox again unless they are parked. */
  readonly withdrawn: readonly string[]
}

/**
 * The gate: starts up to `limit` released rows of one kind, in rank order, that are decided under the published
 * version on the news the link still has, unparked, unpaused, with every parent there. A row that can never start
 * (stale, parked, or its parent's own write is no more) is withdrawn and its link planned again. Empty: nothing left.
 */
export async function startBatch(tx: Tx, room: Here, ask: BatchAsk): Promise<Batch> {
  const kind = ask.kind ?? (await headKind(tx, room, ask.integration))
  if (!kind) return { rows: [], withdrawn: [] }
  const rows = await rowsOf<StoredRow>(
    tx,
    sql`with judged as materialized (
      select o.id, ${verdict} as verdict ${judged(room, ask.integration)}
      and o.side = ${kind.side} and o.verb = ${kind.verb} and o.entity = ${kind.entity} and ${verdict} <> 'blocked'
      order by o.rank, o.planned_at, o.id limit ${ask.limit(kind)} for update of o),
    woken as (
      update links l set news = l.news + 1 from outbox o join judged j on j.id = o.id and j.verdict = 'stale'
      where o.tenant_id = ${room.tenant} and l.tenant_id = ${room.tenant} and l.id = o.link_id)
    update outbox o set
      state = case when j.verdict = 'takeable' then 'started' else 'withdrawn' end,
      started_at = case when j.verdict = 'takeable' then ${room.now()}::bigint end,
      settled_at = case when j.verdict = 'takeable' then null else ${room.now()}::bigint end,
      token = ${ask.token}::bigint,
      attempts = o.attempts + case when j.verdict = 'takeable' then 1 else 0 end
    from judged j where o.tenant_id = ${room.tenant} and o.id = j.id
    returning ${rowColumns}`,
  )
  const started = rows.filter((row) => row.state === 'started')
  return {
    rows: started
      .map(rowToOutbox)
      .sort((a, b) => a.rank - b.rank || a.plannedAt - b.plannedAt || (a.id < b.id ? -1 : 1)),
    withdrawn: rows.filter((row) => row.state === 'withdrawn').map((row) => row.link_id),
  }
}

const headKind = (tx: Tx, room: Here, integration: string): Promise<BatchKind | null> =>
  firstOf<BatchKind>(
    tx,
    sql`select o.side, o.verb, o.entity ${judged(room, integration)} and ${verdict} <> 'blocked'
      order by o.rank, o.planned_at, o.id limit 1`,
  )

const judged = (room: Here, integration: string): SQL => sql`from outbox o
  join integrations i on i.tenant_id = o.tenant_id and i.id = o.integration_id and i.paused_at is null
  left join links l on l.tenant_id = o.tenant_id and l.id = o.link_id
  where o.tenant_id = ${room.tenant} and o.integration_id = ${integration} and o.state = 'released'`

// `ask` parks one field while the others go on, so it closes nothing here.
const closing = sql.join(
  parkedReasons.filter((reason) => reason !== 'ask').map((reason) => sql`${reason}`),
  sql`, `,
)

const missingParent = (more: SQL): SQL => sql`exists (select 1 from unnest(o.waits_for) as w(id)
  left join links p on p.tenant_id = o.tenant_id and p.id = w.id
  where case o.side when 'crm' then p.crm_id else p.books_id end is null and ${more})`

const parentIsComing = sql`exists (select 1 from outbox c where c.tenant_id = o.tenant_id and c.link_id = w.id
  and c.side = o.side and c.state in ('released', 'started'))`

const verdict: SQL = sql`case
  when o.version <> i.version or l.id is null or l.news <> o.news then 'stale'
  when l.reason in (${closing}) then 'parked'
  when exists (select 1 from outbox s where s.tenant_id = o.tenant_id and s.integration_id = o.integration_id
    and s.link_id = o.link_id and s.state = 'started') then 'blocked'
  when o.waits_for = '{}' then 'takeable'
  when ${missingParent(sql`not ${parentIsComing}`)} then 'stale'
  when ${missingParent(sql`true`)} then 'blocked'
  else 'takeable' end`

/** Links of rows that were released and have not started; not empty after the last batch means a write is unsettled. */
export async function leftOver(tx: Tx, room: Here, integration: string, limit: number): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`select o.id from outbox o where o.tenant_id = ${room.tenant} and o.integration_id = ${integration}
      and o.state = 'released' order by o.rank, o.planned_at, o.id limit ${limit}`,
  )
  return rows.map((row) => row.id)
}

/** Withdraws open rows and puts their links back into the inbox, e.g. when the target moved meanwhile. */
export async function withdrawRows(tx: Tx, room: Here, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.execute(sql`with withdrawn as (
      update outbox o set state = 'withdrawn', settled_at = ${room.now()}::bigint
      where o.tenant_id = ${room.tenant} and o.id = any(${texts(ids)})
      and o.state in ('proposed', 'held', 'approved', 'released', 'started') returning o.link_id)
    update links l set news = l.news + 1 where l.tenant_id = ${room.tenant} and l.id in (select link_id from withdrawn)`)
}
