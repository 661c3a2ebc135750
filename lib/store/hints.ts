import { sql } from 'drizzle-orm'
import type { Entity, Side } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { chunksOf, recordset, rowsOf } from './rows'

/** A record to read by id, because a webhook or a refused write named it. */
export interface Hint {
  readonly side: Side
  readonly entity: Entity
  readonly remoteId: string
}
export interface StoredHint extends Hint {
  readonly at: number
}

export async function addHints(tx: Tx, room: Here, integration: string, hints: readonly Hint[]): Promise<void> {
  for (const chunk of chunksOf(hints)) {
    await tx.execute(sql`insert into hints (tenant_id, integration_id, side, entity, remote_id, at)
      select distinct ${room.tenant}, ${integration}, side, entity, "remoteId", ${room.now()}::bigint
      from ${recordset(chunk, 'side text, entity text, "remoteId" text')}
      on conflict (tenant_id, integration_id, side, entity, remote_id) do update set at = excluded.at`)
  }
}

export const takeHints = (tx: Tx, room: Here, integration: string, limit: number): Promise<StoredHint[]> =>
  rowsOf<StoredHint>(
    tx,
    sql`select side, entity, remote_id as "remoteId", at from hints
      where tenant_id = ${room.tenant} and integration_id = ${integration} order by at, side, entity, remote_id limit ${limit}`,
  )

/** Ends hints that were read; one that was noted again meanwhile stays. */
export async function dropHints(tx: Tx, room: Here, integration: string, hints: readonly StoredHint[]): Promise<void> {
  for (const chunk of chunksOf(hints)) {
    await tx.execute(sql`delete from hints h using ${recordset(chunk, 'side text, entity text, "remoteId" text, at bigint')}
      where h.tenant_id = ${room.tenant} and h.integration_id = ${integration} and h.side = page.side
      and h.entity = page.entity and h.remote_id = page."remoteId" and h.at <= page.at`)
  }
}
