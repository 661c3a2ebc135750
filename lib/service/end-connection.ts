import { randomUUID } from 'node:crypto'
import { clockOf } from '@/lib/auth/clock'
import { connectorOf } from '@/lib/connectors'
import { revokeConsent } from '@/lib/engine/consent'
import { engineOf, type Way } from '@/lib/engine/engine-of'
import { closingSession } from '@/lib/engine/meet'
import { unlockSome, type Unlocked } from '@/lib/engine/unlock'
import type { Engine } from '@/lib/engine/workshop'
import type { ConnectionEnded } from '@/lib/model/context'
import { ConnectorError } from '@/lib/model/problem'
import { closeConnection, connection as readConnection, endConnection, lastGrantOf } from '@/lib/store/connections'
import { database, inTenant, type Database, type Tx } from '@/lib/store/db'
import { subscriptionOf } from '@/lib/store/subscriptions'

type Ended = Pick<ConnectionEnded, 'tenant' | 'connection'>
type Leaving = Pick<ConnectionEnded, 'tenant' | 'connection' | 'version'>

/** Time and ways of a test; production's own where absent. */
export interface Place {
  readonly db: Database
  readonly now: () => number
  readonly way: Way
}

async function engineFor(tenant: string, at?: Place): Promise<Engine> {
  const db = at?.db ?? (await database())
  const now = at?.now ?? clockOf(db)
  const emit = () => Promise.resolve()
  const room = { db, tenant, actor: { kind: 'schedule' }, role: 'house', now, newId: randomUUID, emit } as const
  return engineOf(room, at?.way)
}

const over: Unlocked = { after: null, unlocked: 0, refused: 0 }

/**
 * The next batch of records is unlocked; a CRM that lets us in no more ends the unlocking, and so does whoever connects
 * anew. `later`: it does not answer now.
 */
export async function unlockJob(
  asked: Leaving,
  integration: string,
  after: string,
  at?: Place,
): Promise<Unlocked | 'later'> {
  const engine = await engineFor(asked.tenant, at)
  if (!(await inTenant(engine, (tx) => isLeaving(tx, engine, asked)))) return over
  try {
    return await unlockSome(engine, integration, after)
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    return ['signed-out', 'forbidden'].includes(error.problem.kind) ? over : 'later'
  }
}

/** From here on nobody works with it; if somebody has connected it anew meanwhile, it stays. */
export async function closeJob(asked: Leaving, at?: Place): Promise<void> {
  const engine = await engineFor(asked.tenant, at)
  await inTenant(engine, async (tx) => {
    if (await isLeaving(tx, engine, asked)) await closeConnection(tx, engine, asked.connection)
  })
}

const isLeaving = async (tx: Tx, engine: Engine, { connection, version }: Leaving): Promise<boolean> =>
  (await readConnection(tx, engine, connection))?.version === version

/** Our access goes back to the vendor, with the calls it was asked to make; false where it did not answer. */
export async function handBackJob({ tenant, connection }: Ended, at?: Place): Promise<boolean> {
  const engine = await engineFor(tenant, at)
  const { found, grant, subscription } = await inTenant(engine, async (tx) => ({
    found: await readConnection(tx, engine, connection),
    grant: await lastGrantOf(tx, engine, connection),
    subscription: await subscriptionOf(tx, engine, connection),
  }))
  if (!found || !grant || found.endedAt === null) return true
  const quiet = await silenced(engine, connection, subscription?.remoteIds ?? [])
  const revoked = await revokeConsent(engine, connectorOf(found.vendor), grant, connection)
  return quiet && revoked
}

async function silenced(engine: Engine, connection: string, ids: readonly string[]): Promise<boolean> {
  if (ids.length === 0) return true
  try {
    await (await closingSession(engine, connection))?.unsubscribe?.(ids)
    return true
  } catch (error) {
    // A vendor that no longer lets us in calls nobody either.
    if (error instanceof ConnectorError) return error.problem.kind !== 'unreachable'
    throw error
  }
}

/** Nothing that is stored of it can be opened again. One that was connected anew is left alone. */
export async function destroyJob({ tenant, connection }: Ended, at?: Place): Promise<boolean> {
  const engine = await engineFor(tenant, at)
  return inTenant(engine, async (tx) => {
    const found = await readConnection(tx, engine, connection)
    if (!found || found.endedAt === null) return false
    await endConnection(tx, engine, connection)
    return true
  })
}
