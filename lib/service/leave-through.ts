import { lockedKinds } from '@/lib/engine/unlock'
import { closeConnection, type Connection } from '@/lib/store/connections'
import type { Tx } from '@/lib/store/db'
import { integrationsOfConnection } from '@/lib/store/integrations'
import { mirroredCount } from '@/lib/store/mirrored'
import type { Desk } from './desk'

export interface Leaving {
  readonly connection: string
  readonly version: number
  /** Integrations whose mirrored records are unlocked before the connection is really over. */
  readonly unlock: readonly string[]
  readonly count: number
}

/** Ends a connection for every company that works through it; one that is needed for unlocking holds until that is done. */
export async function leaveThrough(
  tx: Tx,
  desk: Desk,
  { id, side, version }: Pick<Connection, 'id' | 'side' | 'version'>,
  asked: { readonly mirrored: 'keep' | 'unlock'; readonly crm: Connection | null },
): Promise<Leaving> {
  const unlocks = asked.mirrored === 'unlock' && asked.crm?.endedAt === null
  const locked: { id: string; count: number }[] = []
  for (const each of unlocks ? await integrationsOfConnection(tx, desk, id) : []) {
    locked.push({ id: each.id, count: await mirroredCount(tx, desk, each.id, lockedKinds(each.pair)) })
  }
  const unlock = locked.filter(({ count }) => count > 0).map((one) => one.id)
  if (side === 'books' || unlock.length === 0) await closeConnection(tx, desk, id)
  return { connection: id, version, unlock, count: locked.reduce((sum, { count }) => sum + count, 0) }
}
