import { sql, type SQL } from 'drizzle-orm'
import { parentKey } from '@/lib/model/value'
import { entities, sides, spaceOf, type Entity, type Side } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { column } from './link-row'
import { rowColumns, rowToOutbox, type OpenRow, type StoredRow } from './outbox-row'
import { rowsOf } from './rows'

/** What a parent is, and a name under which others point at it: a prospect that became a customer keeps its contacts. */
const names = sql.join(
  entities.flatMap((entity) =>
    entities
      .filter((named) => spaceOf(named) === spaceOf(entity))
      .map((named) => sql`(${entity}::text, ${parentKey(named)}::text)`),
  ),
  sql`, `,
)

/** Places of records that another record of their side stands under; `c` is the link of the other record. */
function used(room: Pick<Here, 'tenant'>, integration: string, isLeaving: SQL, of: (side: Side) => SQL): SQL {
  const bySide = sides.map(
    (side) => sql`select ${side}::text, n.entity, c.${column(side, 'seen')} ->> n.key
      from links c cross join (values ${names}) as n(entity, key)
      where c.tenant_id = ${room.tenant} and c.integration_id = ${integration} and c.${column(side, 'id')} is not null
      and not c.${column(side, 'removed')} and ${of(side)} and c.${column(side, 'seen')} ->> n.key is not null
      and not exists (select 1 from outbox r where r.tenant_id = c.tenant_id and r.link_id = c.id and r.side = ${side}
        and r.verb = 'remove' and ${isLeaving})`,
  )
  return sql.join(bySide, sql` union all `)
}

/**
 * Whether an outbox row `o` would take back a record that others came to stand under since it was planned (`since`: when the first
 * of the rows looked at was). What stood there before was looked at then, so that only what moved or was set aside is looked at now.
 */
export const isUsedSince = (room: Pick<Here, 'tenant'>, integration: string, since: SQL): SQL =>
  sql`o.why = 'undone' and o.verb = 'remove' and (o.side, o.entity, o.remote_id) in (${used(
    room,
    integration,
    sql`r.state = 'started'`,
    (side) => sql`(c.reason is not null or c.news > c.planned or c.${column(side, 'read_at')} >= ${since})`,
  )})`

/**
 * Ends the removals of one kind that a run has planned and that would leave somebody behind: others stand under the record that
 * the same run does not remove. Returns them.
 */
export async function spareUsed(
  tx: Tx,
  room: Here,
  integration: string,
  run: string,
  entity: Entity,
): Promise<OpenRow[]> {
  const leaves = sql`r.run_id = ${run} and r.state = 'proposed'`
  const rows = await rowsOf<StoredRow>(
    tx,
    sql`update outbox o set state = 'withdrawn', settled_at = ${room.now()}::bigint
      where o.tenant_id = ${room.tenant} and o.run_id = ${run} and o.state = 'proposed' and o.verb = 'remove'
      and o.entity = ${entity} and (o.side, o.entity, o.remote_id) in (${used(room, integration, leaves, () => sql`true`)})
      returning ${rowColumns}`,
  )
  return rows.map(rowToOutbox)
}
