import { sql, type SQL } from 'drizzle-orm'
import type { SetField } from '@/lib/model/decision'
import type { JournalEntry, JournalKind } from '@/lib/model/run'
import type { Entity, Side, Verb } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { chunksOf, recordset, rowsOf } from './rows'
import { setsOf, storedSets, type StoredSet } from './sets'

export async function appendEntries(
  tx: Tx,
  room: Here,
  integration: string,
  entries: readonly JournalEntry[],
): Promise<void> {
  const shape = `id text, at bigint, run text, link text, kind text, actor jsonb, entity text, side text, verb text, why text,
    version integer, record text, sets jsonb, "remoteId" text, problem jsonb`
  for (const chunk of chunksOf(entries)) {
    await tx.execute(sql`insert into journal (tenant_id, integration_id, id, at, run_id, link_id, kind, actor, entity, side,
        verb, why, version, record, sets, remote_id, problem)
      select ${room.tenant}, ${integration}, id, at, run, link, kind, actor, entity, side, verb, why, version, record, sets,
        "remoteId", problem from ${recordset(
          chunk.map((entry) => ({ ...entry, sets: storedSets(entry.sets, entry.why) })),
          shape,
        )}`)
  }
}

export interface HistoryFilter {
  readonly integration: string
  readonly run?: string
  readonly link?: string
  readonly entity?: Entity
  readonly side?: Side
  readonly verb?: Verb
  readonly kind?: JournalKind
  /** Part of the record's name or code. */
  readonly record?: string
}
export interface HistoryPage {
  readonly entries: readonly JournalEntry[]
  readonly next: string | null
}

/** Newest first. */
export async function historyPage(
  tx: Tx,
  room: Here,
  filter: HistoryFilter,
  page: { readonly after: string | null; readonly limit: number },
): Promise<HistoryPage> {
  const [, at, id] = page.after?.match(/^(\d+):(.*)$/s) ?? []
  const from =
    at === undefined ? sql`` : sql`and at <= ${Number(at)}::bigint and (at < ${Number(at)}::bigint or id < ${id ?? ''})`
  const entries = await entriesIn(
    tx,
    sql`select ${entryColumns} from journal where tenant_id = ${room.tenant} and integration_id = ${filter.integration}
      ${sql.join(conditions(filter), sql` `)} ${from} order by at desc, id desc limit ${page.limit + 1}`,
  )
  const shown = entries.slice(0, page.limit)
  const last = shown.at(-1)
  return { entries: shown, next: entries.length > page.limit && last ? `${last.at}:${last.id}` : null }
}

export const entriesOfRun = (tx: Tx, room: Here, run: string, limit: number): Promise<JournalEntry[]> =>
  entriesIn(
    tx,
    sql`select ${entryColumns} from journal where tenant_id = ${room.tenant} and run_id = ${run}
      order by at desc, id desc limit ${limit}`,
  )

export const entriesOfLink = (tx: Tx, room: Here, link: string, limit: number): Promise<JournalEntry[]> =>
  entriesIn(
    tx,
    sql`select ${entryColumns} from journal where tenant_id = ${room.tenant} and link_id = ${link}
      order by at desc, id desc limit ${limit}`,
  )

/** Ids of the records of one side that the history of a link tells of. */
export async function toldIds(
  tx: Tx,
  room: Pick<Here, 'tenant'>,
  { link, side }: { readonly link: string; readonly side: Side },
): Promise<ReadonlySet<string>> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`select distinct remote_id as id from journal where tenant_id = ${room.tenant} and link_id = ${link}
      and side = ${side} and remote_id is not null`,
  )
  return new Set(rows.map(({ id }) => id))
}

type StoredEntry = Omit<JournalEntry, 'sets'> & { readonly sets: readonly StoredSet[] }

/** What a write agreed to be empty on both sides was never sent, and is no part of its story. */
export async function entriesIn(tx: Tx, statement: SQL): Promise<JournalEntry[]> {
  const rows = await rowsOf<StoredEntry>(tx, statement)
  return rows.map((row) => ({ ...row, sets: setsOf(row.sets, row.why).filter(isSaid) }))
}

const isSaid = ({ value, before }: SetField): boolean => value !== null || before !== null

export const entryColumns =
  sql.raw(`id, at, run_id as run, link_id as link, kind, actor, entity, side, verb, why, version, record,
  sets, remote_id as "remoteId", problem`)

function conditions(filter: HistoryFilter): SQL[] {
  const equal = (name: string, value: string | undefined) =>
    value === undefined ? [] : [sql`and ${sql.identifier(name)} = ${value}`]
  return [
    ...equal('run_id', filter.run),
    ...equal('link_id', filter.link),
    ...equal('entity', filter.entity),
    ...equal('side', filter.side),
    ...equal('verb', filter.verb),
    ...equal('kind', filter.kind),
    ...(filter.record ? [sql`and position(lower(${filter.record}) in lower(record)) > 0`] : []),
  ]
}
