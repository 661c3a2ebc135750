import { sql, type SQL } from 'drizzle-orm'
import type { Reason } from '@/lib/model/record'
import type { Entity } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { rowsOf } from './rows'
import { openWrites, standingBy, type Standing } from './standing'

export interface StandingCount {
  readonly entity: Entity
  readonly standing: Standing
  readonly reason: Reason | null
  readonly count: number
}

/**
 * Numbers of the status page, by entity (as the books show it, else the CRM). All links are counted from their index
 * alone; the few with an open write are then moved to where they stand.
 */
export const classCounts = (tx: Tx, room: Here, integration: string): Promise<StandingCount[]> =>
  rowsOf<StandingCount>(
    tx,
    sql`with counted as (
        select l.crm_entity, l.books_entity, l.reason, l.gone, l.news > l.planned as fresh, count(*) as count
        from links l where l.tenant_id = ${room.tenant} and l.integration_id = ${integration} and l.born_at > 0
        group by 1, 2, 3, 4, 5),
      busy as (
        select l.crm_entity, l.books_entity, l.reason, l.gone, l.news > l.planned as fresh, count(*) as count
        from (${openWrites(room, integration)}) open
        join links l on l.tenant_id = ${room.tenant} and l.id = open.link_id
        where l.integration_id = ${integration} group by 1, 2, 3, 4, 5)
      select entity, standing, case when standing in ('parked', 'waiting', 'excluded') then reason end as reason,
        sum(count)::bigint as count
      from (
        select ${standsAs(sql`l.fresh`)}, l.count from counted l
        union all select ${standsAs(sql`l.fresh`)}, - l.count from busy l
        union all select ${standsAs(sql`true`)}, l.count from busy l) classed
      group by 1, 2, 3 having sum(count) > 0 order by 1, 2, 3`,
  )

const standsAs = (underway: SQL): SQL =>
  sql`coalesce(l.books_entity, l.crm_entity) as entity, l.reason, ${standingBy(underway)} as standing`
