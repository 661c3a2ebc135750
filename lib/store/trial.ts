import { sql } from 'drizzle-orm'
import type { Side } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { firstOf } from './rows'

/** The runs of a trial: the few that were written, and the run that took them back. */
export interface TrialRuns {
  readonly tried: string | null
  readonly undone: string | null
}

export async function trialRuns(tx: Tx, room: Here, integration: string): Promise<TrialRuns> {
  const newest = (trigger: 'approved' | 'undo') =>
    firstOf<{ id: string; startedAt: number }>(
      tx,
      sql`select id, started_at as "startedAt" from runs where tenant_id = ${room.tenant}
        and integration_id = ${integration} and trigger = ${trigger} order by started_at desc, id desc limit 1`,
    )
  const [tried, undone] = [await newest('approved'), await newest('undo')]
  const later = tried !== null && undone !== null && undone.startedAt >= tried.startedAt
  return { tried: tried?.id ?? null, undone: later ? undone.id : null }
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
