import { sql } from 'drizzle-orm'
import type { Link } from '@/lib/model/record'
import type { Here, Tx } from './db'
import { linkColumns, rowToLink, type LinkRow } from './link-row'
import { json, rowsOf } from './rows'
import { openWrites } from './standing'

export interface Retried {
  readonly link: Link
  readonly at: number
}

/** Links that a person had tried again and that no run has settled since, newest first. */
export async function retriedLinks(tx: Tx, room: Here, integration: string, limit: number): Promise<Retried[]> {
  const rows = await rowsOf<LinkRow & { at: number; retried: Link['because'] }>(
    tx,
    sql`select ${linkColumns}, l.retried_at as at, l.retried from links l
      where l.tenant_id = ${room.tenant} and l.integration_id = ${integration} and l.retried_at >= l.changed_at
      and not l.gone and l.reason is null and (l.news > l.planned or l.id in (${openWrites(room, integration)}))
      order by l.retried_at desc, l.id limit ${limit}`,
  )
  return rows.map((row) => ({ link: { ...rowToLink(row), because: row.retried }, at: row.at }))
}

/** A person mended it: it is on its way, and the list of what is tried again shows it with the reason it had. */
export async function noteRetried(tx: Tx, room: Here, link: string, because: Link['because']): Promise<void> {
  await tx.execute(sql`update links l set because = null, reason = null, news = l.news + 1,
    retried = ${json(because)}, retried_at = ${room.now()}::bigint, changed_at = ${room.now()}::bigint
    where l.tenant_id = ${room.tenant} and l.id = ${link}`)
}
