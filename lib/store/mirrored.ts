import { sql } from 'drizzle-orm'
import type { Entity } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { firstOf, rowsOf, texts } from './rows'

/** A record of the CRM that shows what the books lead. */
export interface Mirrored {
  readonly link: string
  readonly entity: Entity
  readonly id: string
}

/** In the order of links, so that a job can go on where it stopped. */
export const mirroredPage = (
  tx: Tx,
  room: Here,
  integration: string,
  entities: readonly Entity[],
  page: { readonly after: string; readonly limit: number },
): Promise<Mirrored[]> =>
  rowsOf<Mirrored>(
    tx,
    sql`select id as link, crm_entity as entity, crm_id as id from links where tenant_id = ${room.tenant}
      and integration_id = ${integration} and ${isMirrored(entities)} and id > ${page.after}
      order by id limit ${page.limit}`,
  )

export async function mirroredCount(
  tx: Tx,
  room: Here,
  integration: string,
  entities: readonly Entity[],
): Promise<number> {
  const row = await firstOf<{ count: number }>(
    tx,
    sql`select count(*) as count from links where tenant_id = ${room.tenant} and integration_id = ${integration}
      and ${isMirrored(entities)}`,
  )
  return row?.count ?? 0
}

const isMirrored = (entities: readonly Entity[]) =>
  sql`crm_id is not null and books_id is not null and not gone and crm_entity = any(${texts(entities)})`
