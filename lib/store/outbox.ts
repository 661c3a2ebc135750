import { sql, type SQL } from 'drizzle-orm'
import type { Write } from '@/lib/model/connector'
import type { Problem } from '@/lib/model/problem'
import type { OutboxRow, RowState } from '@/lib/model/run'
import type { Entity, Side, Verb } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { rowColumns, rowToOutbox, type OpenRow, type StoredRow } from './outbox-row'
import { chunksOf, firstOf, json, keepStatistics, listed, recordset, rowsOf, texts } from './rows'
import { storedSets } from './sets'

/**
 * Ends every unstarted row of links that are planned anew; `drafts` spares all but proposals (the dry run of a draft). Returns those
 * that were to take something back: nothing plans them again.
 */
export async function supersede(
  tx: Tx,
  room: Here,
  links: readonly string[],
  what: 'drafts' | 'all-unstarted' = 'all-unstarted',
): Promise<readonly OpenRow[]> {
  if (links.length === 0) return []
  const spared = what === 'drafts' ? sql`and u.state = 'proposed'` : sql``
  // Link by link, whatever the planner believes: a table that was only ever seen at rest seems to hold no open row.
  const rows = await rowsOf<StoredRow>(
    tx,
    sql`with ended as (update outbox o set state = 'withdrawn', settled_at = ${room.now()}::bigint
      where o.tenant_id = ${room.tenant} and o.id = any(array(
        select u.id from ${listed(links, 'link')} cross join lateral (select u.id from outbox u
          where u.tenant_id = ${room.tenant} and u.link_id = page.link
          and u.state in ('proposed', 'held', 'approved', 'released') ${spared} offset 0) u)) returning ${rowColumns})
    select * from ended where why = 'undone'`,
  )
  return rows.map(rowToOutbox)
}

export interface NewRow extends OutboxRow {
  /** Where it stands in the plan: parents first to create, last to remove. */
  readonly rank: number
}

/** Adds decided writes as they are. `supersede` their links first: one open row per link and side. */
export async function addRows(tx: Tx, room: Here, integration: string, rows: readonly NewRow[]): Promise<void> {
  const shape = `id text, link text, run text, side text, verb text, entity text, record text, "remoteId" text,
    "ifMatch" text, why text, sets jsonb, "waitsFor" text[], state text, news bigint, version integer, fingerprint text, epoch integer,
    attempts integer, rank integer, "startedAt" bigint, problem jsonb`
  for (const chunk of chunksOf(rows)) {
    await tx.execute(sql`insert into outbox (tenant_id, integration_id, planned_at, id, link_id, run_id, side, verb, entity,
        record, remote_id, if_match, why, sets, waits_for, state, news, version, fingerprint, epoch, attempts, rank, started_at, problem)
      select ${room.tenant}, ${integration}, ${room.now()}::bigint, id, link, run, side, verb, entity,
        record, "remoteId", "ifMatch", why, sets, "waitsFor", state, news, version, fingerprint, epoch, attempts, rank, "startedAt",
        problem
      from ${recordset(
        chunk.map((row) => ({ ...row, sets: storedSets(row.sets, row.why) })),
        shape,
      )}`)
  }
}

/** Stores the exact writes before they are sent. */
export async function saveRequests(
  tx: Tx,
  room: Here,
  rows: readonly { readonly id: string; readonly request: Write | null }[],
): Promise<void> {
  for (const chunk of chunksOf(rows)) {
    await tx.execute(sql`update outbox o set request = page.request from ${recordset(chunk, 'id text, request jsonb')}
      where o.tenant_id = ${room.tenant} and o.id = page.id`)
  }
}

export interface Closed {
  readonly id: string
  readonly state: Extract<RowState, 'done' | 'refused' | 'withdrawn'>
  readonly problem?: Problem
}

