import { sql, type SQL } from 'drizzle-orm'
import { parkedReasons, type Link, type Reason } from '@/lib/model/record'
import type { Entity } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { linkColumns, rowToLink, type LinkRow } from './link-row'
import { rowsOf } from './rows'

/** Every link is in exactly one; `unexplained` must stay empty. */
export const standings = [
  'gone',
  'in-flight',
  'parked',
  'waiting',
  'excluded',
  'removed',
  'in-sync',
  'unexplained',
] as const
export type Standing = (typeof standings)[number]

export interface StandingCount {
  readonly entity: Entity
  readonly standing: Standing
  readonly reason: Reason | null
  readonly count: number
}

/** Numbers of the status page, by entity (as the books show it, else the CRM). */
export const classCounts = (tx: Tx, room: Here, integration: string): Promise<StandingCount[]> =>
  rowsOf<StandingCount>(
    tx,
    sql`select entity, standing, case when standing in ('parked', 'waiting', 'excluded') then reason end as reason,
        count(*) as count
      from (select ${leading} as entity, l.reason, ${standing} as standing from links l ${openWrites(room, integration)}
        where l.tenant_id = ${room.tenant} and l.integration_id = ${integration}) classed
      group by 1, 2, 3 order by 1, 2, 3`,
  )

export interface RecordsPage {
  readonly links: readonly Link[]
  readonly next: string | null
}

/** The links behind one of the numbers. */
export async function recordsPage(
  tx: Tx,
  room: Here,
  integration: string,
  which: { readonly entity?: Entity; readonly standing?: Standing; readonly reason?: Reason },
  page: { readonly after: string | null; readonly limit: number },
): Promise<RecordsPage> {
  const given: SQL[] = [
    ...(which.entity ? [sql`and ${leading} = ${which.entity}`] : []),
    ...(which.standing ? [sql`and ${standing} = ${which.standing}`] : []),
    ...(which.reason ? [sql`and l.reason = ${which.reason}`] : []),
  ]
  const rows = await rowsOf<LinkRow>(
    tx,
    sql`select ${linkColumns} from links l ${openWrites(room, integration)}
      where l.tenant_id = ${room.tenant} and l.integration_id = ${integration} and l.id > ${page.after ?? ''}
      ${sql.join(given, sql` `)} order by l.id limit ${page.limit + 1}`,
  )
  const links = rows.slice(0, page.limit).map(rowToLink)
  return { links, next: rows.length > page.limit ? (links.at(-1)?.id ?? null) : null }
}

const leading = sql`coalesce(l.books_entity, l.crm_entity)`

// Two selects, because each has a partial index of its own.
const openWrites = (room: Here, integration: string): SQL => sql`left join (
    select link_id from outbox where tenant_id = ${room.tenant} and integration_id = ${integration}
    and state in ('held', 'approved', 'released')
    union select link_id from outbox where tenant_id = ${room.tenant} and integration_id = ${integration}
    and state = 'started') open on open.link_id = l.id`

const among = (reasons: readonly Reason[]): SQL =>
  sql.join(
    reasons.map((reason) => sql`${reason}`),
    sql`, `,
  )
const waiting: readonly Reason[] = ['waits-for-listing', 'waits-for-parent', 'waits-for-conversion', 'owner-not-mapped']

const standing: SQL = sql`case
  when l.gone then 'gone'
  when l.news > l.planned or open.link_id is not null then 'in-flight'
  when l.reason in (${among(parkedReasons)}) then 'parked'
  when l.reason in (${among(waiting)}) then 'waiting'
  when l.reason is not null then 'excluded'
  when l.crm_id is null or l.crm_removed or l.books_id is null or l.books_removed then
    case when l.crm_removed or l.books_removed then 'removed' else 'unexplained' end
  else 'in-sync' end`
