import { sql } from 'drizzle-orm'
import type { Flat } from '@/lib/model/record'
import { spaceOf, type Entity, type Side, type Space } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { column } from './link-row'
import { firstOf, rowsOf, texts } from './rows'

export interface LonerRow {
  readonly link: string
  readonly id: string
  readonly flat: Flat
  /** The link of the record it belongs to. */
  readonly parent: string | null
}

/** What is compared; more would only be carried about. */
const compared = ['name', 'firstName', 'lastName', 'code', 'vatNumber', 'email', 'phone', 'mobile', 'postcode', 'city']

/** No other company of this CRM holds it. */
const free = sql` and not exists (select 1 from links h where h.tenant_id = l.tenant_id
  and h.crm_connection_id = l.crm_connection_id and h.space = l.space and h.crm_id = l.crm_id
  and h.crm_id is not null and h.books_id is not null and h.integration_id <> l.integration_id)`

/** Live records of a space that only one side has, at most `limit`; `needs` names whom they belong to, `only` these links. */
export const loners = (
  tx: Tx,
  room: Here,
  integration: string,
  where: {
    readonly space: Space
    readonly side: Side
    readonly needs: Entity | null
    readonly only?: readonly string[]
  },
  limit: number,
): Promise<LonerRow[]> => {
  const { space, side, needs, only } = where
  const own = (name: string) => column(side, name)
  const other = side === 'crm' ? sql`l.books_id` : sql`l.crm_id`
  const parent = needs
    ? sql`(select p.id from links p where p.tenant_id = l.tenant_id and p.integration_id = l.integration_id
        and p.space = ${spaceOf(needs)} and p.${own('id')} = l.${own('seen')} ->> ${`parent:${needs}`} limit 1)`
    : sql`null::text`
  return rowsOf<LonerRow>(
    tx,
    sql`select l.id as link, l.${own('id')} as id, ${parent} as parent,
        coalesce((select jsonb_object_agg(f.key, f.value) from jsonb_each(l.${own('seen')}) f
          where f.key = any(${texts(compared)})), '{}') as flat
      from links l where l.tenant_id = ${room.tenant} and l.integration_id = ${integration} and l.born_at > 0
      and l.space = ${space} and l.${own('id')} is not null and ${other} is null
      and not l.${own('removed')} and not l.${own('left')}${side === 'crm' ? free : sql``}
      ${only ? sql`and l.id = any(${texts(only)})` : sql``} order by l.id limit ${limit}`,
  )
}

export interface MatchCounts {
  readonly both: number
  readonly onlyCrm: number
  readonly onlyBooks: number
}

/** How many records of a space are on both sides, or on one alone. */
export async function matchCounts(tx: Tx, room: Here, integration: string, space: Space): Promise<MatchCounts> {
  const row = await firstOf<MatchCounts>(
    tx,
    sql`select count(*) filter (where crm_id is not null and books_id is not null) as both,
        count(*) filter (where books_id is null and not crm_removed) as "onlyCrm",
        count(*) filter (where crm_id is null and not books_removed) as "onlyBooks"
      from links where tenant_id = ${room.tenant} and integration_id = ${integration} and born_at > 0
      and space = ${space} and not gone`,
  )
  return row ?? { both: 0, onlyCrm: 0, onlyBooks: 0 }
}
