import { sql, type SQL } from 'drizzle-orm'
import { everything, parkedReasons, waitingReasons, type Flat, type Link, type Snapshot } from '@/lib/model/record'
import type { RowState } from '@/lib/model/run'
import { spaceOf, type Entity, type Side, type Space } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { column, linkColumns, rowToLink, type LinkRow } from './link-row'
import { firstOf, recordset, rowsOf, texts } from './rows'

export interface Sighting {
  /** Id of the link to make if the record is not known yet. */
  readonly id: string
  readonly snapshot: Snapshot
  readonly flat: Flat
  /** Match keys such as `code:c00012`; none leaves those that are known. */
  readonly keys: readonly string[]
}

const pageShape = `link text, space text, id text, entity text, version text, flat jsonb, removed boolean,
  left_filter boolean, marker text, made jsonb, keys text[]`

/**
 * Folds one page into what a side shows. An older reading never replaces a newer one, a removal keeps the fields, a
 * field that is missing keeps its value; `news` rises only where something really differs. Returns how many did.
 */
export async function foldPage(
  tx: Tx,
  room: Here,
  integration: string,
  side: Side,
  rows: readonly Sighting[],
  readAt: number,
): Promise<{ news: number }> {
  if (rows.length === 0) return { news: 0 }
  await follow(tx, room, integration, side, rows)
  const page = recordset([...lastOfEach(rows).values()].map(pageRow), pageShape)
  const s = (name: string) => column(side, name)
  const seen = sql`case when excluded.${s('removed')} then l.${s('seen')} else l.${s('seen')} || excluded.${s('seen')} end`
  const differs = sql`((${seen}) is distinct from l.${s('seen')} or excluded.${s('removed')} <> l.${s('removed')}
    or excluded.${s('left')} <> l.${s('left')} or excluded.${s('entity')} <> l.${s('entity')}
    or coalesce(excluded.${s('marker')}, l.${s('marker')}) is distinct from l.${s('marker')})`
  const mayReplace = (at: SQL) => isNewer(at, sql`l.${s('read_at')}`, room.now())
  const row = await firstOf<{ news: number }>(
    tx,
    sql`with page as materialized (select * from ${page}),
    known as (
      -- A subselect per row, so that the page leads whatever the planner believes about the table.
      select coalesce(sum((select l.news from links l where l.tenant_id = ${room.tenant}
        and l.integration_id = ${integration} and l.space = p.space and l.${s('id')} = p.id
        and ${mayReplace(sql`${readAt}::bigint`)})), 0) as news from page p),
    folded as (
      insert into links as l (tenant_id, id, integration_id, crm_connection_id, space, ${s('id')}, ${s('entity')},
        ${s('version')}, ${s('seen')}, ${s('removed')}, ${s('left')}, ${s('marker')}, ${s('made')}, ${s('keys')}, ${s('read_at')},
        news, planned, gone, born_at, changed_at)
      select ${room.tenant}, p.link, ${integration}, i.crm_connection_id, p.space, p.id, p.entity,
        p.version, p.flat, p.removed, p.left_filter, p.marker, p.made, p.keys, ${readAt}::bigint,
        1, 0, false, ${room.now()}::bigint, ${room.now()}::bigint
      from page p join integrations i on i.tenant_id = ${room.tenant} and i.id = ${integration}
      on conflict (tenant_id, integration_id, space, ${s('id')}) where ${s('id')} is not null do update set
        ${s('entity')} = excluded.${s('entity')}, ${s('version')} = excluded.${s('version')}, ${s('seen')} = ${seen},
        ${s('removed')} = excluded.${s('removed')}, ${s('left')} = excluded.${s('left')},
        ${s('marker')} = coalesce(excluded.${s('marker')}, l.${s('marker')}),
        ${s('made')} = coalesce(excluded.${s('made')}, l.${s('made')}), ${s('tried')} = ${stillTried(side)},
        ${s('keys')} = case when excluded.${s('keys')} = '{}' then l.${s('keys')} else excluded.${s('keys')} end,
        ${s('read_at')} = excluded.${s('read_at')},
        news = l.news + case when ${differs} then 1 else 0 end,
        changed_at = case when ${differs} then excluded.changed_at else l.changed_at end
      where ${mayReplace(sql`excluded.${s('read_at')}`)}
      returning l.id, l.space, l.${s('keys')} as keys, l.news),
    keyed as (
      insert into link_keys (tenant_id, integration_id, space, side, key, link_id)
      select ${room.tenant}, ${integration}, f.space, ${side}, k.key, f.id from folded f cross join unnest(f.keys) as k(key)
      on conflict do nothing)
    select (select coalesce(sum(news), 0) from folded)::bigint - (select news from known)::bigint as news`,
  )
  return { news: row?.news ?? 0 }
}

