import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/store/db'
import { firstOf } from '@/lib/store/rows'

/** Another tenant of the same database, and everything it owns in one word. */
export interface Neighbour {
  readonly tenant: string
  readonly rows: string
}

const tables = [
  'integrations',
  'connections',
  'versions',
  'links',
  'link_keys',
  'outbox',
  'journal',
  'runs',
  'leases',
  'cursors',
]

export async function neighbourOf(db: Database, tenant: string | null): Promise<Neighbour | null> {
  if (tenant === null) return null
  const parts = tables.map(
    (table) => sql`select t::text as row from ${sql.identifier(table)} t where tenant_id = ${tenant}`,
  )
  const found = await firstOf<{ rows: string | null }>(
    db.drizzle,
    sql`select md5(string_agg(row, '|' order by row)) as rows from (${sql.join(parts, sql` union all `)}) everything`,
  )
  return { tenant, rows: found?.rows ?? '' }
}
