import { sql } from 'drizzle-orm'
import type { Because, Flat } from '@/lib/model/record'
import { spaceOf, type Entity, type Side, type Space } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { column } from './link-row'
import { rowsOf, texts } from './rows'

export interface Place {
  readonly space: Space
  readonly id: string
  readonly inBoth: boolean
  readonly gone: boolean
  readonly because: Because | null
  readonly underway: boolean
  /** What that side showed last. */
  readonly seen: Flat
}

/** Where the links of these records stand, for accounting. */
export const placesOf = (
  tx: Tx,
  room: Here,
  integration: string,
  side: Side,
  entities: readonly Entity[],
  ids: readonly string[],
): Promise<Place[]> =>
  rowsOf<Place>(
    tx,
    sql`select l.space, l.${column(side, 'id')} as id, l.crm_id is not null and l.books_id is not null as "inBoth",
        coalesce(l.${column(side, 'seen')}, '{}') as seen,
        l.gone, l.because, l.news > l.planned or exists (select 1 from outbox o where o.tenant_id = l.tenant_id
          and o.link_id = l.id and o.state in ('held', 'approved', 'released', 'started')) as underway
      from links l where l.tenant_id = ${room.tenant} and l.integration_id = ${integration}
      and l.space = any(${texts([...new Set(entities.map(spaceOf))])}) and l.${column(side, 'id')} = any(${texts(ids)})`,
  )
