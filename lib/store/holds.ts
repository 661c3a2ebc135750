import { sql } from 'drizzle-orm'
import type { Hold } from '@/lib/model/decision'
import type { Here, Tx } from './db'
import { firstOf } from './rows'

/** The brake that an earlier plan is still held by; while it is, nothing else of the integration is sent. */
export async function openHold(tx: Tx, room: Here, integration: string): Promise<(Hold & { run: string }) | null> {
  const row = await firstOf<{ run: string; hold: Hold }>(
    tx,
    sql`select r.id as run, r.result -> 'hold' as hold from runs r
      where r.tenant_id = ${room.tenant} and r.integration_id = ${integration} and r.result ->> 'kind' = 'held'
      and exists (select 1 from outbox o where o.tenant_id = r.tenant_id and o.integration_id = r.integration_id
        and o.run_id = r.id and o.state = 'held')
      order by r.started_at limit 1`,
  )
  return row && { ...row.hold, run: row.run }
}
