import { sql, type SQL } from 'drizzle-orm'
import type { JournalEntry, JournalKind } from '@/lib/model/run'
import type { Entity, Side, Verb } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { entriesIn, entryColumns, type HistoryPage } from './journal'
import { rowsOf, texts } from './rows'
import { calledLike } from './standing'

export interface ChangesFilter {
  readonly integration: string
  readonly entity?: Entity
  readonly side?: Side
  /** Implies what was written. */
  readonly verb?: Verb
  readonly kind?: JournalKind
  /** Days since 1970, UTC; both belong to it. */
  readonly from?: number
  readonly to?: number
  /** Part of the name, number or code that a record bears now. */
  readonly search?: string
}

const dayLength = 86_400_000
/** Up to as many records are looked up one by one; more are met soon enough on the way back through time. */
const mostNamed = 2_000

/** Entries of all runs, newest first. Costs what is shown, not what the journal holds. */
export async function changesPage(
  tx: Tx,
  room: Here,
  filter: ChangesFilter,
  page: { readonly after: string | null; readonly limit: number },
): Promise<HistoryPage> {
  const named = filter.search ? await linksCalled(tx, room, filter.integration, filter.search) : null
  if (named?.length === 0) return { entries: [], next: null }
  const [, at, id] = page.after?.match(/^(\d+):(.*)$/s) ?? []
  const place: Place = { at: at === undefined ? null : Number(at), id: id ?? '' }
  const entries = await entriesIn(tx, await statementFor(tx, room, filter, named, place, page.limit + 1))
  const shown = entries.slice(0, page.limit)
  const last = shown.at(-1)
  return { entries: shown, next: entries.length > page.limit && last ? `${last.at}:${last.id}` : null }
}

interface Place {
  readonly at: number | null
  readonly id: string
}

async function linksCalled(tx: Tx, room: Here, integration: string, search: string): Promise<readonly string[]> {
  const rows = await rowsOf<{ id: string }>(tx, sql`${calledLike(room, integration, search)} limit ${mostNamed + 1}`)
  return rows.map(({ id }) => id)
}

async function statementFor(
  tx: Tx,
  room: Here,
  filter: ChangesFilter,
  named: readonly string[] | null,
  place: Place,
  limit: number,
): Promise<SQL> {
  const which = sql`${conditions(filter)} ${beyond(place)} ${calledOnly(named, filter)}`
  if (filter.entity && (named === null || named.length > mostNamed)) {
    const days = await daysOf(tx, room, filter, place, limit)
    return byDay(room, filter, days, which, limit)
  }
  return sql`select ${entryColumns} from journal where tenant_id = ${room.tenant}
    and integration_id = ${filter.integration} ${which} order by at desc, id desc limit ${limit}`
}

const calledOnly = (named: readonly string[] | null, { search }: ChangesFilter): SQL => {
  if (named === null) return sql``
  return named.length > mostNamed
    ? sql`and position(lower(${search ?? ''}) in lower(record)) > 0`
    : sql`and link_id = any(${texts(named)})`
}

/** A kind of record may be rare: only the days that have any are walked, as the counts by day know them. */
const byDay = (room: Here, { integration }: ChangesFilter, days: readonly number[], which: SQL, limit: number): SQL =>
  sql`select e.* from unnest(${sql.param([...days])}::integer[]) as d(day) cross join lateral (
      select ${entryColumns} from journal where tenant_id = ${room.tenant} and integration_id = ${integration}
      and at >= d.day::bigint * ${dayLength}::bigint and at < (d.day::bigint + 1) * ${dayLength}::bigint ${which}
      order by at desc, id desc limit ${limit}) e order by e.at desc, e.id desc limit ${limit}`

async function daysOf(
  tx: Tx,
  room: Here,
  { integration, entity, side, verb, kind, from, to }: ChangesFilter,
  { at }: Place,
  limit: number,
): Promise<readonly number[]> {
  const last = Math.min(to ?? Infinity, at === null ? Infinity : Math.floor(at / dayLength))
  const rows = await rowsOf<{ day: number; count: number }>(
    tx,
    sql`select day, sum(${counted(verb, kind)})::integer as count from daily where tenant_id = ${room.tenant}
      and integration_id = ${integration} and entity = ${entity ?? ''}
      ${side ? sql`and side = ${side}` : sql``} ${from === undefined ? sql`` : sql`and day >= ${from}`}
      ${last === Infinity ? sql`` : sql`and day <= ${last}`}
      group by 1 having sum(${counted(verb, kind)}) > 0 order by 1 desc`,
  )
  // The day of the place itself may be used up already, so that one more is needed.
  let seen = 0
  const enough = rows.findIndex(({ day, count }) => {
    if (at === null || day < Math.floor(at / dayLength)) seen += count
    return seen >= limit
  })
  return rows.slice(0, enough < 0 ? rows.length : enough + 1).map(({ day }) => day)
}

const columns = { create: 'created', update: 'updated', remove: 'removed' } as const

function counted(verb: Verb | undefined, kind: JournalKind | undefined): SQL {
  if (verb) return sql.raw(columns[verb])
  if (kind === 'written') return sql.raw('created + updated + removed')
  if (kind === 'refused') return sql.raw('refused')
  return sql.raw(kind ? 'others' : 'created + updated + removed + refused + others')
}

const beyond = ({ at, id }: Place): SQL =>
  at === null ? sql`` : sql`and at <= ${at}::bigint and (at < ${at}::bigint or id < ${id})`

function conditions({ entity, side, verb, kind, from, to }: ChangesFilter): SQL {
  const given: SQL[] = [
    ...(entity ? [sql`and entity = ${entity}`] : []),
    ...(side ? [sql`and side = ${side}`] : []),
    ...(verb ? [sql`and verb = ${verb} and kind = 'written'`] : []),
    ...(kind && !verb ? [sql`and kind = ${kind}`] : []),
    ...(from === undefined ? [] : [sql`and at >= ${from * dayLength}::bigint`]),
    ...(to === undefined ? [] : [sql`and at < ${(to + 1) * dayLength}::bigint`]),
  ]
  return sql.join(given, sql` `)
}

/** One entry by its name, for a link that stays good. */
export async function entryAt(tx: Tx, room: Here, integration: string, id: string): Promise<JournalEntry | null> {
  const [found] = await entriesIn(
    tx,
    sql`select ${entryColumns} from journal where tenant_id = ${room.tenant} and integration_id = ${integration}
      and id = ${id}`,
  )
  return found ?? null
}
