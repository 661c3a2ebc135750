import { sql } from 'drizzle-orm'
import type { Side } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { recordset } from './rows'

export interface RemovedThere {
  readonly side: Side
  readonly id: string
}

/** Wakes those that an earlier run left to be put under a record that was removed on that side since: it would only be refused. */
export async function wakeHomeless(
  tx: Tx,
  room: Here,
  integration: string,
  removed: readonly RemovedThere[],
): Promise<void> {
  if (removed.length === 0) return
  await tx.execute(sql`update links x set news = x.news + 1 where x.tenant_id = ${room.tenant} and x.news <= x.planned
    and x.id in (select u.link_id from outbox u cross join lateral jsonb_array_elements(u.sets) as told
      join ${recordset(removed, 'side text, id text')} on page.side = u.side and page.id = told ->> 'value'
      where u.tenant_id = ${room.tenant} and u.integration_id = ${integration} and u.state = 'released'
        and starts_with(told ->> 'key', 'parent:'))`)
}
