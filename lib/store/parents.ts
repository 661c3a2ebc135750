import { sql } from 'drizzle-orm'
import type { Half, Link } from '@/lib/model/record'
import { sides, type Entity, type Side, type Space } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { column } from './link-row'
import { recordset, rowsOf } from './rows'

export interface RemoteIds {
  readonly space: Space
  readonly side: Side
  readonly ids: readonly string[]
}

export type ParentHalf = Pick<Half, 'id' | 'entity' | 'removed'>

/** What a child must know of its parent's link; what the records show stays where it is. */
export interface ParentLink extends Pick<Link, 'id' | 'space' | 'news' | 'planned' | 'because' | 'gone'> {
  readonly crm: ParentHalf | null
  readonly books: ParentHalf | null
}

/** Links that hold these remote ids: the parents that a batch names. */
export async function parentsByRemote(
  tx: Tx,
  room: Here,
  integration: string,
  asked: readonly RemoteIds[],
): Promise<ParentLink[]> {
  const wanted = asked.flatMap(({ space, side, ids }) => ids.map((id) => ({ space, side, id })))
  if (wanted.length === 0) return []
  // Lateral with a limit: the page leads, each id is one step down the index, with or without statistics.
  const bySide = sides.map(
    (side) => sql`select l.* from page p cross join lateral (select ${parentColumns} from links l
      where l.tenant_id = ${room.tenant} and l.integration_id = ${integration} and l.space = p.space
      and l.${column(side, 'id')} = p.id limit 1) l where p.side = ${side}`,
  )
  const rows = await rowsOf<ParentRow>(
    tx,
    sql`with page as materialized (select distinct * from ${recordset(wanted, 'space text, side text, id text')})
      ${sql.join(bySide, sql` union all `)}`,
  )
  return [...new Map(rows.map((row) => [row.id, rowToParent(row)])).values()]
}

type Prefixed<S extends Side> = {
  readonly [Name in 'id' | 'entity' | 'removed' as `${S}_${Name}`]: ParentHalf[Name] | null
}

interface ParentRow extends Prefixed<'crm'>, Prefixed<'books'>, Omit<ParentLink, 'crm' | 'books'> {
  readonly space: Space
}

const parentColumns =
  sql.raw(`l.id, l.space, l.news, l.planned, l.because, l.gone, l.crm_id, l.crm_entity, l.crm_removed,
  l.books_id, l.books_entity, l.books_removed`)

const rowToParent = ({ id, space, news, planned, because, gone, ...row }: ParentRow): ParentLink => ({
  id,
  space,
  news,
  planned,
  because,
  gone,
  crm: half(row.crm_id, row.crm_entity, row.crm_removed),
  books: half(row.books_id, row.books_entity, row.books_removed),
})

const half = (id: string | null, entity: Entity | null, removed: boolean | null): ParentHalf | null =>
  id === null || entity === null ? null : { id, entity, removed: removed === true }
