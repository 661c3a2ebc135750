import { connectorOf } from '../connectors'
import { inTenant } from '../store/db'
import { connection as readConnection, grantOf } from '../store/connections'
import { renewTokens } from './tokens'
import type { Engine } from './workshop'

const day = 24 * 60 * 60_000

/** How long a grant of this vendor may rest before it is renewed for its own sake; null where it never dies unused. */
export function restOf(vendor: string): number | null {
  const { auth } = connectorOf(vendor)
  if (auth.kind !== 'oauth' || auth.idleSeconds === null) return null
  return Math.min(7 * day, (auth.idleSeconds * 1000) / 30)
}

/** Renews a grant that nobody has used for a while. Throws `ConnectorError` where the vendor refuses or is away. */
export async function keepAlive(engine: Engine, id: string): Promise<void> {
  const { found, grant } = await inTenant(engine, async (tx) => ({
    found: await readConnection(tx, engine, id),
    grant: await grantOf(tx, engine, id),
  }))
  const connector = found && connectorOf(found.vendor)
  if (!connector || !grant || connector.auth.kind !== 'oauth') return
  await renewTokens(engine, connector, connector.auth, grant, id)
}
