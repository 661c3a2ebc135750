import { sql, type SQL } from 'drizzle-orm'
import { parentKey } from '@/lib/model/value'
import { parents, sides, spaceOf, type Entity, type Side } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { column } from './link-row'
import { rowColumns, rowToOutbox, type OpenRow, type StoredRow } from './outbox-row'
import { rowsOf } from './rows'

type Room = Pick<Here, 'tenant'>

/** What a parent is, and a name under which others point at it: a prospect that became a customer keeps its contacts. */
const names = sql.join(
  parents.flatMap((entity) =>
    parents
      .filter((named) => spaceOf(named) === spaceOf(entity))
      .map((named) => sql`(${entity}::text, ${parentKey(named)}::text)`),
  ),
  sql`, `,
)

/** Places of records that a living record of their side stands under, or names in its lines; `c` is the link of that one. */
function used(room: Room, integration: string, of: (side: Side) => SQL): SQL {
  const living = (side: Side) => sql`c.tenant_id = ${room.tenant} and c.integration_id = ${integration}
    and c.${column(side, 'id')} is not null and not c.${column(side, 'removed')} and ${of(side)}`
  const bySide = sides.flatMap((side) => [
    sql`select ${side}::text, n.entity, c.${column(side, 'seen')} ->> n.key
      from links c cross join (values ${names}) as n(entity, key)
      where c.${column(side, 'seen')} ->> n.key is not null and ${living(side)}`,
    sql`select ${side}::text, 'product'::text, line -> 1 ->> 'product'
      from links c cross join jsonb_array_elements((c.${column(side, 'seen')} ->> 'lines')::jsonb) as line
      where line -> 1 ->> 'product' is not null and ${living(side)}`,
  ])
  return sql.join(bySide, sql` union all `)
}

const removalOf = (side: Side, more: SQL): SQL => sql`exists (select 1 from outbox r where r.tenant_id = c.tenant_id
  and r.link_id = c.id and r.side = ${side} and r.verb = 'remove' and ${more})`

const isOpen = sql`r.state in ('released', 'started')`

/** That an outbox row `o` would take back something that others may stand under. */
const takesBack = sql`o.why = 'undone' and o.verb = 'remove' and o.entity in (${sql.join(
  parents.map((entity) => sql`${entity}`),
  sql`, `,
)})`

/**
 * Whether `o`, one of the rows `picked`, would take back a record that others stand under, and they stay. Who stood there was looked
 * at when it was planned: looked at now is who came, moved or was set aside since, or whose own removal came to nothing.
 */
export const leavesBehind = (room: Room, integration: string): SQL => {
  const spared = sql`select r.link_id from outbox r where r.tenant_id = ${room.tenant} and r.verb = 'remove'
    and r.run_id in (select run_id from picked) and r.state in ('withdrawn', 'refused')`
  const since = sql`(select min(planned_at) from picked)`
  return sql`${takesBack} and (o.side, o.entity, o.remote_id) in (${used(
    room,
    integration,
    (
      side,
    ) => sql`(c.reason is not null or c.news > c.planned or c.${column(side, 'read_at')} >= ${since} or c.id in (${spared}))
      and not ${removalOf(side, isOpen)}`,
  )})`
}

/** Whether `o` would take back a record that others stand under, whose own removal is under way. */
export const goesAfter = (room: Room, integration: string): SQL =>
  sql`${takesBack} and (o.side, o.entity, o.remote_id) in (${used(
    room,
    integration,
    (side) => sql`c.id in (select r.link_id from outbox r where r.tenant_id = ${room.tenant}
      and r.integration_id = ${integration} and r.side = ${side} and r.verb = 'remove' and ${isOpen})`,
  )})`

/**
 * Ends the steps back of one kind that a run has planned, or released after a person's yes, and that would leave somebody behind:
 * others stand under the record that is to be removed, and they stay. Returns them.
 */
export async function spareUsed(
  tx: Tx,
  room: Here,
  integration: string,
  run: string,
  entity: Entity,
  state: 'proposed' | 'released',
): Promise<OpenRow[]> {
  const goes = state === 'released' ? isOpen : sql`r.run_id = ${run} and r.state = 'proposed'`
  const stays = (side: Side) => sql`not ${removalOf(side, goes)}`
  const rows = await rowsOf<StoredRow>(
    tx,
    sql`update outbox o set state = 'withdrawn', settled_at = ${room.now()}::bigint
      where o.tenant_id = ${room.tenant} and o.run_id = ${run} and o.state = ${state} and o.verb = 'remove' and o.why = 'undone'
      and o.entity = ${entity} and (o.side, o.entity, o.remote_id) in (${used(room, integration, stays)})
      returning ${rowColumns}`,
  )
  return rows.map(rowToOutbox)
}
