import { sql, type SQL } from 'drizzle-orm'
import { parkedReasons } from '@/lib/model/record'
import type { Entity, Side, Verb } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { rowColumns, rowToOutbox, type OpenRow, type StoredRow } from './outbox-row'
import { rowsOf, texts } from './rows'

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
  const head = await firstUnblocked(tx, room, ask)
  if (!head) return { rows: [], withdrawn: [] }
  const kind = sql`and o.side = ${head.side} and o.verb = ${head.verb} and o.entity = ${head.entity}`
  const rows = await rowsOf<StoredRow>(
    tx,
    sql`with ${judged(room, ask.integration, kind, head, ask.limit(head))},
    woken as (
      update links l set news = l.news + 1 from judged j
      where l.tenant_id = ${room.tenant} and l.id = j.link_id and j.verdict = 'stale')
    update outbox o set
      state = case when j.verdict = 'takeable' then 'started' else 'withdrawn' end,
      started_at = case when j.verdict = 'takeable' then ${room.now()}::bigint end,
      settled_at = case when j.verdict = 'takeable' then null else ${room.now()}::bigint end,
      token = ${ask.token}::bigint,
      attempts = o.attempts + case when j.verdict = 'takeable' then 1 else 0 end
    from judged j where o.tenant_id = ${room.tenant} and o.id = j.id and j.verdict <> 'blocked'
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

interface Position {
  readonly rank: number
  readonly planned_at: number
  readonly id: string
}
type Judged = BatchKind & Position & { readonly verdict: string }

/** Walks the released rows in growing windows, because only rows that wait for a lost answer can be blocked at the head. */
async function firstUnblocked(tx: Tx, room: Here, ask: BatchAsk): Promise<(BatchKind & Position) | null> {
  const kind = ask.kind
    ? sql`and o.side = ${ask.kind.side} and o.verb = ${ask.kind.verb} and o.entity = ${ask.kind.entity}`
    : sql``
  for (let from: Position | null = null, size = 20; ; size *= 10) {
    const rows: Judged[] = await rowsOf<Judged>(
      tx,
      sql`with ${judged(room, ask.integration, kind, from, size)}
        select side, verb, entity, rank, planned_at, id, verdict from judged order by rank, planned_at, id`,
    )
    const found = rows.find((row) => row.verdict !== 'blocked')
    if (found) return found
    from = rows.at(-1) ?? null
    if (rows.length < size) return null
  }
}

/** The next `size` released rows from a position on, each with the gate's verdict: only these are looked at closely. */
function judged(room: Here, integration: string, kind: SQL, from: Position | null, size: number): SQL {
  const onwards = from
    ? sql`and o.rank >= ${from.rank} and (o.rank, o.planned_at, o.id) >= (${from.rank}::integer, ${from.planned_at}::bigint, ${from.id})`
    : sql``
  return sql`picked as materialized (
      select o.id, o.tenant_id, o.integration_id, o.link_id, o.side, o.verb, o.entity, o.version, o.news, o.waits_for,
        o.rank, o.planned_at, o.why
      from outbox o where o.tenant_id = ${room.tenant} and o.integration_id = ${integration} and o.state = 'released'
      and exists (select 1 from integrations i where i.tenant_id = ${room.tenant} and i.id = ${integration}
        and i.paused_at is null) ${kind} ${onwards}
      order by o.rank, o.planned_at, o.id limit ${size} for update of o),
    judged as materialized (
      select o.id, o.link_id, o.side, o.verb, o.entity, o.rank, o.planned_at, ${verdict} as verdict
      from picked o
      cross join (select version from integrations where tenant_id = ${room.tenant} and id = ${integration}) i
      left join lateral (select l.id, l.news, l.reason from links l
        where l.tenant_id = ${room.tenant} and l.id = o.link_id limit 1) l on true)`
}

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
  when l.reason in (${closing}) and o.why <> 'undone' then 'parked'
  when exists (select 1 from outbox s where s.tenant_id = o.tenant_id and s.integration_id = o.integration_id
    and s.link_id = o.link_id and s.state = 'started') then 'blocked'
  when o.waits_for = '{}' then 'takeable'
  when ${missingParent(sql`not ${parentIsComing}`)} then 'stale'
  when ${missingParent(sql`true`)} then 'blocked'
  else 'takeable' end`

/** Withdraws open rows and puts their links back into the inbox, e.g. when the target moved meanwhile. */
export async function withdrawRows(tx: Tx, room: Here, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.execute(sql`with withdrawn as (
      update outbox o set state = 'withdrawn', settled_at = ${room.now()}::bigint
      where o.tenant_id = ${room.tenant} and o.id = any(${texts(ids)})
      and o.state in ('proposed', 'held', 'approved', 'released', 'started') returning o.link_id)
    update links l set news = l.news + 1 where l.tenant_id = ${room.tenant} and l.id in (select link_id from withdrawn)`)
}