/** Our clock orders what was read; a reading from after now was noted before it was set back, and proves nothing. */
export const isNewer = (at: SQL, known: SQL, now: number): SQL =>
  sql`(${at} >= coalesce(${known}, 0) or ${known} > ${now}::bigint)`

/**
 * What is shown as it was sent, or was agreed otherwise since, needs no watching any more (sync/own-form). Of a record that we
 * created, everything was sent: from its first snapshot on only what came back otherwise is watched.
 */
const stillTried = (side: Side): SQL => {
  const s = (name: string) => column(side, name)
  const shown = (key: string) => sql`excluded.${s('seen')} -> ${sql.raw(key)}`
  return sql`case when l.${s('tried')} is null then null
    when l.${s('tried')} ? ${everything} then (select jsonb_object_agg(b.key, jsonb_build_object('sent', b.value))
      from jsonb_each(l.${s('base')}) b where ${shown('b.key')} <> b.value)
    else (select jsonb_object_agg(t.key, t.value) from jsonb_each(l.${s('tried')}) t
      where l.${s('base')} -> t.key = t.value -> 'sent' and ${shown('t.key')} is distinct from t.value -> 'sent') end`
}

/** A record whose id changed on its side takes its link along, unless the new id is known already. */
async function follow(tx: Tx, room: Here, integration: string, side: Side, rows: readonly Sighting[]): Promise<void> {
  const moves = rows.flatMap(({ snapshot: { entity, id, was } }) =>
    was !== undefined && was !== id ? [{ space: spaceOf(entity), id, was }] : [],
  )
  if (moves.length === 0) return
  const id = column(side, 'id')
  await tx.execute(sql`update links l set ${id} = page.id from ${recordset(moves, 'space text, id text, was text')}
    where l.tenant_id = ${room.tenant} and l.integration_id = ${integration} and l.space = page.space and l.${id} = page.was
    and not exists (select 1 from links o where o.tenant_id = l.tenant_id and o.integration_id = l.integration_id
      and o.space = l.space and o.${id} = page.id)`)
}

const lastOfEach = (rows: readonly Sighting[]): Map<string, Sighting> =>
  new Map(rows.map((row) => [`${spaceOf(row.snapshot.entity)}:${row.snapshot.id}`, row]))

function pageRow({ id, snapshot, flat, keys }: Sighting) {
  return {
    link: id,
    space: spaceOf(snapshot.entity),
    id: snapshot.id,
    entity: snapshot.entity,
    version: snapshot.version,
    flat,
    removed: snapshot.removed,
    left_filter: snapshot.leftFilter ?? false,
    marker: snapshot.marker ?? null,
    made: snapshot.made ?? null,
    keys,
  }
}

const without = (state: RowState): SQL => sql`not exists (select 1 from outbox o where o.tenant_id = l.tenant_id
  and o.integration_id = l.integration_id and o.link_id = l.id and o.state = ${sql.raw(`'${state}'`)})`

// A write without a result is settled before anything else touches its link.
const settled = without('started')

// What a person said yes to is planned by the run that carries it out: planned here, it would be asked about once more.
const undecided = without('approved')

