import { sql } from 'drizzle-orm'
import { withoutTenant, type Database, type Here, type Tx } from './db'
import { firstOf, json, rowsOf, texts } from './rows'
import { open, seal } from './seal'

/** Where a vendor's calls for one connection arrive. */
export interface Subscription {
  readonly connection: string
  readonly vendor: string
  readonly company: string | null
  readonly token: string
  readonly remoteIds: readonly string[]
  /** The secret the vendor signs with, opened; null while it has not told it, or where it is the same for all customers. */
  readonly secret: string | null
  /** When the vendor last agreed to call; null while it has not. */
  readonly askedAt: number | null
}

export interface Subscribed {
  readonly tenant: string
  readonly connection: string
  readonly company: string | null
}

const boundTo = (room: Here, connection: string) => ({
  tenant: room.tenant,
  connection,
  field: 'webhook',
  version: 1,
})

/** Adds it, or takes over what is new of it; the token of a known one stays. */
export async function saveSubscription(tx: Tx, room: Here, given: Subscription): Promise<void> {
  const sealed = given.secret === null ? {} : { webhook: seal(given.secret, boundTo(room, given.connection)) }
  await tx.execute(sql`insert into subscriptions
      (tenant_id, connection_id, vendor, company_id, token, remote_ids, sealed, created_at, asked_at)
    values (${room.tenant}, ${given.connection}, ${given.vendor}, ${given.company}, ${given.token},
      ${texts(given.remoteIds)}, ${json(sealed)}, ${room.now()}::bigint, ${given.askedAt}::bigint)
    on conflict (tenant_id, connection_id) do update set company_id = excluded.company_id,
      remote_ids = excluded.remote_ids, sealed = excluded.sealed, asked_at = excluded.asked_at`)
}

export async function subscriptionOf(tx: Tx, room: Here, connection: string): Promise<Subscription | null> {
  const row = await firstOf<Omit<Subscription, 'secret'> & { readonly sealed: { readonly webhook?: string } }>(
    tx,
    sql`select connection_id as connection, vendor, company_id as company, token, remote_ids as "remoteIds", sealed,
      asked_at as "askedAt" from subscriptions where tenant_id = ${room.tenant} and connection_id = ${connection}`,
  )
  if (!row) return null
  const { sealed, ...rest } = row
  return { ...rest, secret: sealed.webhook === undefined ? null : open(sealed.webhook, boundTo(room, connection)) }
}

export async function dropSubscription(tx: Tx, room: Here, connection: string): Promise<void> {
  await tx.execute(sql`delete from subscriptions where tenant_id = ${room.tenant} and connection_id = ${connection}`)
}

/** Across all tenants: whom a call concerns, by the token in its address or the companies it names. */
export const subscribedAt = (
  db: Database,
  vendor: string,
  token: string | null,
  companies: readonly string[],
): Promise<Subscribed[]> =>
  withoutTenant(db, (tx) =>
    rowsOf<Subscribed>(
      tx,
      sql`select tenant_id as tenant, connection_id as connection, company_id as company
        from subscriptions_at(${vendor}, ${token}, ${texts(companies)})`,
    ),
  )

/** When a vendor last called for this connection, as far back as its calls are remembered. */
export async function lastHeard(tx: Tx, room: Here, connection: string): Promise<number | null> {
  const row = await firstOf<{ at: number | null }>(
    tx,
    sql`select max(received_at) as at from webhooks
      where tenant_id = ${room.tenant} and connection_id = ${connection}`,
  )
  return row?.at ?? null
}

/** Notes that a call was taken; false if it was taken before. Those older than `keep` milliseconds are forgotten. */
export async function noteWebhook(tx: Tx, room: Here, connection: string, key: string, keep: number): Promise<boolean> {
  await tx.execute(sql`delete from webhooks
    where tenant_id = ${room.tenant} and received_at < ${room.now() - keep}::bigint`)
  const noted = await rowsOf(
    tx,
    sql`insert into webhooks (tenant_id, connection_id, key, received_at)
      values (${room.tenant}, ${connection}, ${key}, ${room.now()}::bigint) on conflict do nothing returning key`,
  )
  return noted.length === 1
}
