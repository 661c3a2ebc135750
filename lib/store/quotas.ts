import { sql, type SQL } from 'drizzle-orm'
import { unspent, type Quota } from '@/lib/model/quota'
import type { Here, Tx } from './db'
import { firstOf, json, jsonOrNull, rowsOf } from './rows'

/** `version` rises with every change. */
export interface KeptQuota extends Quota {
  readonly version: number
}

/** As it stands, for pages. */
export const quotaOf = async (tx: Tx, room: Here, key: string): Promise<Quota> =>
  (await read(tx, room, key, 'look')) ?? unspent

/** For whoever is about to spend: nobody else spends until this transaction ends. */
export async function lockQuota(tx: Tx, room: Here, key: string): Promise<KeptQuota> {
  const known = await read(tx, room, key, 'lock')
  if (known) return known
  await tx.execute(sql`insert into quotas (tenant_id, key, spent, told, callers, version)
    values (${room.tenant}, ${key}, '[]', '[]', '[]', 0) on conflict (tenant_id, key) do nothing`)
  return (await read(tx, room, key, 'lock')) ?? { ...unspent, version: 0 }
}

/** Under its lock. */
export async function saveQuota(tx: Tx, room: Here, key: string, quota: Quota): Promise<void> {
  await tx.execute(changed(room, key, quota))
}

/** Without a lock; false where somebody else changed it since that version. */
export async function swapQuota(tx: Tx, room: Here, key: string, version: number, quota: Quota): Promise<boolean> {
  const rows = await rowsOf(tx, sql`${changed(room, key, quota)} and version = ${version}::bigint returning version`)
  return rows.length === 1
}

const changed = (room: Here, key: string, { spent, told, callers, alone, lastAt, closedUntil }: Quota): SQL =>
  sql`update quotas set spent = ${json(spent)}, told = ${json(told)}, callers = ${json(callers)}, alone = ${jsonOrNull(alone)},
      last_at = ${lastAt}::bigint, closed_until = ${closedUntil}::bigint, version = version + 1
    where tenant_id = ${room.tenant} and key = ${key}`

const read = (tx: Tx, room: Here, key: string, how: 'look' | 'lock'): Promise<KeptQuota | null> =>
  firstOf<KeptQuota>(
    tx,
    sql`select spent, told, callers, alone, last_at as "lastAt", closed_until as "closedUntil", version from quotas
      where tenant_id = ${room.tenant} and key = ${key} ${how === 'lock' ? sql`for update` : sql``}`,
  )
