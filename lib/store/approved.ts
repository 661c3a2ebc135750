import { sql } from 'drizzle-orm'
import type { Link } from '@/lib/model/record'
import type { Here, Tx } from './db'
import { linksById } from './links'
import { rowColumns, rowToOutbox, type OpenRow, type StoredRow } from './outbox-row'
import { chunksOf, recordset, rowsOf } from './rows'

export interface ApprovedPage {
  readonly rows: readonly OpenRow[]
  readonly links: readonly Link[]
}

/** What a person approved and nobody planned anew yet, parents first, with the links it is about. */
export async function approvedRows(tx: Tx, room: Here, integration: string, limit: number): Promise<ApprovedPage> {
  const rows = await rowsOf<StoredRow>(
    tx,
    sql`select ${rowColumns} from outbox o where o.tenant_id = ${room.tenant} and o.integration_id = ${integration}
      and o.state = 'approved' order by o.rank, o.planned_at, o.id limit ${limit}`,
  )
  const links = await linksById(tx, room, [...new Set(rows.map((row) => row.link_id))])
  const place = new Map(rows.map((row, at) => [row.link_id, at]))
  return {
    rows: rows.map(rowToOutbox),
    links: [...links].sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0)),
  }
}

export interface Released {
  readonly id: string
  readonly run: string
  readonly news: number
  readonly version: number
}

/** Approved rows whose decision came out the same: takeable now, on what is known now. */
export async function releaseApproved(tx: Tx, room: Here, rows: readonly Released[]): Promise<void> {
  for (const chunk of chunksOf(rows)) {
    await tx.execute(sql`update outbox o set state = 'released', run_id = page.run, news = page.news, version = page.version
      from ${recordset(chunk, 'id text, run text, news bigint, version integer')}
      where o.tenant_id = ${room.tenant} and o.id = page.id and o.state = 'approved'`)
  }
}

/** Withdraws what earlier dry runs proposed and nobody approved: a new one is about to say what is true now. */
export async function dropProposed(tx: Tx, room: Here, integration: string): Promise<void> {
  await tx.execute(sql`update outbox set state = 'withdrawn', settled_at = ${room.now()}::bigint
    where tenant_id = ${room.tenant} and integration_id = ${integration} and state = 'proposed'`)
}
