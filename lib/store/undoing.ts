import { sql } from 'drizzle-orm'
import type { JournalEntry } from '@/lib/model/run'
import type { Here, Tx } from './db'
import { entriesIn, entryColumns } from './journal'
import { rowColumns, rowToOutbox, type OpenRow, type StoredRow } from './outbox-row'
import { firstOf, rowsOf, texts } from './rows'

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

/** Whether something is decided to be taken back and has not come to its end. */
export async function hasStepsBack(tx: Tx, room: Pick<Here, 'tenant'>, integration: string): Promise<boolean> {
  const row = await firstOf(
    tx,
    sql`select 1 as back from outbox where tenant_id = ${room.tenant} and integration_id = ${integration} and why = 'undone'
      and state in ('held', 'approved', 'released', 'started') limit 1`,
  )
  return row !== null
}
