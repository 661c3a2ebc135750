import { sql } from 'drizzle-orm'
import type { Cursor } from '@/lib/model/connector'
import { sides, type Entity, type Side } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { firstOf, keepStatistics, rowsOf, texts } from './rows'

export interface StoredCursor {
  readonly side: Side
  /** The feed's entities, joined by `+`. */
  readonly feed: string
  readonly cursor: Cursor | null
  /** When a complete listing last ended. */
  readonly listedAt: number | null
  /** When the complete listing under way began, because our place is forgotten, or was asked for; null: there is none. */
  readonly relistingSince: number | null
  /** The run that began the reading that is under way; null: none is. */
  readonly begunRun: string | null
  /** The run that last polled it from start to end without error, and when. */
  readonly polledRun: string | null
  readonly polledAt: number | null
}

export const cursorsOf = (tx: Tx, room: Here, integration: string): Promise<StoredCursor[]> =>
  rowsOf<StoredCursor>(
    tx,
    sql`select side, feed, cursor, listed_at as "listedAt", relisting_since as "relistingSince", begun_run as "begunRun", polled_run as "polledRun", polled_at as "polledAt"
      from cursors where tenant_id = ${room.tenant} and integration_id = ${integration} order by side, feed`,
  )

export interface CursorMove {
  readonly side: Side
  readonly feed: string
  readonly cursor: Cursor | null
  readonly listedAt?: number
  readonly relistingSince?: number | null
  readonly begunRun: string | null
  readonly polledRun?: string
}

/**
 * Moves a cursor; what is not given stays. Belongs into the transaction that folds the page. `from`: where it was when the page was
 * asked for; false, and it stays, if it stands elsewhere since.
 */
export async function saveCursor(
  tx: Tx,
  room: Here,
  integration: string,
  move: CursorMove,
  from?: Pick<StoredCursor, 'cursor' | 'relistingSince'>,
): Promise<boolean> {
  const polledAt = move.polledRun === undefined ? null : room.now()
  const still = from
    ? sql`where c.cursor is not distinct from ${from.cursor} and c.relisting_since is not distinct from ${from.relistingSince}::bigint`
    : sql``
  const moved = await firstOf(
    tx,
    sql`insert into cursors as c
      (tenant_id, integration_id, side, feed, cursor, listed_at, relisting_since, begun_run, polled_run, polled_at)
    values (${room.tenant}, ${integration}, ${move.side}, ${move.feed}, ${move.cursor}, ${move.listedAt ?? null}::bigint,
      ${move.relistingSince ?? null}::bigint, ${move.begunRun}, ${move.polledRun ?? null}, ${polledAt}::bigint)
    on conflict (tenant_id, integration_id, side, feed) do update set cursor = excluded.cursor,
      listed_at = coalesce(excluded.listed_at, c.listed_at),
      relisting_since = ${move.relistingSince === undefined ? sql`c.relisting_since` : sql`excluded.relisting_since`},
      begun_run = excluded.begun_run,
      polled_run = coalesce(excluded.polled_run, c.polled_run),
      polled_at = coalesce(excluded.polled_at, c.polled_at) ${still} returning feed`,
  )
  if (moved && move.polledRun !== undefined) await keepStatistics(tx, 'links')
  return moved !== null
}

/**
 * Forgets where one side stood, so that it is listed anew. `same`: what it showed before and does not show then is looked for, because a
 * complete listing tells of no removal; but for feeds of nothing else than these kinds, which may be kept elsewhere from now on.
 */
export async function readAnew(
  tx: Tx,
  room: Here,
  integration: string,
  side: Side,
  same: { readonly but: readonly Entity[] } | null,
): Promise<void> {
  const since = same
    ? sql`case when string_to_array(feed, '+') <@ ${texts(same.but)} then null else ${room.now()}::bigint end`
    : sql`null`
  await tx.execute(sql`update cursors set cursor = null, listed_at = null, relisting_since = ${since}, begun_run = null,
      polled_run = null, polled_at = null
    where tenant_id = ${room.tenant} and integration_id = ${integration} and side = ${side}`)
}

/** Both sides were read, and nothing said since that one of them is to be read anew: by another company, or under other answers. */
export async function areRead(tx: Tx, room: Here, integration: string): Promise<boolean> {
  const read = await rowsOf(
    tx,
    sql`select distinct side from cursors where tenant_id = ${room.tenant} and integration_id = ${integration}
      and cursor is not null`,
  )
  return read.length === sides.length
}
