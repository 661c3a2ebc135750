import { clockOf } from '@/lib/auth/clock'
import { dropAttempts } from '@/lib/store/attempts'
import { endConnection, undestroyed } from '@/lib/store/connections'
import { database, inTenant, type Database } from '@/lib/store/db'
import { everyTenant, purgeTenant, tenantsToPurge } from '@/lib/store/leaving'
import { rewrapTenant } from '@/lib/store/rewrap'

interface At {
  readonly db: Database
  readonly now: number
}

const here = async (at?: At): Promise<At> => {
  if (at) return at
  const db = await database()
  return { db, now: clockOf(db)() }
}

/** Tenants whose thirty days are over. */
export async function expiredTenants(at?: At): Promise<readonly string[]> {
  const { db, now } = await here(at)
  return tenantsToPurge(db, now)
}

/** Deletes all of one of them; false if it came back meanwhile. */
export async function purgeJob(tenant: string, at?: At): Promise<boolean> {
  const { db, now } = await here(at)
  return purgeTenant(db, tenant, now)
}

const day = 24 * 60 * 60_000
/** By then the job that ends a connection has come to its end, or was lost. */
const patience = 3 * day

/** The daily round: old consents and what is left of ended connections are forgotten, secrets move to the active key. How many rows moved. */
export async function roundJob(at?: At): Promise<number> {
  const { db, now } = await here(at)
  let moved = 0
  for (const tenant of await everyTenant(db)) {
    moved += await inTenant({ db, tenant }, async (tx) => {
      const here = { tenant, now: () => now, newId: () => '' }
      await dropAttempts(tx, here, now - day)
      for (const connection of await undestroyed(tx, here, now - patience)) await endConnection(tx, here, connection)
      return rewrapTenant(tx, { tenant })
    })
  }
  return moved
}
