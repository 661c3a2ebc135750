import { connectorOf } from '../connectors'
import type { Grant, Session, Tokens } from '../model/connector'
import { inTenant } from '../store/db'
import { connection as readConnection, grantOf, lastGrantOf } from '../store/connections'
import { ConnectorError } from '../model/problem'
import { openBench, openSession, type Bench, type Engine } from './workshop'

/** A session from what somebody just typed in or consented to, before anything is stored. `key`: whose quota its calls take. */
export const meet = (engine: Engine, vendor: string, grant: Grant, key: string, tokens?: Tokens): Session =>
  openSession(engine, connectorOf(vendor), grant, key, undefined, tokens)

/** A session of a stored connection outside any run, for pages that show the vendor's own lists; `company` tries another one. */
export async function meetAgain(engine: Engine, connection: string, company?: string): Promise<Bench> {
  const { found, grant } = await inTenant(engine, async (tx) => ({
    found: await readConnection(tx, engine, connection),
    grant: await grantOf(tx, engine, connection),
  }))
  if (!found || !grant) throw new ConnectorError({ kind: 'signed-out' })
  return openBench(engine, found, company === undefined ? grant : { ...grant, company })
}

/** A session of a connection that has ended, to hand things back; null once its secrets are destroyed. */
export async function closingSession(engine: Engine, connection: string): Promise<Session | null> {
  const { found, grant } = await inTenant(engine, async (tx) => ({
    found: await readConnection(tx, engine, connection),
    grant: await lastGrantOf(tx, engine, connection),
  }))
  return found && grant ? openBench(engine, found, grant).session : null
}
