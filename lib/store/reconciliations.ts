import { sql } from 'drizzle-orm'
import type { Problem } from '@/lib/model/problem'
import type { Actor } from '@/lib/model/words'
import type { Here, Tx } from './db'
import { firstOf, json, jsonOrNull, rowsOf } from './rows'

/** `R`: what was proven, as whoever compares says it; the store only keeps it. */
export interface Reconciliation<R> {
  readonly id: string
  readonly integration: string
  readonly actor: Actor
  readonly startedAt: number
  readonly endedAt: number | null
  readonly result: R | null
  readonly problem: { readonly vendor: string; readonly problem: Problem } | null
}

export async function openReconciliation(
  tx: Tx,
  room: Here,
  given: { readonly id: string; readonly integration: string; readonly actor: Actor },
): Promise<void> {
  await tx.execute(sql`insert into reconciliations (tenant_id, id, integration_id, actor, started_at)
    values (${room.tenant}, ${given.id}, ${given.integration}, ${json(given.actor)}, ${room.now()}::bigint)`)
}

/** With its result, or with the problem that stopped it. */
export async function closeReconciliation<R>(
  tx: Tx,
  room: Here,
  id: string,
  ended: Partial<Pick<Reconciliation<R>, 'result' | 'problem'>>,
): Promise<void> {
  await tx.execute(sql`update reconciliations set ended_at = ${room.now()}::bigint,
      result = ${jsonOrNull(ended.result)}, problem = ${jsonOrNull(ended.problem)}
    where tenant_id = ${room.tenant} and id = ${id} and ended_at is null`)
}

/** Newest first. */
export const lastReconciliations = <R>(
  tx: Tx,
  room: Pick<Here, 'tenant'>,
  integration: string,
  limit: number,
): Promise<Reconciliation<R>[]> =>
  rowsOf<Reconciliation<R>>(
    tx,
    sql`select id, integration_id as integration, actor, started_at as "startedAt", ended_at as "endedAt", result, problem
      from reconciliations where tenant_id = ${room.tenant} and integration_id = ${integration}
      order by started_at desc, id desc limit ${limit}`,
  )

export async function hasReconciliation(tx: Tx, room: Pick<Here, 'tenant'>, integration: string): Promise<boolean> {
  const found = await firstOf(
    tx,
    sql`select 1 from reconciliations where tenant_id = ${room.tenant} and integration_id = ${integration} limit 1`,
  )
  return found !== null
}
