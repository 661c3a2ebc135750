import { sql } from 'drizzle-orm'
import type { Why } from '@/lib/model/decision'
import type { Entity, Side, Verb } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { column } from './link-row'
import { rowsOf } from './rows'

export interface VerbCount {
  readonly entity: Entity
  readonly side: Side
  readonly verb: Verb
  readonly count: number
}

const day = 24 * 3_600_000

/** Writes of the integration since then: of whole days from their counters, of the hours before from the journal. */
export const sentSince = (tx: Tx, room: Here, integration: string, since: number): Promise<VerbCount[]> => {
  const whole = Math.ceil(since / day)
  return rowsOf<VerbCount>(
    tx,
    sql`select entity, side, verb, sum(count)::bigint as count from (
        select entity, side, verb, count(*) as count from journal
        where tenant_id = ${room.tenant} and integration_id = ${integration} and at >= ${since}::bigint
        and at < ${whole * day}::bigint and kind = 'written' group by 1, 2, 3
        union all
        select d.entity, d.side, w.verb, w.count from daily d cross join lateral
          (values ('create', d.created), ('update', d.updated), ('remove', d.removed)) as w(verb, count)
        where d.tenant_id = ${room.tenant} and d.integration_id = ${integration} and d.day >= ${whole}) parts
      where entity is not null and side <> '' and verb is not null and count > 0 group by 1, 2, 3 order by 1, 2, 3`,
  )
}

export interface BrakeFacts {
  /** Rows of the plan that wait for the brake's yes. */
  readonly planned: readonly (VerbCount & { readonly why: Why })[]
  /** Per field of the plan's updates, counted over the day: records of which a filled value is replaced, and those by nothing. */
  readonly fields: readonly {
    readonly entity: Entity
    readonly side: Side
    readonly field: string
    readonly changed: number
    readonly blanked: number
  }[]
  /** Released or started and not recorded: a pause or a crash left it, and it goes out beside the plan. */
  readonly underway: readonly (VerbCount & { readonly why: Why })[]
  /** What was written in the last 24 hours. */
  readonly sent: readonly VerbCount[]
}

/** What the brakes weigh of a run's plan; costs what the plan costs, not what the integration holds. */
export async function brakeFacts(tx: Tx, room: Here, integration: string, run: string): Promise<BrakeFacts> {
  const planned = await rowsOf<BrakeFacts['planned'][number]>(
    tx,
    sql`select entity, side, verb, why, count(*) as count from outbox
      where tenant_id = ${room.tenant} and run_id = ${run} and state = 'proposed' group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
  )
  const updates = planned.some(({ verb }) => verb === 'update')
  const since = room.now() - day
  return {
    planned,
    fields: updates ? await byIndex(tx, () => fieldsOf(tx, room, integration, run, since)) : [],
    // A plan that writes nothing is too much together with nothing.
    sent: planned.length > 0 ? await sentSince(tx, room, integration, since) : [],
    underway: await leftOver(tx, room, integration),
  }
}

/** As in 0028_left_over.sql, and for its reason: a load leaves statistics by which half of the outbox is still to be written. */
async function byIndex<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const scans = (allowed: 'on' | 'off') =>
    tx.execute(
      sql`select set_config(name, ${allowed}, true) from unnest(array['enable_seqscan', 'enable_bitmapscan']) as name`,
    )
  await scans('off')
  const result = await work()
  await scans('on')
  return result
}

/**
 * Of the plan, and of what was written within the day or still goes out beside it: who empties a field of a few records by the hour has
 * emptied it. What a person said yes to was asked about, and what was filled again is not empty.
 */
const fieldsOf = (
  tx: Tx,
  room: Here,
  integration: string,
  run: string,
  since: number,
): Promise<BrakeFacts['fields'][number][]> =>
  rowsOf(
    tx,
    sql`with own as materialized (
      select o.entity, o.side, o.link_id as link, f.value ->> 'key' as field, coalesce(f.value ->> 'value', '') = '' as emptied
      from outbox o cross join lateral jsonb_array_elements(o.sets) as f(value)
      where o.tenant_id = ${room.tenant} and o.run_id = ${run} and o.state = 'proposed' and o.verb = 'update'
      and coalesce(f.value ->> 'before', '') <> ''),
    grave as materialized (select distinct entity, side, field from own where emptied or field = 'owner'),
    written as (
      select entity, side, link_id as link, run_id, at, sets from journal where tenant_id = ${room.tenant}
        and integration_id = ${integration} and at >= ${since}::bigint and kind = 'written' and verb = 'update'
      union all select entity, side, link_id, run_id, planned_at, sets from outbox where tenant_id = ${room.tenant}
        and integration_id = ${integration} and state = 'released' and verb = 'update'
      union all select entity, side, link_id, run_id, planned_at, sets from outbox where tenant_id = ${room.tenant}
        and integration_id = ${integration} and state = 'started' and verb = 'update'),
    latest as (
      select distinct on (w.link, g.side, g.field) g.*, w.link, coalesce(f.value ->> 'value', '') = '' as emptied,
        coalesce(f.value ->> 'before', '') <> '' as replaced
      from written w join runs r on r.tenant_id = ${room.tenant} and r.id = w.run_id and r.trigger <> 'approved'
      cross join lateral jsonb_array_elements(w.sets) as f(value)
      join grave g on g.entity = w.entity and g.side = w.side and g.field = f.value ->> 'key'
      where exists (select 1 from grave) order by w.link, g.side, g.field, w.at desc)
    select entity, side, field, count(distinct link) as changed, count(distinct link) filter (where emptied) as blanked
    from (select entity, side, field, link, emptied from own
      union all select entity, side, field, link, emptied from latest where replaced and (emptied or field = 'owner')) each
    group by 1, 2, 3 order by 1, 2, 3`,
  )

const leftOver = (tx: Tx, room: Here, integration: string): Promise<BrakeFacts['underway'][number][]> =>
  rowsOf(tx, sql`select entity, side, verb, why, count from left_over(${room.tenant}, ${integration})`)

export interface Population {
  readonly entity: Entity
  readonly side: Side
  /** Records that the side shows, counted up to as many as were asked for. */
  readonly live: number
}

/**
 * Counts what a side shows of these kinds; `most` stops each count there, null counts every link. By id, which mixes the kinds: in
 * the order of their coming, all accounts would be read before the first contact.
 */
export const population = (
  tx: Tx,
  room: Here,
  integration: string,
  kinds: readonly Pick<Population, 'entity' | 'side'>[],
  most: number | null,
): Promise<Population[]> => {
  const counts = kinds.map(
    ({ entity, side }) => sql`select ${entity}::text as entity, ${side}::text as side, (select count(*) from (
      select 1 from links where tenant_id = ${room.tenant} and integration_id = ${integration} and born_at > 0
      and ${column(side, 'id')} is not null and ${column(side, 'entity')} = ${entity} and not ${column(side, 'removed')}
      order by id limit ${most}::bigint) live) as live`,
  )
  return rowsOf<Population>(tx, sql`${sql.join(counts, sql` union all `)} order by 1, 2`)
}