export async function closeRows(tx: Tx, room: Here, rows: readonly Closed[]): Promise<void> {
  for (const chunk of chunksOf(rows)) {
    await tx.execute(sql`update outbox o set state = page.state, problem = page.problem, request = null,
      settled_at = ${room.now()}::bigint from ${recordset(chunk, 'id text, state text, problem jsonb')}
      where o.tenant_id = ${room.tenant} and o.id = page.id`)
  }
}

/**
 * After a definite refusal that may be tried again: the next attempt is a new one for the vendor (a new key). What never left is still
 * the first, and has yet to tell what it overrules.
 */
export async function reopenRows(tx: Tx, room: Here, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.execute(sql`update outbox set state = 'released', epoch = epoch + case when request is null then 0 else 1 end,
    started_at = null, token = null, request = null where tenant_id = ${room.tenant} and id = any(${texts(ids)}) and state = 'started'`)
}

/**
 * Before the same requests are sent once more: they may arrive as late as if they were the first. Returns the rows that may be,
 * because nobody has paused and the rules they were decided under are in force.
 */
export async function markRepeated(tx: Tx, room: Here, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`update outbox o set repeated_at = ${room.now()}::bigint from integrations i
      where o.tenant_id = ${room.tenant} and o.id = any(${texts(ids)}) and o.state = 'started'
      and i.tenant_id = o.tenant_id and i.id = o.integration_id and i.paused_at is null and i.version = o.version
      returning o.id`,
  )
  return new Set(rows.map(({ id }) => id))
}

/** The answer to a repetition was no: it made nothing, so what may have arrived is what was sent before. */
export async function markUnrepeated(
  tx: Tx,
  room: Here,
  rows: readonly Pick<OpenRow, 'id' | 'problem' | 'repeatedAt'>[],
): Promise<void> {
  await tx.execute(sql`update outbox o set problem = page.problem, repeated_at = page."repeatedAt"
    from ${recordset(rows, 'id text, problem jsonb, "repeatedAt" bigint')}
    where o.tenant_id = ${room.tenant} and o.id = page.id and o.state = 'started'`)
}

/** Started rows without a result: what a crash or a lost answer left open. */
export async function openRows(tx: Tx, room: Here, integration: string): Promise<OpenRow[]> {
  const rows = await rowsOf<StoredRow>(
    tx,
    sql`select ${rowColumns} from outbox o where o.tenant_id = ${room.tenant} and o.integration_id = ${integration}
      and o.state = 'started' order by o.rank, o.planned_at, o.id`,
  )
  return rows.map(rowToOutbox)
}

/** Lets a run's plan pass; returns how many rows. */
export async function releaseRows(tx: Tx, room: Here, run: string): Promise<number> {
  const released = await move(tx, room, sql`run_id = ${run} and state in ('proposed', 'approved')`, 'released')
  if (released > 0) await keepStatistics(tx, 'outbox')
  return released
}

/** Holds a run's plan for a person; returns how many rows. */
export const holdRows = (tx: Tx, room: Here, run: string): Promise<number> =>
  move(tx, room, sql`run_id = ${run} and state = 'proposed'`, 'held')

async function move(tx: Tx, room: Here, which: SQL, state: RowState): Promise<number> {
  const row = await firstOf<{ count: number }>(
    tx,
    sql`with moved as (
        update outbox set state = ${state} where tenant_id = ${room.tenant} and ${which} returning 1)
      select count(*) as count from moved`,
  )
  return row?.count ?? 0
}

/** A person's yes to named rows: their links are planned again, and what comes out the same is sent. */
export async function approveRows(tx: Tx, room: Here, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0
  const rows = await rowsOf(
    tx,
    sql`with approved as (
        update outbox set state = 'approved' where tenant_id = ${room.tenant} and id = any(${texts(ids)})
        and state in ('proposed', 'held') returning link_id),
      woken as (
        update links set news = news + 1 where tenant_id = ${room.tenant} and id in (select link_id from approved))
      select 1 as approved from approved`,
  )
  return rows.length
}

