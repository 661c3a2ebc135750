import { sql } from 'drizzle-orm'
import type { Actor, Space } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { json, recordset, rowsOf, texts } from './rows'

export interface Strangers {
  readonly space: Space
  readonly crmId: string
  readonly booksId: string
}

const shape = 'space text, "crmId" text, "booksId" text'

/** Remembers that a person called these pairs not the same. */
export async function tellApart(
  tx: Tx,
  room: Here,
  integration: string,
  pairs: readonly Strangers[],
  actor: Actor,
): Promise<void> {
  await tx.execute(sql`insert into strangers (tenant_id, integration_id, space, crm_id, books_id, actor, at)
    select ${room.tenant}, ${integration}, space, "crmId", "booksId", ${json(actor)}, ${room.now()}::bigint
    from ${recordset(pairs, shape)} on conflict do nothing`)
}

/** Takes it back. */
export async function forgetApart(tx: Tx, room: Here, integration: string, pairs: readonly Strangers[]): Promise<void> {
  await tx.execute(sql`delete from strangers s using ${recordset(pairs, shape)}
    where s.tenant_id = ${room.tenant} and s.integration_id = ${integration} and s.space = page.space
    and s.crm_id = page."crmId" and s.books_id = page."booksId"`)
}

/** Whether two of these CRM records and whatever books record were told apart. */
export async function toldApart(
  tx: Tx,
  room: Here,
  integration: string,
  crmIds: readonly string[],
): Promise<(space: Space, crmId: string, booksId: string) => boolean> {
  const rows =
    crmIds.length === 0
      ? []
      : await rowsOf<Strangers>(
          tx,
          sql`select space, crm_id as "crmId", books_id as "booksId" from strangers
            where crm_id = any(${texts(crmIds)}) and tenant_id = ${room.tenant} and integration_id = ${integration}`,
        )
  const apart = new Set(rows.map(placeOf))
  return (space, crmId, booksId) => apart.has(placeOf({ space, crmId, booksId }))
}

const placeOf = ({ space, crmId, booksId }: Strangers): string => JSON.stringify([space, crmId, booksId])

/** Those of one kind, newest first, for the page that may take one back. */
export const strangersOf = (
  tx: Tx,
  room: Here,
  integration: string,
  space: Space,
  limit: number,
): Promise<Strangers[]> =>
  rowsOf<Strangers>(
    tx,
    sql`select space, crm_id as "crmId", books_id as "booksId" from strangers
      where tenant_id = ${room.tenant} and integration_id = ${integration} and space = ${space}
      order by at desc, crm_id, books_id limit ${limit}`,
  )
