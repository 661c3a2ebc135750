import { sql } from 'drizzle-orm'
import type { Here, Tx } from './db'

/** A dry run that a page asked for waits this long for a job to open it. Milliseconds. */
const patience = 30 * 60_000

/** Closes runs that a crash left open: whoever holds the lease now takes over what they had begun. */
export async function endOrphans(tx: Tx, room: Here, integration: string, run: string): Promise<void> {
  await tx.execute(sql`update runs set phase = 'closed', ended_at = ${room.now()}::bigint, result = '{"kind":"interrupted"}'
    where tenant_id = ${room.tenant} and integration_id = ${integration} and phase <> 'closed' and id <> ${run}
    and (steps > 0 or trigger <> 'preview' or started_at < ${room.now() - patience}::bigint)`)
}
