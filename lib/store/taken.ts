import { sql } from 'drizzle-orm'
import { otherSide, type Side, type Space } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { column } from './link-row'
import { recordset, rowsOf } from './rows'

/** A link that cannot be born on a side, and a record there which is in its way. */
export interface InTheWay {
  readonly link: string
  readonly id: string
}

/**
 * Of records that stood in the way of a birth, those that the newborn can never be: another link holds them on both sides, or
 * holds them alone and shares no key with it, or was planned beside it and the two did not meet. One that no link knows yet, or
 * that is news, is not among them.
 */
export async function taken(
  tx: Tx,
  room: Here,
  at: { readonly integration: string; readonly side: Side; readonly space: Space },
  rows: readonly InTheWay[],
): Promise<readonly InTheWay[]> {
  const other = otherSide(at.side)
  return rowsOf<InTheWay>(
    tx,
    sql`select page.link, page.id from ${recordset(rows, 'link text, id text')}
      join links own on own.tenant_id = ${room.tenant} and own.id = page.link
      join links l on l.tenant_id = ${room.tenant} and l.integration_id = ${at.integration} and l.space = ${at.space}
        and l.${column(at.side, 'id')} = page.id and l.id <> own.id
      where l.${column(other, 'id')} is not null or (l.news <= l.planned and not l.${column(at.side, 'removed')})
        or not coalesce(l.${column(at.side, 'keys')} && own.${column(other, 'keys')}, false)`,
  )
}

/** Of records that a birth was answered with, those that another link holds on both sides, alive on this one. */
export const held = (
  tx: Tx,
  room: Here,
  at: { readonly integration: string; readonly side: Side; readonly space: Space },
  rows: readonly InTheWay[],
): Promise<readonly InTheWay[]> =>
  rowsOf<InTheWay>(
    tx,
    sql`select page.link, page.id from ${recordset(rows, 'link text, id text')}
      join links l on l.tenant_id = ${room.tenant} and l.integration_id = ${at.integration} and l.space = ${at.space}
        and l.${column(at.side, 'id')} = page.id and l.id <> page.link
      where l.${column(otherSide(at.side), 'id')} is not null and not l.${column(at.side, 'removed')}`,
  )
