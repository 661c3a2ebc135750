import { sql } from 'drizzle-orm'
import type { Because, Flat, Link } from '@/lib/model/record'
import { otherSide, sides, type Side, type Space } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { column, linkColumns, rowToLink, type LinkRow } from './link-row'
import type { RemoteIds } from './parents'
import { chunksOf, recordset, rowsOf, texts } from './rows'

export async function linksById(tx: Tx, room: Here, ids: readonly string[]): Promise<Link[]> {
  if (ids.length === 0) return []
  const rows = await rowsOf<LinkRow>(
    tx,
    sql`select ${linkColumns} from links l where l.tenant_id = ${room.tenant} and l.id = any(${texts(ids)})`,
  )
  return rows.map(rowToLink)
}

/** As `linksById`, of this integration alone. */
export async function ownLinks(tx: Tx, room: Here, integration: string, ids: readonly string[]): Promise<Link[]> {
  if (ids.length === 0) return []
  const rows = await rowsOf<LinkRow>(
    tx,
    sql`select ${linkColumns} from links l where l.tenant_id = ${room.tenant} and l.integration_id = ${integration}
      and l.id = any(${texts(ids)})`,
  )
  return rows.map(rowToLink)
}

/** Ids on one side of these links; those that are not there yet are left out. */
export async function remoteIdsOf(
  tx: Tx,
  room: Here,
  side: Side,
  links: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const id = column(side, 'id')
  const rows = await rowsOf<{ link: string; id: string }>(
    tx,
    sql`select l.id as link, l.${id} as id from links l
      where l.tenant_id = ${room.tenant} and l.id = any(${texts(links)}) and l.${id} is not null`,
  )
  return new Map(rows.map(({ link, id }) => [link, id]))
}

/** Links that hold these remote ids, e.g. the records that a person named. */
export async function linksByRemote(
  tx: Tx,
  room: Here,
  integration: string,
  asked: readonly RemoteIds[],
): Promise<Link[]> {
  const wanted = asked.flatMap(({ space, side, ids }) => ids.map((id) => ({ space, side, id })))
  if (wanted.length === 0) return []
  // Lateral with a limit: the page leads, each id is one step down the index, with or without statistics.
  const bySide = sides.map(
    (side) => sql`select l.* from page p cross join lateral (select ${linkColumns} from links l
      where l.tenant_id = ${room.tenant} and l.integration_id = ${integration} and l.space = p.space
      and l.${column(side, 'id')} = p.id limit 1) l where p.side = ${side}`,
  )
  const rows = await rowsOf<LinkRow>(
    tx,
    sql`with page as materialized (select distinct * from ${recordset(wanted, 'space text, side text, id text')})
      ${sql.join(bySide, sql` union all `)}`,
  )
  return [...new Map(rows.map((row) => [row.id, rowToLink(row)])).values()]
}

export interface Candidate {
  readonly link: Link
  readonly keys: readonly string[]
}

/** Links that show a live record on `side` only and share a match key; those `atHand` are not read a second time. */
export async function candidates(
  tx: Tx,
  room: Here,
  integration: string,
  space: Space,
  side: Side,
  keys: readonly string[],
  atHand: ReadonlyMap<string, Link> = new Map(),
): Promise<Candidate[]> {
  if (keys.length === 0) return []
  const rows = await rowsOf<LinkRow & { link: string; keys: string[] }>(
    tx,
    sql`with found as materialized (
        select distinct k.link_id from unnest(${texts(keys)}) as wanted(key) cross join lateral (
          select k.link_id from link_keys k where k.key = wanted.key and k.tenant_id = ${room.tenant}
          and k.integration_id = ${integration} and k.space = ${space} and k.side = ${side} offset 0) k)
      select met.link, met.keys, l.* from found cross join lateral (
        select l.id as link, l.${column(side, 'keys')} as keys from links l
        where l.tenant_id = ${room.tenant} and l.id = found.link_id
        and l.${column(side, 'id')} is not null and l.${column(otherSide(side), 'id')} is null
        and not l.${column(side, 'removed')} limit 1) met
      left join lateral (select ${linkColumns} from links l where l.tenant_id = ${room.tenant} and l.id = met.link
        and not l.id = any(${texts([...atHand.keys()])}) limit 1) l on true`,
  )
  const wanted = new Set(keys)
  return rows
    .filter((row) => row.keys.some((key) => wanted.has(key)))
    .map((row) => ({ link: atHand.get(row.link) ?? rowToLink(row), keys: row.keys }))
}

