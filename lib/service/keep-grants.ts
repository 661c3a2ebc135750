import { randomUUID } from 'node:crypto'
import { clockOf } from '@/lib/auth/clock'
import { engineOf, type Way } from '@/lib/engine/engine-of'
import { keepAlive, restOf } from '@/lib/engine/keep-alive'
import type { Context } from '@/lib/model/context'
import { ConnectorError, type ProblemKind } from '@/lib/model/problem'
import { database, type Database } from '@/lib/store/db'
import { unusedTokens } from '@/lib/store/tokens'

export interface RestingGrant {
  readonly tenant: string
  readonly connection: string
}

const day = 24 * 60 * 60_000

/** Grants that would die if nobody used them, because no run does: paused, stopped, or not started yet. */
export async function restingGrants(at?: { db: Database; now: number }): Promise<readonly RestingGrant[]> {
  const db = at?.db ?? (await database())
  const now = at?.now ?? clockOf(db)()
  const unused = await unusedTokens(db, now - day)
  return unused
    .filter(({ vendor, refreshedAt }) => now - refreshedAt >= (restOf(vendor) ?? Infinity))
    .map(({ tenant, connection }) => ({ tenant, connection }))
}

/** One of them, renewed. What the vendor says about it stands on the connection; the next day tries again. */
export async function keepGrant(
  { tenant, connection }: RestingGrant,
  emit: Context['emit'],
  at?: { db: Database; now: () => number; way: Way },
): Promise<'kept' | ProblemKind> {
  const db = at?.db ?? (await database())
  const now = at?.now ?? clockOf(db)
  const room = { db, tenant, actor: { kind: 'schedule' }, role: 'house', now, newId: randomUUID, emit } as const
  try {
    await keepAlive(engineOf(room, at?.way), connection)
    return 'kept'
  } catch (error) {
    if (error instanceof ConnectorError) return error.problem.kind
    throw error
  }
}
