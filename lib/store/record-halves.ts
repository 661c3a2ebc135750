import { sql, type SQL } from 'drizzle-orm'
import type { Flat, Half, Tried } from '@/lib/model/record'
import { otherSide, type Side } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { isNewer } from './inbox'
import { column, emptied } from './link-row'
import { chunksOf, recordset, rowsOf, texts } from './rows'

export interface RecordedHalf {
  readonly link: string
  /** What the vendor's answer shows, or what was sent where it shows nothing. */
  readonly half: Omit<Half, 'base' | 'tried' | 'made'>
  readonly keys: readonly string[]
  readonly readAt: number
  /** The fields the write carried: the target's own values, and the origin's they were planned on. */
  readonly base: Flat
  readonly otherBase: Flat
  readonly gone: boolean
  /** What the target's `tried` gains; its other entries for these fields end. */
  readonly tried: Tried
  /** True puts the link back into the inbox, e.g. for values that the vendor made. */
  readonly wake: boolean
}

/**
 * Remembers what writes on one side did. A link that showed the same record by itself (a page came in before the
 * write was settled) ends: it is the same record. What it showed is newer than the answer, which may be a repetition of the first.
 * A link that held the id before a newborn took that place (the one person a customer has room for) gives it up, and stands alone.
 */
export async function recordHalves(tx: Tx, room: Here, side: Side, rows: readonly RecordedHalf[]): Promise<void> {
  const s = (name: string) => column(side, name)
  const o = (name: string) => column(otherSide(side), name)
  const shape = `link text, id text, entity text, version text, seen jsonb, removed boolean, "leftFilter" boolean,
    marker text, keys text[], "readAt" bigint, base jsonb, "otherBase" jsonb, tried jsonb, gone boolean, wake boolean,
    beyond boolean`
  const newer = isNewer(sql`page."readAt"`, sql`l.${s('read_at')}`, room.now())
  const met = sql`x.id is not null`
  const moved = sql`(${met} and ((page.seen || x.${s('seen')}) <> page.seen or x.${s('removed')} <> page.removed))`
  // What the answer shows besides what was told is a snapshot like any other: what differs there is news.
  const untold = (flat: SQL) => sql`(${flat} - array(select jsonb_object_keys(coalesce(page.base, page.seen))))`
  const shown = sql`(coalesce(l.${s('seen')}, '{}') || page.seen)`
  const differs = sql`page.beyond and l.${s('id')} is not null and ${newer}
    and ${untold(shown)} is distinct from ${untold(sql`l.${s('seen')}`)}`
  const others = (which: SQL) => sql`array(
          select (select x.id from links x where x.tenant_id = ${room.tenant} and x.integration_id = mine.integration_id
            and x.space = mine.space and x.${s('id')} = page.id and x.id <> page.link and ${which})
          from page cross join lateral (select m.integration_id, m.space from links m
            where m.tenant_id = ${room.tenant} and m.id = page.link limit 1) mine)`
  for (const chunk of chunksOf(rows)) {
    const page = recordset(chunk.map(halfRow), shape)
    const stirred = await rowsOf<{ id: string }>(
      tx,
      sql`with page as materialized (select * from ${page}),
      stirred as (select l.id from page join links l on l.tenant_id = ${room.tenant} and l.id = page.link where ${differs}),
      strangers as (
        delete from links l where l.tenant_id = ${room.tenant} and l.id = any(${others(sql`x.${o('id')} is null`)}) returning l.*),
      succeeded as (
        update links l set ${emptied(side)}, ${o('base')} = null, news = l.news + case when l.reason is null then 1 else 0 end,
          changed_at = ${room.now()}::bigint where l.tenant_id = ${room.tenant}
        and l.id = any(${others(sql`x.${o('id')} is not null and page.marker is not null`)}) returning l.id),
      recorded as (update links l set ${s('id')} = page.id, ${s('entity')} = coalesce(x.${s('entity')}, page.entity),
        ${s('version')} = case when ${met} then x.${s('version')} when ${newer} then page.version else l.${s('version')} end,
        ${s('seen')} = case when ${met} then page.seen || x.${s('seen')} when ${newer} then ${shown}
          else page.seen || coalesce(l.${s('seen')}, '{}') end,
        ${s('removed')} = case when ${met} then x.${s('removed')} when ${newer} then page.removed else l.${s('removed')} end,
        ${s('left')} = case when ${met} then x.${s('left')} when ${newer} then page."leftFilter" else l.${s('left')} end,
        ${s('marker')} = coalesce(page.marker, l.${s('marker')}), ${s('made')} = coalesce(x.${s('made')}, l.${s('made')}),
        ${s('keys')} = case when ${met} and x.${s('keys')} <> '{}' then x.${s('keys')}
          when page.keys = '{}' then l.${s('keys')} else page.keys end,
        ${s('read_at')} = case when ${met} then x.${s('read_at')} when ${newer} then page."readAt" else l.${s('read_at')} end,
        ${s('base')} = coalesce(l.${s('base')}, '{}') || coalesce(page.base, page.seen),
        ${o('base')} = case when l.${o('id')} is null then null else coalesce(l.${o('base')}, '{}') || page."otherBase" end,
        ${s('tried')} = case when l.${s('tried')} is null and page.tried = '{}' then null
          else nullif((coalesce(l.${s('tried')}, '{}') - array(select jsonb_object_keys(coalesce(page.base, page.seen)))) || page.tried, '{}') end,
        gone = page.gone, news = l.news + case when page.wake or ${moved} or l.id in (select id from stirred) then 1 else 0 end,
        changed_at = ${room.now()}::bigint
      from page left join strangers x on x.${s('id')} = page.id
      where l.tenant_id = ${room.tenant} and l.id = page.link and (select count(*) from strangers) >= 0
        and (select count(*) from succeeded) >= 0)
      select id from stirred`,
    )
    await carryOver(
      tx,
      room,
      stirred.map(({ id }) => id),
    )
  }
}

/** What was decided for the other side of these links stands: our own write told no news of its fields. */
async function carryOver(tx: Tx, room: Here, links: readonly string[]): Promise<void> {
  if (links.length === 0) return
  await tx.execute(sql`update outbox o set news = l.news from links l where o.tenant_id = ${room.tenant}
    and o.link_id = any(${texts(links)}) and o.state = 'released' and l.tenant_id = o.tenant_id and l.id = o.link_id
    and o.news = l.news - 1`)
}

// Spelled out: spread into each other, each of these would be copied three times. JSON leaves out what is undefined.
const halfRow = ({ link, half, keys, readAt, base, otherBase, tried, gone, wake }: RecordedHalf) => ({
  link,
  id: half.id,
  entity: half.entity,
  version: half.version,
  seen: half.seen,
  removed: half.removed,
  leftFilter: half.leftFilter,
  marker: half.marker,
  keys,
  readAt,
  base: isAlike(base, half.seen) ? undefined : base,
  otherBase,
  tried,
  gone,
  wake,
  beyond: base !== half.seen && Object.keys(half.seen).some((key) => !(key in base)),
})

/** A create's base is mostly what it is seen to hold: then it is not sent a second time. */
function isAlike(a: Flat, b: Flat): boolean {
  if (a === b) return true
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key])
}
