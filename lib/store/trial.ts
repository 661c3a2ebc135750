import { sql } from 'drizzle-orm'
import type { Side } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { firstOf } from './rows'

/** The runs of a trial: the few that were written, and the run that takes or took them back. */
export interface TrialRuns {
  readonly tried: string | null
  readonly undone: string | null
}

/** Of several trials the newest that stands; what came twice as a job, or found nothing to write, is none beside them. */
export async function trialRuns(tx: Tx, room: Here, integration: string): Promise<TrialRuns> {
  const wrote = sql`exists (select 1 from journal j where j.tenant_id = r.tenant_id and j.run_id = r.id and j.kind = 'written')`
  const row = await firstOf<TrialRuns>(
    tx,
    sql`select r.id as tried, u.id as undone from runs r
      left join lateral (select u.id, u.result from runs u where u.tenant_id = r.tenant_id
        and u.integration_id = r.integration_id and u.trigger = 'undo' and split_part(u.mark, chr(10), 1) = r.id
        order by u.started_at desc, u.id desc limit 1) u on true
      where r.tenant_id = ${room.tenant} and r.integration_id = ${integration} and r.trigger = 'approved'
      order by r.phase = 'closed' and not ${wrote}, coalesce(u.result ->> 'kind' = 'done', false),
        r.started_at desc, r.id desc limit 1`,
  )
  return row ?? { tried: null, undone: null }
}

/**
 * Before the start nothing was agreed but by a trial. Once it was taken back its records count as never told: no base, and
 * what was removed again is no half any more.
 */
export async function forgetTrial(tx: Tx, room: Here, integration: string): Promise<void> {
  const emptied = (side: Side) =>
    ['id', 'entity', 'version', 'seen', 'marker', 'read_at']
      .map((name) => `${side}_${name} = case when ${side}_removed then null else ${side}_${name} end`)
      .concat([`${side}_removed = false`, `${side}_base = null`])
      .join(', ')
  const both = (side: Side) => sql.raw(emptied(side))
  await tx.execute(sql`update links set ${both('crm')}, ${both('books')}, because = null, reason = null, gone = false,
      news = news + 1, changed_at = ${room.now()}::bigint
    where tenant_id = ${room.tenant} and integration_id = ${integration} and reason = 'kept-apart'
    and not (crm_removed and (books_id is null or books_removed)) and not (books_removed and crm_id is null)`)
}
