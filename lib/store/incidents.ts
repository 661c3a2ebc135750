import { sql, type SQL } from 'drizzle-orm'
import { about, causeOf, type Cause, type Incident } from '@/lib/model/alert'
import type { Here, Tx } from './db'
import { recordset, rowsOf, texts } from './rows'

/** Two jobs that look at the same integration in the same moment would write the same mail: the second waits. */
export async function oneAtATime(tx: Tx, room: Here, integration: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${room.tenant} alerts ${integration}`}, 0))`)
}

/** Open ones, and those that ended after a mail told of them and without one about their end. */
export const untold = (tx: Tx, room: Here, integration: string): Promise<Incident[]> =>
  incidentsWhere(
    tx,
    room,
    integration,
    sql`and (i.resolved_at is null or (i.announced_at is not null and i.recovery_told_at is null)) order by i.opened_at, i.id`,
  )

export const openIncidents = (tx: Tx, room: Here, integration: string): Promise<Incident[]> =>
  incidentsWhere(tx, room, integration, sql`and i.resolved_at is null order by i.opened_at, i.id`)

/** What came to an end, newest first. */
export const endedIncidents = (tx: Tx, room: Here, integration: string, limit: number): Promise<Incident[]> =>
  incidentsWhere(
    tx,
    room,
    integration,
    sql`and i.resolved_at is not null order by i.resolved_at desc, i.id limit ${limit}`,
  )

async function incidentsWhere(tx: Tx, room: Here, integration: string, which: SQL): Promise<Incident[]> {
  const rows = await rowsOf<Omit<Incident, 'about'> & { about: unknown }>(
    tx,
    sql`select i.id, i.cause, i.about, i.count, i.most, i.sample, i.opened_at as "openedAt", i.announced_at as "announcedAt",
        i.told_at as "toldAt", i.told_count as "toldCount", i.resolved_at as "resolvedAt",
        i.recovery_told_at as "recoveryToldAt",
        (select max(e.announced_at) from incidents e where e.tenant_id = i.tenant_id
          and e.integration_id = i.integration_id and e.cause = i.cause) as "lastAnnouncedAt"
      from incidents i where i.tenant_id = ${room.tenant} and i.integration_id = ${integration} ${which}`,
  )
  return rows.map((row) => ({ ...row, about: about.parse(row.about) }))
}

/** A cause that another job opened in the same moment stays as that one made it. */
export async function openNew(tx: Tx, room: Here, integration: string, causes: readonly Cause[]): Promise<void> {
  if (causes.length === 0) return
  const rows = causes.map((cause) => ({ ...cause, id: room.newId(), cause: causeOf(cause.about) }))
  await tx.execute(sql`insert into incidents (tenant_id, id, integration_id, cause, about, count, most, sample, opened_at, told_count)
    select ${room.tenant}, id, ${integration}, cause, about, count, count, sample, ${room.now()}::bigint, 0
    from ${recordset(rows, 'id text, cause text, about jsonb, count integer, sample text[]')}
    on conflict (tenant_id, integration_id, cause) where resolved_at is null do nothing`)
}

export async function recount(
  tx: Tx,
  room: Here,
  rows: readonly { readonly id: string; readonly count: number; readonly sample: readonly string[] }[],
): Promise<void> {
  if (rows.length === 0) return
  await tx.execute(sql`update incidents i set count = page.count, most = greatest(i.most, page.count), sample = page.sample
    from ${recordset(rows, 'id text, count integer, sample text[]')}
    where i.tenant_id = ${room.tenant} and i.id = page.id`)
}

export async function resolve(tx: Tx, room: Here, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.execute(sql`update incidents set resolved_at = ${room.now()}::bigint
    where tenant_id = ${room.tenant} and id = any(${texts(ids)}) and resolved_at is null`)
}

/** A mail told of them; of their end if they are over. */
export async function noteTold(tx: Tx, room: Here, ids: readonly string[]): Promise<void> {
  const now = sql`${room.now()}::bigint`
  await tx.execute(sql`update incidents set told_at = ${now}, told_count = count,
    announced_at = coalesce(announced_at, ${now}),
    recovery_told_at = case when resolved_at is null then recovery_told_at else ${now} end
    where tenant_id = ${room.tenant} and id = any(${texts(ids)})`)
}
