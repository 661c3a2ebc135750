import { sql } from 'drizzle-orm'
import type { Here, Tx } from './db'

/** A dry run that a page asked for waits this long for a job to open it. Milliseconds. */
const patience = 30 * 60_000

/**
 * Closes runs that a crash left open: whoever holds the lease now takes over what they had begun. What such a run had planned
 * and not yet released is planned again, because its links count as planned and nobody else would.
 */
export async function endOrphans(tx: Tx, room: Here, integration: string, run: string): Promise<void> {
  await tx.execute(sql`with ended as (
      update runs set phase = 'closed', ended_at = ${room.now()}::bigint, result = coalesce(result, '{"kind":"interrupted"}')
      where tenant_id = ${room.tenant} and integration_id = ${integration} and phase <> 'closed' and id <> ${run}
      and (steps > 0 or trigger not in ('preview', 'undo') or started_at < ${room.now() - patience}::bigint)
      returning id, trigger),
    withdrawn as (
      -- Run by run, so that nothing is read where none has ended, whatever the planner believes about the table.
      update outbox o set state = 'withdrawn', settled_at = ${room.now()}::bigint
      where o.tenant_id = ${room.tenant} and o.id = any(array(
        select u.id from ended cross join lateral (select u.id from outbox u
          where u.tenant_id = ${room.tenant} and u.run_id = ended.id and u.state = 'proposed' offset 0) u
        where ended.trigger <> 'preview'))
      returning o.link_id)
    update links l set news = l.news + 1
    where l.tenant_id = ${room.tenant} and l.id in (select link_id from withdrawn)`)
}

/** A run that a vendor stopped before its plan was released: what it planned is planned again, because nobody else would. */
export async function replanProposed(tx: Tx, room: Here, run: string): Promise<void> {
  await tx.execute(sql`with withdrawn as (
      update outbox o set state = 'withdrawn', settled_at = ${room.now()}::bigint
      where o.tenant_id = ${room.tenant} and o.run_id = ${run} and o.state = 'proposed' returning o.link_id)
    update links l set news = l.news + 1
    where l.tenant_id = ${room.tenant} and l.id in (select link_id from withdrawn)`)
}
