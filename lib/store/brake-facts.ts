import { sql } from 'drizzle-orm'
import type { Why } from '@/lib/model/decision'
import type { Entity, Side, Verb } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { rowsOf } from './rows'

export interface VerbCount {
  readonly entity: Entity
  readonly side: Side
  readonly verb: Verb
  readonly count: number
}

/** Writes of the integration since then, from the journal. */
export const sentSince = (tx: Tx, room: Here, integration: string, since: number): Promise<VerbCount[]> =>
  rowsOf<VerbCount>(
    tx,
    sql`select entity, side, verb, count(*) as count from journal
      where tenant_id = ${room.tenant} and integration_id = ${integration} and at >= ${since}::bigint and kind = 'written'
      and entity is not null and side is not null and verb is not null group by 1, 2, 3 order by 1, 2, 3`,
  )

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
  readonly underway: readonly VerbCount[]
  /** What was written in the last 24 hours. */
  readonly sent: readonly VerbCount[]
}

const day = 24 * 3_600_000

/** What the brakes weigh of a run's plan; costs what the plan costs, not what the integration holds. */
export async function brakeFacts(tx: Tx, room: Here, integration: string, run: string): Promise<BrakeFacts> {
  const planned = await rowsOf<BrakeFacts['planned'][number]>(
    tx,
    sql`select entity, side, verb, why, count(*) as count from outbox
      where tenant_id = ${room.tenant} and run_id = ${run} and state = 'proposed' group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
  )
  const fields = await rowsOf<BrakeFacts['fields'][number]>(
    tx,
    sql`select o.entity, o.side, f.value ->> 'key' as field, count(*) as changed,
        count(*) filter (where coalesce(f.value ->> 'value', '') = '') as blanked
      from outbox o cross join lateral jsonb_array_elements(o.sets) as f(value)
      where o.tenant_id = ${room.tenant} and o.run_id = ${run} and o.state = 'proposed' and o.verb = 'update'
      and coalesce(f.value ->> 'before', '') <> '' group by 1, 2, 3 order by 1, 2, 3`,
  )
  const sent = await sentSince(tx, room, integration, room.now() - day)
  return { planned, fields, sent, underway: await leftOver(tx, room, integration) }
}

const leftOver = (tx: Tx, room: Here, integration: string): Promise<VerbCount[]> =>
  rowsOf<VerbCount>(
    tx,
    sql`select entity, side, verb, count(*) as count from outbox
      where tenant_id = ${room.tenant} and integration_id = ${integration} and state in ('released', 'started')
      group by 1, 2, 3 order by 1, 2, 3`,
  )

export interface Population {
  readonly entity: Entity
  readonly side: Side
  /** Records that the side shows, and that it showed once and removed. */
  readonly live: number
  readonly removed: number
}

/** Counts every link: ask only where a share matters (removals, blanking, owners, a side emptied). */
export const population = (tx: Tx, room: Here, integration: string): Promise<Population[]> =>
  rowsOf<Population>(
    tx,
    sql`select entity, side, count(*) filter (where not removed) as live, count(*) filter (where removed) as removed
      from (
        select crm_entity as entity, 'crm' as side, crm_removed as removed from links
        where tenant_id = ${room.tenant} and integration_id = ${integration} and born_at > 0 and crm_id is not null
        union all
        select books_entity, 'books', books_removed from links
        where tenant_id = ${room.tenant} and integration_id = ${integration} and born_at > 0 and books_id is not null) halves
      group by 1, 2 order by 1, 2`,
  )