/** Links with news, in the order of `spaces` (parents first), oldest first. */
export async function takeInbox(
  tx: Tx,
  room: Here,
  integration: string,
  spaces: readonly Space[],
  limit: number,
): Promise<Link[]> {
  if (spaces.length === 0) return []
  // One ordered index walk per space; the outer limit stops the later ones before they start.
  const walks = spaces.map(
    (space) => sql`(select ${linkColumns} from links l
      where l.tenant_id = ${room.tenant} and l.integration_id = ${integration} and l.space = ${space}
      and l.news > l.planned and ${settled} and ${undecided} order by l.born_at, l.id limit ${limit})`,
  )
  const rows = await rowsOf<LinkRow>(
    tx,
    sql`select * from (${sql.join(walks, sql` union all `)}) walked limit ${limit}`,
  )
  const place = new Map(spaces.map((space, at) => [space, at]))
  return rows.map(rowToLink).sort((a, b) => (place.get(a.space) ?? 0) - (place.get(b.space) ?? 0))
}

export async function inboxSize(tx: Tx, room: Here, integration: string): Promise<number> {
  const row = await firstOf<{ size: number }>(
    tx,
    sql`select count(*) as size from links l
      where l.tenant_id = ${room.tenant} and l.integration_id = ${integration} and l.news > l.planned and ${settled}`,
  )
  return row?.size ?? 0
}

export interface ReadCount {
  readonly side: Side
  readonly entity: Entity
  readonly count: number
}

/** What both sides have shown since then, by kind of record. */
export const readSince = (
  tx: Tx,
  room: Pick<Here, 'tenant'>,
  integration: string,
  since: number,
): Promise<ReadCount[]> => {
  const shown = (side: Side) => sql`select ${side}::text as side, ${column(side, 'entity')} as entity, count(*) as count
    from links where tenant_id = ${room.tenant} and integration_id = ${integration}
    and ${column(side, 'read_at')} >= ${since}::bigint group by 2`
  return rowsOf<ReadCount>(tx, sql`${shown('books')} union all ${shown('crm')} order by side, count desc, entity`)
}

/** What a link waits for is there in a way. */
const parentIs = (condition: SQL): SQL =>
  sql`(exists (select 1 from links p where p.tenant_id = l.tenant_id and p.integration_id = l.integration_id
      and p.space = l.waits_space and l.waits_side = 'crm' and p.crm_id = l.waits_id and ${condition})
    or exists (select 1 from links p where p.tenant_id = l.tenant_id and p.integration_id = l.integration_id
      and p.space = l.waits_space and l.waits_side = 'books' and p.books_id = l.waits_id and ${condition}))`

const inBoth = sql`p.crm_id is not null and p.books_id is not null`

const isLeftOut = sql`p.reason not in (${sql.join(
  [...parkedReasons, ...waitingReasons].map((reason) => sql`${reason}`),
  sql`, `,
)})`

/** It stays on its own side, because it is left out here or belongs to another company: so is and does what hangs on it. */
const leftOut = sql`((p.crm_id is null or p.books_id is null) and not (p.gone or p.crm_removed or p.books_removed)
  and p.news <= p.planned and ${isLeftOut})`

/** A product that was removed, left out or set aside: the lines that name it go without it. */
const notComing = sql`(p.gone or p.crm_removed or p.books_removed or ${isLeftOut})`

/**
 * Wakes waiting links whose missing fact is there now; returns how many. To wake is to raise news, not to lower
 * `planned`: so a plan made meanwhile cannot hide it, and rows decided before fail the gate.
 */
export async function wakeWaiting(tx: Tx, room: Here, integration: string): Promise<number> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`update links l set news = l.news + 1,
        changed_at = case when l.reason in ('looks-alike', 'ambiguous') then ${lookedAt} else l.changed_at end
      where l.tenant_id = ${room.tenant} and l.integration_id = ${integration} and not l.gone and l.news <= l.planned
      and ((l.reason in ('waits-for-parent', 'out-of-scope') and ${parentIs(inBoth)})
        or (l.reason = 'waits-for-conversion' and ${parentIs(sql`p.books_entity = 'customer'`)})
        or (l.reason in ('waits-for-parent', 'waits-for-conversion') and (l.crm_id is null or l.books_id is null)
          and ${parentIs(leftOut)})
        or (l.reason = 'waits-for-parent' and l.waits_space = 'product' and ${parentIs(notComing)})
        or l.reason = 'waits-for-listing' or (l.reason = 'looks-alike' and ${lookedThrough(room)})
        or (l.reason = 'ambiguous' and exists (select 1 from ${candidate} where ${hasMoved(room)}))
        or (l.reason = 'ambiguous' and l.crm_id is null and l.books_marker is null
          and exists (select 1 from ${candidate} where ${isTaken(sql`o.crm_id`)}))
        or (l.reason in ('looks-alike', 'ambiguous', 'rejected', 'surprise') and l.books_id is null
          and ${isTaken(sql`l.crm_id`)}))
      returning l.id`,
  )
  return rows.length
}

