import { sql } from 'drizzle-orm'
import { withoutTenant, type Database, type Here, type Tx } from './db'
import { firstOf, rowsOf } from './rows'

/** The installation is over at once: no session holds, no run is due. Its data stays until `purgeAfter`. */
export async function endInstallation(tx: Tx, room: Here, id: string, purgeAfter: number): Promise<void> {
  await tx.execute(sql`update installations set status = 'ended', session_epoch = session_epoch + 1,
      sealed = null, ended_at = ${room.now()}::bigint, purge_after = ${purgeAfter}::bigint
    where tenant_id = ${room.tenant} and id = ${id} and status <> 'ended'`)
}

/** Every tenant, for jobs that go through all of them. */
export const everyTenant = (db: Database): Promise<string[]> =>
  withoutTenant(db, async (tx) =>
    (await rowsOf<{ tenant_id: string }>(tx, sql`select tenant_id from tenants_all()`)).map((row) => row.tenant_id),
  )

export const tenantsToPurge = (db: Database, now: number): Promise<string[]> =>
  withoutTenant(db, async (tx) =>
    (await rowsOf<{ tenant_id: string }>(tx, sql`select tenant_id from tenants_to_purge(${now}::bigint)`)).map(
      (row) => row.tenant_id,
    ),
  )

/** Deletes everything of a tenant whose time is over; false, and nothing deleted, for any other. */
export const purgeTenant = (db: Database, tenant: string, now: number): Promise<boolean> =>
  withoutTenant(db, async (tx) => {
    const row = await firstOf<{ done: boolean }>(tx, sql`select purge_tenant(${tenant}, ${now}::bigint) as done`)
    return row?.done ?? false
  })
