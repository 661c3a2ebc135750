import { sql } from 'drizzle-orm'
import { parkedReasons, sweptReasons, type Link } from '@/lib/model/record'
import type { Here, Tx } from './db'
import { ofCause, type CauseKey } from './causes'
import { linkColumns, rowToLink, type LinkRow } from './link-row'
import { rowsOf, texts } from './rows'

/** A person wants parked links looked at again: the reason goes, and the next plan decides anew. Returns them. */
export async function retryLinks(
  tx: Tx,
  room: Here,
  integration: string,
  which: readonly string[] | CauseKey | 'all',
): Promise<Link[]> {
  const named =
    which === 'all'
      ? sql`and l.reason = any(${texts(sweptReasons)})`
      : 'entity' in which
        ? ofCause(which)
        : sql`and l.id = any(${texts(which)})`
  const rows = await rowsOf<LinkRow>(
    tx,
    sql`update links l set news = l.news + 1, because = null, reason = null, changed_at = ${room.now()}::bigint,
        retried = l.because, retried_at = ${room.now()}::bigint
      where l.tenant_id = ${room.tenant} and l.integration_id = ${integration} and not l.gone
      and l.reason = any(${texts(parkedReasons)}) ${named} returning ${linkColumns}`,
  )
  return rows.map(rowToLink)
}
