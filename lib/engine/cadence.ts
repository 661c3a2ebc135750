import { connectorOf } from '../connectors'
import { connection as readConnection, type Connection } from '../store/connections'
import type { Here, Tx } from '../store/db'
import type { Integration } from '../store/integrations'
import { quotaOf } from '../store/quotas'
import { isBudget, stretch } from '../sync/stretch'
import { limitsOf, openly, quotaKey } from './limits-of'

/** A run that moved much says little of the next one, which mostly looks: it counts as a few looks at every list. */
const mostLooks = 3

/**
 * When the next run may begin without using a vendor's calls up before there are new ones. `calls`: what the last one made,
 * by vendor id.
 */
export async function earliest(
  tx: Tx,
  room: Here,
  connections: readonly Connection[],
  calls: Readonly<Record<string, number>>,
): Promise<number> {
  const found: number[] = [room.now()]
  for (const connection of connections) {
    const connector = connectorOf(connection.vendor)
    const rates = limitsOf(connector, openly(connection)).rates.filter(isBudget)
    if (rates.length === 0) continue
    const looks = connector.feeds.length
    const cost = Math.max(looks, Math.min(calls[connector.id] ?? 0, mostLooks * looks))
    const quota = await quotaOf(tx, room, quotaKey(connector, connection.companyId, connection.id))
    found.push(stretch(quota, rates, { now: room.now(), cost }))
  }
  return Math.max(...found)
}

/** Whether a webhook may start a run at once: while a budget runs down, what it named waits for the schedule. */
export async function mayHurry(tx: Tx, room: Here, integration: Integration): Promise<boolean> {
  const ends = [
    await readConnection(tx, room, integration.crmConnection),
    await readConnection(tx, room, integration.booksConnection),
  ]
  const connections = ends.flatMap((each) => each ?? [])
  return (await earliest(tx, room, connections, {})) <= room.now()
}
