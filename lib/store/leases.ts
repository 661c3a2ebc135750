import { sql } from 'drizzle-orm'
import { leaseLost, type Here, type Tx } from './db'
import { firstOf } from './rows'

/**
 * Claims an integration for `ttl` milliseconds; the token rises at every take-over. The same holder takes over from itself: a
 * job that is delivered again after a crash need not wait. Null: someone else works on it.
 */
export async function takeLease(
  tx: Tx,
  room: Here,
  integration: string,
  holder: string,
  ttl: number,
): Promise<number | null> {
  const now = room.now()
  const row = await firstOf<{ token: number }>(
    tx,
    sql`insert into leases as l (tenant_id, integration_id, token, holder, expires_at)
      values (${room.tenant}, ${integration}, 1, ${holder}, ${now + ttl}::bigint)
      on conflict (tenant_id, integration_id) do update
        set token = l.token + 1, holder = excluded.holder, expires_at = excluded.expires_at
        where l.expires_at <= ${now}::bigint or l.holder = excluded.holder
      returning l.token`,
  )
  return row?.token ?? null
}

/** True while nobody took over, even after it expired. */
export async function renewLease(
  tx: Tx,
  room: Here,
  integration: string,
  token: number,
  ttl: number,
): Promise<boolean> {
  const row = await firstOf<{ held: boolean }>(
    tx,
    sql`select hold_lease(${room.tenant}, ${integration}, ${token}::bigint, ${room.now() + ttl}::bigint) as held`,
  )
  return row?.held ?? false
}

/** `renewLease` inside a run's transaction, where no lease means no commit (`inLease` does it without a statement more). */
export async function holdLease(tx: Tx, room: Here, integration: string, token: number, ttl: number): Promise<void> {
  if (!(await renewLease(tx, room, integration, token, ttl))) throw leaseLost(integration)
}

export async function releaseLease(tx: Tx, room: Here, integration: string, token: number): Promise<void> {
  await tx.execute(sql`update leases set expires_at = 0
    where tenant_id = ${room.tenant} and integration_id = ${integration} and token = ${token}::bigint`)
}

export interface Lease {
  readonly token: number
  readonly holder: string
  readonly expiresAt: number
}

export const lease = (tx: Tx, room: Here, integration: string): Promise<Lease | null> =>
  firstOf<Lease>(
    tx,
    sql`select token, holder, expires_at as "expiresAt" from leases
      where tenant_id = ${room.tenant} and integration_id = ${integration}`,
  )
