import { connectorOf } from '../connectors'
import type { Connection } from '../store/connections'
import type { Here, Tx } from '../store/db'
import { quotaOf } from '../store/quotas'
import { forecast } from '../sync/forecast'
import { free } from '../sync/spend'
import { isBudget, stretch } from '../sync/stretch'
import { limitsOf, openly, quotaKey } from './limits-of'

/** How a company's calls stand in the widest window that its vendor keeps. */
export interface Usage {
  readonly used: number
  readonly of: number
  readonly seconds: number
  /** Runs come less often until there are more. */
  readonly slower: boolean
}

/** Null where no limit lasts as long as an hour. Others' calls are among those used, where the vendor tells of them. */
export async function usage(tx: Tx, room: Here, connection: Connection): Promise<Usage | null> {
  const connector = connectorOf(connection.vendor)
  const { rates } = limitsOf(connector, openly(connection))
  const [widest] = rates.filter(isBudget).sort((a, b) => b.seconds - a.seconds)
  if (!widest) return null
  const now = room.now()
  const quota = await quotaOf(tx, room, quotaKey(connector, connection.companyId, connection.id))
  const left = Math.min(widest.calls, free(quota, widest, { now, by: 'person' }))
  const slower = stretch(quota, rates, { now, cost: connector.feeds.length }) > now
  return { used: widest.calls - left, of: widest.calls, seconds: widest.seconds, slower }
}

/** Seconds that so many calls to a company will take from now on. */
export async function lasting(tx: Tx, room: Here, connection: Connection, calls: number): Promise<number> {
  const connector = connectorOf(connection.vendor)
  const { rates } = limitsOf(connector, openly(connection))
  const quota = await quotaOf(tx, room, quotaKey(connector, connection.companyId, connection.id))
  return forecast(quota, rates, { now: room.now(), calls })
}
