import { sql } from 'drizzle-orm'
import type { Here, Tx } from './db'
import { listed, rowsOf, texts } from './rows'
import { setsOf, type StoredSet } from './sets'
import type { SetField, Why } from '@/lib/model/decision'
import type { Side } from '@/lib/model/words'

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
    // In two halves, because each is answered by an index of its own; limited, so that it is looked up link by link.
    sql`select page.link from ${listed(links, 'link')} where (select true from outbox o
        where o.tenant_id = ${room.tenant} and o.link_id = page.link and o.verb = 'create'
        and o.state in ('proposed', 'approved', 'released') and (o.state <> 'proposed' or o.run_id = ${run}) limit 1)
      or (select true from outbox o where o.tenant_id = ${room.tenant} and o.link_id = page.link
        and o.verb = 'create' and o.state = 'started' limit 1)`,
  )
  return new Set(rows.map((row) => row.link))
}

/** Links whose record was left to be created on a side, and is not sent; at most so many. */
export async function unsentCreates(
  tx: Tx,
  room: Here,
  integration: string,
  side: Side,
  limit: number,
): Promise<readonly string[]> {
  const rows = await rowsOf<{ link: string }>(
    tx,
    sql`select link_id as link from outbox where tenant_id = ${room.tenant} and integration_id = ${integration}
      and state = 'released' and side = ${side} and verb = 'create' limit ${limit}`,
  )
  return rows.map(({ link }) => link)
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

export interface SentCreate {
  readonly link: string
  readonly side: Side
  readonly sets: readonly SetField[]
  readonly startedAt: number
  /** When it was last sent: the same request may go out more than once. */
  readonly lastSentAt: number
}

/** Creates that were sent for these links and given up or recorded since: what may have arrived twice. */
export async function createsSent(tx: Tx, room: Here, links: readonly string[]): Promise<readonly SentCreate[]> {
  if (links.length === 0) return []
  const rows = await rowsOf<StoredCreate>(
    tx,
    sql`select link_id as link, side, why, sets, started_at as "startedAt",
        greatest(started_at, repeated_at) as "lastSentAt" from outbox
      where tenant_id = ${room.tenant} and link_id = any(${texts(links)}) and verb = 'create' and started_at is not null`,
  )
  return rows.map(({ why, sets, ...row }) => ({ ...row, sets: setsOf(sets, why) }))
}

type StoredCreate = Omit<SentCreate, 'sets'> & { readonly sets: readonly StoredSet[]; readonly why: Why }
