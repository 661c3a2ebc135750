import { sql } from 'drizzle-orm'
import type { BrakeName, Hold } from '@/lib/model/decision'
import type { Here, Tx } from './db'
import { firstOf, rowsOf } from './rows'

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

/** The brakes that held what a person approved since. */
export async function approvedOf(tx: Tx, room: Here, integration: string): Promise<readonly (BrakeName | null)[]> {
  const rows = await rowsOf<{ brake: BrakeName | null }>(
    tx,
    sql`select distinct r.result -> 'hold' ->> 'brake' as brake from outbox o
      join runs r on r.tenant_id = o.tenant_id and r.id = o.run_id
      where o.tenant_id = ${room.tenant} and o.integration_id = ${integration} and o.state = 'approved'`,
  )
  return rows.map(({ brake }) => brake)
}

/** Takes a yes back because it was given to something else; what it was about is held by this run now. */
export const holdApproved = (tx: Tx, room: Here, integration: string, run: string): Promise<unknown> =>
  tx.execute(sql`update outbox set state = 'held', run_id = ${run} where tenant_id = ${room.tenant}
    and integration_id = ${integration} and state = 'approved'`)
