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

/** What a person is asked: the plan that is held, or whether the company that the last runs met is the right one. */
export const askedHold = async (tx: Tx, room: Here, integration: string): Promise<(Hold & { run: string }) | null> =>
  (await openHold(tx, room, integration)) ?? (await strangerMet(tx, room, integration))

/** Runs that met another company before they read anything planned nothing: the first of those since the right one was there. */
async function strangerMet(tx: Tx, room: Here, integration: string): Promise<(Hold & { run: string }) | null> {
  const own = sql`tenant_id = ${room.tenant} and integration_id = ${integration} and trigger <> 'preview' and phase = 'closed'`
  const met = sql`coalesce(result -> 'hold' ->> 'brake' = 'other-company', false)`
  const last = await firstOf<{ met: boolean }>(
    tx,
    sql`select ${met} as met from runs where ${own} order by started_at desc, id desc limit 1`,
  )
  if (!last?.met) return null
  const first = await firstOf<{ run: string; hold: Hold }>(
    tx,
    sql`select id as run, result -> 'hold' as hold from runs where ${own} and ${met} and started_at > coalesce(
      (select max(started_at) from runs where ${own} and not ${met}), 0) order by started_at, id limit 1`,
  )
  return first && { ...first.hold, run: first.run }
}

/** Takes a yes back because it was given to something else; what it was about is held by this run now. */
export const holdApproved = (tx: Tx, room: Here, integration: string, run: string): Promise<unknown> =>
  tx.execute(sql`update outbox set state = 'held', run_id = ${run} where tenant_id = ${room.tenant}
    and integration_id = ${integration} and state = 'approved'`)
