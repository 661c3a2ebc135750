import { sql } from 'drizzle-orm'
import { parkedReasons } from '@/lib/model/record'
import type { Here, Tx } from './db'
import { firstOf, texts } from './rows'
import { openRows } from './standing'

/** Looked at one by one; a larger inbox is that of a first run, whose oldest change is among the first all the same. */
const most = 5_000

/**
 * Since when the oldest change waits that was seen and is not written yet; what is set aside waits for somebody else. Ids
 * come from the inbox's own index: the planner takes a third of all links for its length and would read every one.
 */
export async function oldestUnderway(tx: Tx, room: Here, integration: string): Promise<number | null> {
  const row = await firstOf<{ at: number | null }>(
    tx,
    sql`with inbox as materialized (
        select l.id from links l where l.tenant_id = ${room.tenant} and l.integration_id = ${integration}
        and l.news > l.planned order by l.space, l.born_at, l.id limit ${most})
      select least(
        (select min((select l.changed_at from links l where l.tenant_id = ${room.tenant} and l.id = inbox.id and not l.gone
          and coalesce(l.reason, '') <> all(${texts(parkedReasons)}))) from inbox),
        (select min(o.planned_at) from (${openRows(room, integration, sql`planned_at`)}) o)) as at`,
  )
  return row?.at ?? null
}
