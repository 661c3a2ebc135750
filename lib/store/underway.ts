import { sql } from 'drizzle-orm'
import type { Here, Tx } from './db'
import { rowsOf, texts } from './rows'

/** Links among these whose record is about to be created: planned by this run, approved, or on its way. */
export async function createsUnderway(
  tx: Tx,
  room: Here,
  run: string,
  links: readonly string[],
): Promise<ReadonlySet<string>> {
  if (links.length === 0) return new Set()
  const rows = await rowsOf<{ link: string }>(
    tx,
    sql`select distinct link_id as link from outbox
      where tenant_id = ${room.tenant} and link_id = any(${texts(links)}) and verb = 'create'
      and (state in ('approved', 'released', 'started') or (state = 'proposed' and run_id = ${run}))`,
  )
  return new Set(rows.map((row) => row.link))
}

/** Links among these whose create was sent and not answered. */
export async function createsInDoubt(tx: Tx, room: Here, links: readonly string[]): Promise<ReadonlySet<string>> {
  if (links.length === 0) return new Set()
  const rows = await rowsOf<{ link: string }>(
    tx,
    sql`select distinct link_id as link from outbox
      where tenant_id = ${room.tenant} and link_id = any(${texts(links)}) and verb = 'create' and state = 'started'`,
  )
  return new Set(rows.map((row) => row.link))
}
