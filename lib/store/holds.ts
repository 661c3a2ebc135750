import { sql } from 'drizzle-orm'
import type { Hold } from '@/lib/model/decision'
import type { Here, Tx } from './db'
import { firstOf } from './rows'

/** The brake that an earlier plan is still held by; while it is, nothing else of the integration is sent. */
export async function openHold(tx: Tx, room: Here, integration: string): Promise<(Hold & { run: string }) | null> {
  const row = await firstOf<{ run: string; hold: Hold }>(
    tx,
    sql`with held as (
        select distinct run_id from outbox
        where tenant_id = ${room.tenant} and integration_id = ${integration} and state = 'held')
      select r.id as run, r.result -> 'hold' as hold from runs r join held on held.run_id = r.id
      where r.tenant_id = ${room.tenant} and r.result ->> 'kind' = 'held' order by r.started_at limit 1`,
  )
  return row && { ...row.hold, run: row.run }
}
