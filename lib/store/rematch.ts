import { sql, type SQL } from 'drizzle-orm'
import { otherSide, sides, type Side } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { column, emptied } from './link-row'
import { tieLinks, type Tie } from './links'
import { supersede } from './outbox'
import { firstOf, json, rowsOf, texts } from './rows'

/** Links among these that a write is under way for: a person's command on them waits. */
export async function startedAmong(tx: Tx, room: Here, links: readonly string[]): Promise<boolean> {
  const row = await firstOf(
    tx,
    sql`select 1 as started from outbox where tenant_id = ${room.tenant} and link_id = any(${texts(links)})
      and state = 'started' limit 1`,
  )
  return row !== null
}

/** Makes one link of two each, as a person says: planned anew without any reason that stood on them. */
export async function joinLinks(tx: Tx, room: Here, ties: readonly Tie[]): Promise<void> {
  const kept = ties.map(({ keep }) => keep)
  await supersede(tx, room, kept)
  await tieLinks(tx, room, ties)
  await wake(tx, room, kept)
}

const wake = (tx: Tx, room: Here, links: readonly string[]): Promise<unknown> =>
  tx.execute(sql`update links set news = news + 1, because = null, reason = null, changed_at = ${room.now()}::bigint
    where tenant_id = ${room.tenant} and id = any(${texts(links)})`)

/** What a side keeps of a record whatever it is one with. */
const half = ['id', 'entity', 'version', 'seen', 'removed', 'left', 'marker', 'made', 'keys', 'read_at'] as const

/**
 * Takes one side out of a link, into a link of its own under `fresh`. Neither side has a base any more: what they agreed
 * on, they agreed on as one thing.
 */
export async function splitLink(tx: Tx, room: Here, link: string, side: Side, fresh: string): Promise<void> {
  const names = (columns: readonly string[]): SQL => sql.raw(columns.map((name) => `${side}_${name}`).join(', '))
  await supersede(tx, room, [link])
  await wakeSiblings(tx, room, link)
  const [taken] = await rowsOf<{ row: unknown }>(
    tx,
    sql`select to_jsonb(l) as row from links l where l.tenant_id = ${room.tenant} and l.id = ${link} for update`,
  )
  if (!taken) return
  await tx.execute(sql`update links set ${emptied(side)}, ${column(otherSide(side), 'base')} = null
    where tenant_id = ${room.tenant} and id = ${link}`)
  await tx.execute(sql`insert into links (tenant_id, id, integration_id, crm_connection_id, space, ${names(half)},
      news, planned, gone, born_at, changed_at)
    select tenant_id, ${fresh}, integration_id, crm_connection_id, space, ${names(half)}, 0, 0, false,
      ${room.now()}::bigint, ${room.now()}::bigint
    from jsonb_populate_record(null::links, ${json(taken.row)})`)
  await noteKeys(tx, room, [link, fresh])
  await wake(tx, room, [link, fresh])
}

/** The other companies of this CRM look at the record again: it is theirs to meet or to create once no other one holds it. */
const wakeSiblings = (tx: Tx, room: Here, link: string): Promise<unknown> =>
  tx.execute(sql`update links o set news = o.news + 1 from links l
    join integrations i on i.tenant_id = l.tenant_id and i.crm_connection_id = l.crm_connection_id and i.id <> l.integration_id
    where l.tenant_id = ${room.tenant} and l.id = ${link} and o.tenant_id = l.tenant_id and o.integration_id = i.id
    and o.space = l.space and o.crm_id = l.crm_id and o.books_id is null`)

/** Each is met under its own keys again: while the two were one, those of one half stood under a link that ended with the tie. */
async function noteKeys(tx: Tx, room: Here, links: readonly string[]): Promise<void> {
  for (const side of sides)
    await tx.execute(sql`insert into link_keys (tenant_id, integration_id, space, side, key, link_id)
      select l.tenant_id, l.integration_id, l.space, ${side}, k.key, l.id
      from links l cross join unnest(l.${column(side, 'keys')}) as k(key)
      where l.tenant_id = ${room.tenant} and l.id = any(${texts(links)}) on conflict do nothing`)
}
