import { sql, type SQL } from 'drizzle-orm'
import { parkedReasons, waitingReasons, type Link, type Reason } from '@/lib/model/record'
import type { Entity } from '@/lib/model/words'
import type { RecordClass } from '@/lib/model/state'
import type { Here, Tx } from './db'
import { ofCause, type CauseKey } from './causes'
import { linkColumns, rowToLink, type LinkRow } from './link-row'
import { firstOf, rowsOf } from './rows'

/** Every link is in exactly one, the same that `sync/standing` finds; `unexplained` must stay empty. */
export type Standing = RecordClass['kind']

/** A link with what its class needs beyond it. */
export interface StandingLink extends Link {
  readonly underway: boolean
  readonly changedAt: number
}

/** How many records need a person. */
export async function parkedCount(tx: Tx, room: Here, integration: string): Promise<number> {
  const row = await firstOf<{ count: number }>(
    tx,
    sql`select count(*) as count from links l where l.tenant_id = ${room.tenant} and l.integration_id = ${integration}
      and l.reason in (${among(parkedReasons)}) and not l.gone`,
  )
  return row?.count ?? 0
}

export interface RecordsPage {
  readonly links: readonly StandingLink[]
  readonly next: string | null
}

export interface RecordsFilter {
  readonly entity?: Entity
  readonly standing?: Standing
  readonly reason?: Reason
  readonly cause?: CauseKey
  /** Part of a name, number or code. */
  readonly search?: string
}

/** The links behind one of the numbers. */
export async function recordsPage(
  tx: Tx,
  room: Here,
  integration: string,
  which: RecordsFilter,
  page: { readonly after: string | null; readonly limit: number },
): Promise<RecordsPage> {
  const given: SQL[] = [
    ...(which.entity ? [sql`and ${leading} = ${which.entity}`] : []),
    ...(which.standing ? [sql`and ${standing} = ${which.standing}`, byReason[which.standing] ?? sql``] : []),
    ...(which.reason ? [sql`and l.reason = ${which.reason}`] : []),
    ...(which.cause ? [ofCause(which.cause)] : []),
    ...(which.search ? [sql`and l.id in (${calledLike(room, integration, which.search)})`] : []),
  ]
  // Ids first, from the index alone: with all columns at hand the planner sorts every link there is.
  const found = await standingLinks(
    tx,
    room,
    integration,
    sql`and l.id in (${idsOf(room, integration, sql`and l.id > ${page.after ?? ''} ${sql.join(given, sql` `)}`, page.limit + 1)})
      order by l.id`,
  )
  const links = found.slice(0, page.limit)
  return { links, next: found.length > page.limit ? (links.at(-1)?.id ?? null) : null }
}

export async function recordAt(tx: Tx, room: Here, integration: string, id: string): Promise<StandingLink | null> {
  const [found] = await standingLinks(tx, room, integration, sql`and l.id = ${id}`)
  return found ?? null
}

const idsOf = (room: Here, integration: string, which: SQL, limit: number): SQL => sql`
    select picked.id from (select l.id from links l left join (${openWrites(room, integration)}) open on open.link_id = l.id
      where l.tenant_id = ${room.tenant} and l.integration_id = ${integration} and l.born_at > 0 ${which}
      order by l.id limit ${limit}) picked`

async function standingLinks(tx: Tx, room: Here, integration: string, which: SQL): Promise<StandingLink[]> {
  const rows = await rowsOf<LinkRow & { underway: boolean; changedAt: number }>(
    tx,
    sql`select ${linkColumns}, ${underway} as underway, l.changed_at as "changedAt"
      from links l left join (${openWrites(room, integration)}) open on open.link_id = l.id
      where l.tenant_id = ${room.tenant} and l.integration_id = ${integration} ${which}`,
  )
  return rows.map((row) => ({ ...rowToLink(row), underway: row.underway, changedAt: row.changedAt }))
}

const leading = sql`coalesce(l.books_entity, l.crm_entity)`

/** Links with a write that is decided and not done. Three selects, because each has a partial index of its own. */
export const openWrites = (room: Here, integration: string): SQL => openRows(room, integration, sql`link_id`)

/** The same of any column of theirs. */
export const openRows = (room: Here, integration: string, what: SQL): SQL =>
  sql.join(
    ["state in ('held', 'approved')", "state = 'released'", "state = 'started'"].map(
      (state) => sql`select ${what} from outbox where tenant_id = ${room.tenant} and integration_id = ${integration}
        and ${sql.raw(state)}`,
    ),
    sql` union `,
  )

/** Ids of the links with this text in a name, number or code, read from the index that carries it. */
export const calledLike = (room: Here, integration: string, text: string): SQL => sql`
    select c.id from links c where c.tenant_id = ${room.tenant} and c.integration_id = ${integration} and c.born_at > 0
    and position(lower(${text}) in c.called) > 0`

const among = (reasons: readonly Reason[]): SQL =>
  sql.join(
    reasons.map((reason) => sql`${reason}`),
    sql`, `,
  )

const underway: SQL = sql`(l.news > l.planned or open.link_id is not null)`

/** The conditions of sync/standing, in its order, for a statement that names the table `l`. */
export const standingBy = (underway: SQL): SQL => sql`case
  when l.gone then 'removed'
  when l.reason in (${among(parkedReasons)}) then 'parked'
  when ${underway} then 'in-flight'
  when l.reason in (${among(waitingReasons)}) then 'waiting'
  when l.reason is not null then 'excluded'
  when l.crm_entity is not null and l.books_entity is not null then 'in-sync'
  else 'unexplained' end`

const standing = standingBy(underway)

// Says again what follows from the class, in the words of an index.
const byReason: Readonly<Partial<Record<Standing, SQL>>> = {
  parked: sql`and l.reason in (${among(parkedReasons)})`,
  waiting: sql`and l.reason in (${among(waitingReasons)})`,
  excluded: sql`and l.reason is not null`,
}