/** Links whose record on `side` bears one of these markers. */
export async function byMarker(
  tx: Tx,
  room: Here,
  integration: string,
  side: Side,
  markers: readonly string[],
): Promise<Link[]> {
  if (markers.length === 0) return []
  const rows = await rowsOf<LinkRow>(
    tx,
    sql`select ${linkColumns} from links l where l.tenant_id = ${room.tenant} and l.integration_id = ${integration}
      and l.${column(side, 'marker')} is not null and l.${column(side, 'marker')} = any(${texts(markers)})`,
  )
  return rows.map(rowToLink)
}

export interface PlannedLink {
  readonly id: string
  /** The news that the plan looked at. */
  readonly planned: number
  readonly because: Because | null
  /** `space:side:remoteId` */
  readonly waitsOn: string | null
  readonly gone: boolean
  /** What both sides agree on now; merged into the bases. */
  readonly agreedCrm: Flat
  readonly agreedBooks: Flat
}

/** Stores what a plan made of its links. A link whose news rose meanwhile stays in the inbox. */
export async function savePlanned(tx: Tx, room: Here, rows: readonly PlannedLink[]): Promise<void> {
  const shape = `id text, planned bigint, because jsonb, "waitsOn" text, space text, side text, remote text, gone boolean,
    "agreedCrm" jsonb, "agreedBooks" jsonb`
  for (const chunk of chunksOf(rows)) {
    await tx.execute(sql`update links l set planned = greatest(l.planned, page.planned), because = page.because,
      reason = page.because ->> 'reason', gone = page.gone,
      waits_space = page.space, waits_side = page.side, waits_id = page.remote,
      crm_base = ${merged('l.crm_base', 'page."agreedCrm"')}, books_base = ${merged('l.books_base', 'page."agreedBooks"')}
      from ${recordset(
        chunk.map((row) => ({ ...row, ...parentOf(row.waitsOn) })),
        shape,
      )} where l.tenant_id = ${room.tenant} and l.id = page.id`)
  }
}

const merged = (base: string, patch: string) =>
  sql.raw(`case when ${patch} = '{}' then ${base} else coalesce(${base}, '{}') || ${patch} end`)

function parentOf(waitsOn: string | null) {
  const [, space = null, side = null, remote = null] = waitsOn?.match(/^(\w+):(\w+):(.*)$/s) ?? []
  return { space, side, remote }
}

export interface Tie {
  readonly keep: string
  readonly drop: string
}

const halfNames = [
  'id',
  'entity',
  'version',
  'seen',
  'removed',
  'left',
  'marker',
  'base',
  'tried',
  'made',
  'keys',
  'read_at',
] as const

/** Moves the half of `drop` into `keep`, which lacks it; `drop` and its unstarted rows end. */
export async function tieLinks(tx: Tx, room: Here, ties: readonly Tie[]): Promise<void> {
  const moves = sides.flatMap((side) =>
    halfNames.map((name) =>
      sql.raw(`${side}_${name} = case when k.${side}_id is null then d.${side}_${name} else k.${side}_${name} end`),
    ),
  )
  for (const chunk of chunksOf(ties)) {
    await tx.execute(sql`with page as materialized (select * from ${recordset(chunk, 'keep text, "drop" text')}),
      withdrawn as (
        update outbox o set state = 'withdrawn', settled_at = ${room.now()}::bigint from page
        where o.tenant_id = ${room.tenant} and o.link_id = page."drop"
        and o.state in ('proposed', 'held', 'approved', 'released')),
      dropped as (
        delete from links l using page where l.tenant_id = ${room.tenant} and l.id = page."drop" returning page.keep, l.*)
      update links k set ${sql.join(moves, sql`, `)}, changed_at = ${room.now()}::bigint
      from dropped d where k.tenant_id = ${room.tenant} and k.id = d.keep`)
  }
}
