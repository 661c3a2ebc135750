import { sql } from 'drizzle-orm'
import type { SetField } from '@/lib/model/decision'
import type { JournalEntry } from '@/lib/model/run'
import type { Here, Tx } from './db'
import { entriesIn, entryColumns } from './journal'
import { rowColumns, rowToOutbox, type OpenRow, type StoredRow } from './outbox-row'
import { firstOf, recordset, rowsOf, texts } from './rows'
import { storedSets } from './sets'

/** What a run wrote to the next `limit` links after one, all entries of a link together, in the order of links. */
export const writtenOf = (tx: Tx, room: Here, run: string, after: string, limit: number): Promise<JournalEntry[]> =>
  entriesIn(
    tx,
    sql`select ${entryColumns} from journal where tenant_id = ${room.tenant} and run_id = ${run} and kind = 'written'
      and link_id in (select distinct link_id from journal where tenant_id = ${room.tenant} and run_id = ${run}
        and kind = 'written' and link_id > ${after} order by link_id limit ${limit})
      order by link_id, at desc, id desc`,
  )

/** Ends what a run planned and did not send; returns it. */
export async function rejectUnsent(tx: Tx, room: Here, run: string): Promise<OpenRow[]> {
  const rows = await rowsOf<StoredRow>(
    tx,
    sql`update outbox o set state = 'withdrawn', settled_at = ${room.now()}::bigint
      where o.tenant_id = ${room.tenant} and o.run_id = ${run} and o.state in ('proposed', 'held', 'approved', 'released')
      returning ${rowColumns}`,
  )
  return rows.map(rowToOutbox)
}

/** Rows about these links that have not been sent, whoever planned them. */
export async function unsentOf(tx: Tx, room: Here, links: readonly string[]): Promise<readonly string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`select id from outbox where tenant_id = ${room.tenant} and link_id = any(${texts(links)})
      and state in ('proposed', 'held', 'approved', 'released')`,
  )
  return rows.map(({ id }) => id)
}

export interface ArrivedPart {
  readonly row: OpenRow
  /** What is there. */
  readonly sets: readonly SetField[]
  /** What is still to be sent, in a row under this id; none where nothing is. */
  readonly rest: readonly SetField[]
  readonly restId: string
  readonly ifMatch: string | null
}

/**
 * Leaves to started rows what arrived of them; the rest is approved anew. Returns the rows that were split: by the first of two
 * deliveries of one step. What is overruled was told before it was sent.
 */
export async function splitStarted(tx: Tx, room: Here, parts: readonly ArrivedPart[]): Promise<ReadonlySet<string>> {
  const page = parts.map(({ row, sets, rest, restId, ifMatch }) => ({
    ...{ id: row.id, restId, ifMatch },
    ...{ sets: storedSets(sets, row.why), rest: storedSets(rest, row.why) },
  }))
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`with split as (
      update outbox o set sets = page.sets
      from ${recordset(page, 'id text, "restId" text, "ifMatch" text, sets jsonb, rest jsonb')}
      where o.tenant_id = ${room.tenant} and o.id = page.id and o.state = 'started' and o.sets <> page.sets
      returning page."restId", page."ifMatch", page.rest, o.*),
    added as (
      insert into outbox (tenant_id, integration_id, planned_at, id, link_id, run_id, side, verb, entity, record, remote_id,
        if_match, why, sets, waits_for, state, news, version, fingerprint, epoch, attempts, rank)
      select tenant_id, integration_id, planned_at, "restId", link_id, run_id, side, verb, entity, record, remote_id,
        "ifMatch", why, rest, waits_for, 'approved', news, version, fingerprint, epoch + 1, 0, rank
      from split where rest <> '[]')
    select id from split`,
  )
  return new Set(rows.map(({ id }) => id))
}

/** Whether something is decided to be taken back and has not come to its end. */
export async function hasStepsBack(tx: Tx, room: Pick<Here, 'tenant'>, integration: string): Promise<boolean> {
  const row = await firstOf(
    tx,
    sql`select 1 as back from outbox where tenant_id = ${room.tenant} and integration_id = ${integration} and why = 'undone'
      and state in ('held', 'approved', 'released', 'started') limit 1`,
  )
  return row !== null
}
