import { sql } from 'drizzle-orm'
import type { Link } from '@/lib/model/record'
import { spaces } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { linkColumns, rowToLink, type LinkRow } from './link-row'
import { rowsOf } from './rows'

export interface InboxPage {
  readonly links: readonly Link[]
  /** Hand back to read on; null at the end. */
  readonly next: string | null
}

/**
 * Links parents' spaces first, without taking them: what a dry run plans over. Those with news, or with a draft of other
 * rules everything that was ever shown.
 */
export async function inboxPage(
  tx: Tx,
  room: Here,
  integration: string,
  which: 'news' | 'everything',
  after: string | null,
  limit: number,
): Promise<InboxPage> {
  const [, space = spaces[0], bornAt = '-1', id = ''] = after?.match(/^(\w+):(-?\d+):(.*)$/s) ?? []
  const rows = await rowsOf<LinkRow & { born_at: number }>(
    tx,
    sql`select ${linkColumns}, l.born_at from links l where l.tenant_id = ${room.tenant}
      and l.integration_id = ${integration} and l.space = ${space}
      and ${which === 'news' ? sql`l.news > l.planned` : sql`l.born_at > 0 and not l.gone`}
      and l.born_at >= ${Number(bornAt)}::bigint
      and (l.born_at, l.id) > (${Number(bornAt)}::bigint, ${id}) order by l.born_at, l.id limit ${limit}`,
  )
  const last = rows.at(-1)
  const full = rows.length === limit && last
  return { links: rows.map(rowToLink), next: full ? `${space}:${last.born_at}:${last.id}` : nextSpace(space) }
}

function nextSpace(space: string): string | null {
  const next = spaces[spaces.findIndex((known) => known === space) + 1]
  return next ? `${next}:-1:` : null
}
