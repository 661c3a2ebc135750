import { sql } from 'drizzle-orm'
import { ourShare } from '@/lib/model/problem'
import type { Here, Tx } from './db'
import { firstOf } from './rows'

/** When a run that could write last ended well; null before the first one did. A trial before the start is none. */
export async function lastSuccess(tx: Tx, room: Here, integration: string): Promise<number | null> {
  const row = await firstOf<{ at: number | null }>(
    tx,
    sql`select ended_at as at from runs where tenant_id = ${room.tenant} and integration_id = ${integration}
      and trigger <> 'preview' and result ->> 'kind' = 'done' and started_at >= (select i.started_at from integrations i
        where i.tenant_id = runs.tenant_id and i.id = runs.integration_id) order by started_at desc, id desc limit 1`,
  )
  return row?.at ?? null
}

/**
 * Runs in a row, newest first, that a vendor kept from ending well; how often we have tried again. One that left what is left
 * of its calls to people was kept by nobody.
 */
export async function missedRuns(tx: Tx, room: Here, integration: string): Promise<number> {
  const row = await firstOf<{ missed: number }>(
    tx,
    sql`select count(*) as missed from (
        select bool_or(result ->> 'kind' <> 'stopped' or result #>> '{problem,detail}' = ${ourShare})
          over (order by started_at desc, id desc) as over
        from runs where tenant_id = ${room.tenant} and integration_id = ${integration} and phase = 'closed'
        order by started_at desc, id desc limit 20) recent where not over`,
  )
  return row?.missed ?? 0
}