/** What choosing a few of a plan's rows needs to know of each, in the order they are sent. */
export const choosableRows = (tx: Tx, room: Here, run: string): Promise<Choosable[]> =>
  rowsOf<Choosable>(
    tx,
    sql`select o.id, o.link_id as link, o.side, o.verb, o.entity, o.waits_for as "waitsFor" from outbox o
      where o.tenant_id = ${room.tenant} and o.run_id = ${run} and o.state = 'proposed' order by o.rank, o.id`,
  )
type Choosable = Pick<OutboxRow, 'id' | 'link' | 'side' | 'verb' | 'entity' | 'waitsFor'>

export interface RowFilter {
  readonly entity?: Entity
  readonly side?: Side
  readonly verb?: Verb
  readonly state?: RowState
}
/** `standing`: what was not withdrawn since. `field`: only rows that set it. `search`: part of a name or code. */
type Which = RowFilter & { readonly only?: 'standing'; readonly field?: string; readonly search?: string }
export interface RowPage {
  readonly rows: readonly OpenRow[]
  /** Where the next page starts; null after the last. */
  readonly next: string | null
}

/** The rows of a run in the order they are sent, for reading. */
export async function rowsOfRun(
  tx: Tx,
  room: Here,
  run: string,
  { only, field, search, ...filter }: Which,
  page: { readonly after: string | null; readonly limit: number },
): Promise<RowPage> {
  const given: SQL[] = Object.entries({ ...filter }).flatMap(([name, value]) =>
    value === undefined ? [] : [sql`and o.${sql.identifier(name)} = ${value}`],
  )
  if (only) given.push(sql`and o.state <> 'withdrawn'`)
  if (field) given.push(sql`and o.sets @> ${json([{ key: field }])}`)
  if (search) given.push(sql`and position(lower(${search}) in lower(o.record)) > 0`)
  const [, rank, id] = page.after?.match(/^(\d+):(.*)$/s) ?? []
  const from = rank === undefined ? sql`` : sql`and (o.rank, o.id) > (${Number(rank)}::integer, ${id ?? ''})`
  const rows = await rowsOf<StoredRow>(
    tx,
    sql`select ${rowColumns} from outbox o where o.tenant_id = ${room.tenant} and o.run_id = ${run}
      ${sql.join(given, sql` `)} ${from} order by o.rank, o.id limit ${page.limit + 1}`,
  )
  const shown = rows.slice(0, page.limit).map(rowToOutbox)
  const last = shown.at(-1)
  return { rows: shown, next: rows.length > page.limit && last ? `${last.rank}:${last.id}` : null }
}

export interface PlanCount {
  readonly entity: Entity
  readonly side: Side
  readonly verb: Verb
  readonly state: RowState
  readonly count: number
}

/** Fields that a plan would set, most frequent first: what its rows can be filtered by. */
export const fieldsOfRun = (tx: Tx, room: Here, run: string): Promise<{ key: string; count: number }[]> =>
  rowsOf(
    tx,
    sql`select s ->> 'key' as key, count(*) as count from outbox o cross join jsonb_array_elements(o.sets) s
      where o.tenant_id = ${room.tenant} and o.run_id = ${run} and o.state <> 'withdrawn'
      and s ->> 'value' is distinct from s ->> 'before' group by 1 order by 2 desc, 1`,
  )

/** When a run began to write; null before. */
export async function writingSince(tx: Tx, room: Here, run: string): Promise<number | null> {
  const row = await firstOf<{ at: number | null }>(
    tx,
    sql`select min(started_at) as at from outbox where tenant_id = ${room.tenant} and run_id = ${run}
      and state in ('started', 'done', 'refused')`,
  )
  return row?.at ?? null
}

export const planCounts = (tx: Tx, room: Here, run: string): Promise<PlanCount[]> =>
  rowsOf<PlanCount>(
    tx,
    sql`select entity, side, verb, state, count(*) as count from outbox
      where tenant_id = ${room.tenant} and run_id = ${run} group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
  )
