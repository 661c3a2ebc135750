import { sql } from 'drizzle-orm'
import { unspent, type Quota } from '@/lib/model/quota'
import type { Here, Tx } from './db'
import { firstOf, json } from './rows'

/** As it stands, for pages. */
export const quotaOf = async (tx: Tx, room: Here, key: string): Promise<Quota> =>
  (await read(tx, room, key, 'look')) ?? unspent

/** For whoever is about to spend: nobody else spends until this transaction ends. */
export async function lockQuota(tx: Tx, room: Here, key: string): Promise<Quota> {
  const known = await read(tx, room, key, 'lock')
  if (known) return known
  await tx.execute(sql`insert into quotas (tenant_id, key, spent, told) values (${room.tenant}, ${key}, '[]', '[]')
    on conflict (tenant_id, key) do nothing`)
  return (await read(tx, room, key, 'lock')) ?? unspent
}

export async function saveQuota(tx: Tx, room: Here, key: string, quota: Quota): Promise<void> {
  await tx.execute(sql`update quotas set spent = ${json(quota.spent)}, told = ${json(quota.told)},
      last_at = ${quota.lastAt}::bigint, closed_until = ${quota.closedUntil}::bigint
    where tenant_id = ${room.tenant} and key = ${key}`)
}

const read = (tx: Tx, room: Here, key: string, how: 'look' | 'lock'): Promise<Quota | null> =>
  firstOf<Quota>(
    tx,
    sql`select spent, told, last_at as "lastAt", closed_until as "closedUntil" from quotas
      where tenant_id = ${room.tenant} and key = ${key} ${how === 'lock' ? sql`for update` : sql``}`,
  )
