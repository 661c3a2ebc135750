import { sql } from 'drizzle-orm'
import type { Cursor } from '@/lib/model/connector'
import { sides, type Side } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { keepStatistics, rowsOf } from './rows'

export interface StoredCursor {
  readonly side: Side
  /** The feed's entities, joined by `+`. */
  readonly feed: string
  readonly cursor: Cursor | null
  /** When a complete listing last ended. */
  readonly listedAt: number | null
  /** When the complete listing began that is under way because the vendor forgot our place; null: there is none. */
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

/** Moves a cursor; what is not given stays. Belongs into the transaction that folds the page. */
export async function saveCursor(tx: Tx, room: Here, integration: string, move: CursorMove): Promise<void> {
  const polledAt = move.polledRun === undefined ? null : room.now()
  await tx.execute(sql`insert into cursors as c
      (tenant_id, integration_id, side, feed, cursor, listed_at, relisting_since, begun_run, polled_run, polled_at)
    values (${room.tenant}, ${integration}, ${move.side}, ${move.feed}, ${move.cursor}, ${move.listedAt ?? null}::bigint,
      ${move.relistingSince ?? null}::bigint, ${move.begunRun}, ${move.polledRun ?? null}, ${polledAt}::bigint)
    on conflict (tenant_id, integration_id, side, feed) do update set cursor = excluded.cursor,
      listed_at = coalesce(excluded.listed_at, c.listed_at),
      relisting_since = ${move.relistingSince === undefined ? sql`c.relisting_since` : sql`excluded.relisting_since`},
      begun_run = excluded.begun_run,
      polled_run = coalesce(excluded.polled_run, c.polled_run),
      polled_at = coalesce(excluded.polled_at, c.polled_at)`)
  if (move.polledRun !== undefined) await keepStatistics(tx, 'links')
}

/** Forgets where one side stood, so that it is listed anew, e.g. when another company was chosen. */
export async function dropCursors(tx: Tx, room: Here, integration: string, side: Side): Promise<void> {
  await tx.execute(sql`delete from cursors
    where tenant_id = ${room.tenant} and integration_id = ${integration} and side = ${side}`)
}

/** Both sides were read, and nothing said since that one of them is to be read anew: by another company, or under other answers. */
export async function areRead(tx: Tx, room: Here, integration: string): Promise<boolean> {
  const read = await rowsOf(
    tx,
    sql`select distinct side from cursors where tenant_id = ${room.tenant} and integration_id = ${integration}`,
  )
  return read.length === sides.length
}