/** Wakes what waits for a parent that a run has just brought to the other side, so that it follows in the same run. */
export async function wakeChildren(tx: Tx, room: Here, integration: string): Promise<void> {
  await tx.execute(sql`update links l set news = l.news + 1
    where l.tenant_id = ${room.tenant} and l.integration_id = ${integration} and not l.gone and l.news <= l.planned
    and l.reason = 'waits-for-parent'
    and ${parentIs(sql`${inBoth} and not p.gone and not p.crm_removed and not p.books_removed`)}`)
}

const named = sql.raw('id, gone, changed_at, crm_id, books_id, crm_removed, books_removed')
const onTheOther = (side: Side): SQL => sql`(select ${named} from links c where c.tenant_id = l.tenant_id
  and c.integration_id = l.integration_id and c.space = l.space and c.id <> l.id
  and c.${column(side, 'id')} = told.id and (l.crm_id is null) = ${side === 'crm'} limit 1)`

/** The records that a link may be the same as, as its plan named them: each is one step down an index. */
const candidate = sql`unnest(string_to_array(l.because ->> 'detail', ', ')) as told(id)
  cross join lateral (${onTheOther('crm')} union all ${onTheOther('books')}) o`

/** Another company of the CRM holds it since: nothing is to be asked, mended or compared here any more. */
const isTaken = (crmId: SQL): SQL => sql`exists (select 1 from links h where h.tenant_id = l.tenant_id
  and h.crm_connection_id = l.crm_connection_id and h.space = l.space and h.crm_id = ${crmId}
  and h.crm_id is not null and h.books_id is not null and h.integration_id <> l.integration_id)`

/** One of them found its counterpart, went to another company, went away or was changed since; or none of them is there any more. */
const lookedThrough = (
  room: Here,
): SQL => sql`(not exists (select 1 from ${candidate}) or exists (select 1 from ${candidate}
  where (o.gone or ${hasMoved(room)} or (o.crm_id is not null and o.books_id is not null)
    or (l.crm_id is null and ${isTaken(sql`o.crm_id`)})
    or case when l.crm_id is null then o.crm_removed else o.books_removed end)))`

/** Changed, removed or met since; what was noted before our clock was set back proves nothing. */
const hasMoved = (room: Here): SQL => sql`(o.changed_at > l.changed_at or l.changed_at > ${room.now()}::bigint)`

/** So that two that wait for each other wake each other once, not in turns for ever. */
const lookedAt = sql`greatest(l.changed_at, (select max(o.changed_at) from ${candidate}))`

/**
 * Wakes those that these newcomers may be and that an earlier run left to be created: decided before the newcomer was shown, they would
 * stand there twice.
 */
export async function wakeUnsent(tx: Tx, room: Here, newcomers: readonly string[]): Promise<void> {
  if (newcomers.length === 0) return
  await tx.execute(sql`update links x set news = x.news + 1 where x.tenant_id = ${room.tenant} and x.news <= x.planned
    and x.id in (select o.id from links l cross join lateral (select o.id from ${candidate}) o
      where l.tenant_id = ${room.tenant} and l.id = any(${texts(newcomers)}))
    and exists (select 1 from outbox u where u.tenant_id = x.tenant_id and u.integration_id = x.integration_id
      and u.link_id = x.id and u.state = 'released' and u.verb = 'create')`)
}

/** Puts links back into the inbox, e.g. one whose picture did not arrive with it. */
export async function wakeLinks(tx: Tx, room: Here, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.execute(sql`update links set news = news + 1 where tenant_id = ${room.tenant} and id = any(${texts(ids)})`)
}
