import { sql, type SQL } from 'drizzle-orm'
import type { Link } from '@/lib/model/record'
import type { Here, Tx } from './db'
import { linksById } from './links'
import { rowColumns, rowToOutbox, type OpenRow, type StoredRow } from './outbox-row'
import { chunksOf, firstOf, recordset, rowsOf, texts } from './rows'

export interface ApprovedPage {
  readonly rows: readonly OpenRow[]
  readonly links: readonly Link[]
}

/** What a person approved and nobody planned anew yet, parents first, with the links it is about. */
export async function approvedRows(tx: Tx, room: Here, integration: string, limit: number): Promise<ApprovedPage> {
  const rows = await rowsOf<StoredRow>(
    tx,
    sql`select ${rowColumns} from outbox o where o.tenant_id = ${room.tenant} and o.integration_id = ${integration}
      and o.state = 'approved' order by o.rank, o.planned_at, o.id limit ${limit}`,
  )
  const links = await linksById(tx, room, [...new Set(rows.map((row) => row.link_id))])
  const place = new Map(rows.map((row, at) => [row.link_id, at]))
  return {
    rows: rows.map(rowToOutbox),
    links: [...links].sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0)),
  }
}

export interface Released {
  readonly id: string
  readonly run: string
  readonly news: number
  readonly version: number
}

/**
 * Approved rows whose decision came out the same: takeable now, on what is known now. They take the place of what was
 * decided for the same records before and has not started, e.g. in a run that was paused.
 */
export async function releaseApproved(tx: Tx, room: Here, rows: readonly Released[]): Promise<void> {
  for (const chunk of chunksOf(rows)) {
    await tx.execute(sql`update outbox o set state = 'withdrawn', settled_at = ${room.now()}::bigint
      from outbox mine where mine.tenant_id = ${room.tenant} and mine.id = any(${texts(chunk.map(({ id }) => id))})
      and o.tenant_id = ${room.tenant} and o.link_id = mine.link_id and o.side = mine.side and o.state = 'released'`)
    await tx.execute(sql`update outbox o set state = 'released', run_id = page.run, news = page.news, version = page.version
      from ${recordset(chunk, 'id text, run text, news bigint, version integer')}
      where o.tenant_id = ${room.tenant} and o.id = page.id and o.state = 'approved'`)
  }
}

/**
 * What earlier runs released and never sent, e.g. because of a pause, was decided before this poll: a run that plans nothing but what
 * it was told to would send it as it is. What a person decided waits for the next look at it, the rest is planned again.
 */
export async function setLeftAside(tx: Tx, room: Here, integration: string, run: string): Promise<void> {
  await tx.execute(sql`with aside as (
      update outbox o set state = case when r.trigger in ('approved', 'undo') then 'approved' else 'withdrawn' end,
        settled_at = case when r.trigger in ('approved', 'undo') then o.settled_at else ${room.now()}::bigint end
      from runs r where o.tenant_id = ${room.tenant} and o.integration_id = ${integration} and o.state = 'released'
      and o.run_id <> ${run} and r.tenant_id = o.tenant_id and r.id = o.run_id returning o.link_id)
    update links l set news = l.news + 1
    where l.tenant_id = ${room.tenant} and l.id in (select link_id from aside)`)
}

/** Withdraws what earlier dry runs proposed and nobody approved: a new one is about to say what is true now. */
export async function dropProposed(tx: Tx, room: Here, integration: string, run: string): Promise<void> {
  await tx.execute(sql`update outbox set state = 'withdrawn', settled_at = ${room.now()}::bigint
    where tenant_id = ${room.tenant} and integration_id = ${integration} and state = 'proposed' and run_id <> ${run}`)
}

/** Of two people who decide in the same moment the second one waits, and sees what the first one left. */
export async function oneDecides(tx: Tx, room: Here, integration: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${room.tenant} decides ${integration}`}, 0))`)
}

/** Whether a person's yes waits to be carried out. */
export async function hasApproved(tx: Tx, room: Here, integration: string): Promise<boolean> {
  const row = await firstOf(
    tx,
    sql`select 1 as approved from outbox where tenant_id = ${room.tenant} and integration_id = ${integration}
      and state = 'approved' limit 1`,
  )
  return row !== null
}

/** The rows of a run that wait for an answer: a dry run proposed them, or the brake holds them. `rows`: these only. */
export interface Decidable {
  readonly run: string
  readonly state: 'proposed' | 'held'
  readonly rows?: readonly string[] | undefined
}

function undecided(room: Here, { run, state, rows }: Decidable): SQL {
  const named = rows ? sql`and id = any(${texts(rows)})` : sql``
  return sql`tenant_id = ${room.tenant} and run_id = ${run} and state = ${state} ${named}`
}

/** A person's yes to it: the links are planned again, and what comes out the same is sent. Returns how many rows. */
export async function approveAll(tx: Tx, room: Here, what: Decidable): Promise<number> {
  const row = await firstOf<{ count: number }>(
    tx,
    sql`with approved as (update outbox set state = 'approved' where ${undecided(room, what)} returning link_id),
      woken as (update links set news = news + 1
        where tenant_id = ${room.tenant} and id in (select link_id from approved))
      select count(*) as count from approved`,
  )
  return row?.count ?? 0
}

/** A person's no to it. Returns the rows that ended; what becomes of their links is the caller's. */
export async function rejectAll(tx: Tx, room: Here, what: Decidable): Promise<OpenRow[]> {
  const rows = await rowsOf<StoredRow>(
    tx,
    sql`update outbox o set state = 'withdrawn', settled_at = ${room.now()}::bigint
      where o.id in (select id from outbox where ${undecided(room, what)}) and o.tenant_id = ${room.tenant}
      returning ${rowColumns}`,
  )
  return rows.map(rowToOutbox)
}

/**
 * What later runs planned while a plan was held, nobody was asked about: once that one is decided, it is planned and weighed again.
 * What a person wanted taken back waits for its own answer.
 */
export async function replanHeld(tx: Tx, room: Here, integration: string, run: string): Promise<void> {
  await tx.execute(sql`with withdrawn as (
      update outbox set state = 'withdrawn', settled_at = ${room.now()}::bigint
      where tenant_id = ${room.tenant} and integration_id = ${integration} and state = 'held' and run_id <> ${run}
      and why <> 'undone' returning link_id)
    update links set news = news + 1
    where tenant_id = ${room.tenant} and id in (select link_id from withdrawn)`)
}
