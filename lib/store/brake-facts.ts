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
  /** Per field of the plan's updates: how many replace a filled value, and how many of those by nothing. */
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
  return {
    planned,
    fields: updates ? await fieldsOf(tx, room, run) : [],
    // A plan that writes nothing is too much together with nothing.
    sent: planned.length > 0 ? await sentSince(tx, room, integration, room.now() - day) : [],
    underway: await leftOver(tx, room, integration),
  }
}

const fieldsOf = (tx: Tx, room: Here, run: string): Promise<BrakeFacts['fields'][number][]> =>
  rowsOf(
    tx,
    sql`select o.entity, o.side, f.value ->> 'key' as field, count(*) as changed,
        count(*) filter (where coalesce(f.value ->> 'value', '') = '') as blanked
      from outbox o cross join lateral jsonb_array_elements(o.sets) as f(value)
      where o.tenant_id = ${room.tenant} and o.run_id = ${run} and o.state = 'proposed' and o.verb = 'update'
      and coalesce(f.value ->> 'before', '') <> '' group by 1, 2, 3 order by 1, 2, 3`,
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
