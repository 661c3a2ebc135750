import { sql } from 'drizzle-orm'
import { parkedReasons } from '@/lib/model/record'
import type { Here, Tx } from './db'
import { firstOf, texts } from './rows'
import { openRows } from './standing'

/** Since when the oldest change waits that was seen and is not written yet; what is set aside waits for somebody else. */
export async function oldestUnderway(tx: Tx, room: Here, integration: string): Promise<number | null> {
  const row = await firstOf<{ at: number | null }>(
    tx,
    sql`select least(
      (select min(l.changed_at) from links l where l.tenant_id = ${room.tenant} and l.integration_id = ${integration}
        and l.news > l.planned and not l.gone and coalesce(l.reason, '') <> all(${texts(parkedReasons)})),
      (select min(o.planned_at) from (${openRows(room, integration, sql`planned_at`)}) o)) as at`,
  )
  return row?.at ?? null
}
