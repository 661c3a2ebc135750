import { sql } from 'drizzle-orm'
import type { SetField } from '@/lib/model/decision'
import type { Actor } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { chunksOf, json, recordset, rowsOf } from './rows'
import { storedSets } from './sets'

export interface Written {
  readonly row: string
  /** Id of the journal's entry. */
  readonly entry: string
  readonly remoteId: string
  /** What was told where it is not what the row planned, e.g. under the real ids of parents; null: just that. */
  readonly sets: readonly SetField[] | null
  readonly why: string
}

/**
 * Closes rows that were written and journals each of them, from the row itself: what was planned is not sent here again.
 * A row that another delivery of the same step has closed is told once. `by.run`: null leaves each write to the run that
 * planned it. Returns how many were closed of each run.
 */
export async function closeWritten(
  tx: Tx,
  room: Here,
  by: { readonly run: string | null; readonly actor: Actor },
  rows: readonly Written[],
): Promise<ReadonlyMap<string, number>> {
  const closed = new Map<string, number>()
  for (const chunk of chunksOf(rows)) {
    const page = recordset(
      chunk.map(({ sets, why, ...row }) => (sets ? { ...row, sets: storedSets(sets, why) } : row)),
      'row text, entry text, "remoteId" text, sets jsonb',
    )
    const told = await rowsOf<{ run: string; count: number }>(
      tx,
      sql`with closed as (
        update outbox o set state = 'done', problem = null, request = null, settled_at = ${room.now()}::bigint
        from ${page} where o.tenant_id = ${room.tenant} and o.id = page.row and o.state <> 'done'
        returning page.entry, page."remoteId", coalesce(page.sets, o.sets) as sets, o.tenant_id, o.integration_id,
          o.run_id, o.link_id, o.entity, o.side, o.verb, o.why, o.version, o.record),
      told as (insert into journal (tenant_id, integration_id, id, at, run_id, link_id, kind, actor, entity, side, verb, why, version,
        record, sets, remote_id)
      select tenant_id, integration_id, entry, ${room.now()}::bigint, coalesce(${by.run}, run_id), link_id, 'written', ${json(by.actor)}, entity,
        side, verb, why, version, record, sets, "remoteId" from closed returning run_id)
      select run_id as run, count(*) as count from told group by 1`,
    )
    for (const { run, count } of told) closed.set(run, (closed.get(run) ?? 0) + count)
  }
  return closed
}
