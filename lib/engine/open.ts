import type { Trigger } from '../model/run'
import { inLease, inTenant } from '../store/db'
import { integration as readIntegration } from '../store/integrations'
import { takeLease } from '../store/leases'
import { dropProposed } from '../store/approved'
import { endOrphans } from '../store/orphans'
import { openRun as startRun } from '../store/runs'
import type { Engine, Pass } from './workshop'

export type Opened = Pass

/**
 * Takes the integration's lease and opens the run `id`; null if another worker holds it. Repeating it with the same id
 * (a job delivered twice) takes the same run over instead of opening a second one.
 */
export async function openRun(
  engine: Engine,
  integration: string,
  trigger: Trigger,
  id: string,
): Promise<Opened | null> {
  const token = await inTenant(engine, (tx) => takeLease(tx, engine, integration, id, engine.timings.lease))
  if (token === null) return null
  const pass = { integration, run: id, token }
  await inLease(engine, { integration, token, ttl: engine.timings.lease }, async (tx) => {
    const found = await readIntegration(tx, engine, integration)
    if (!found) throw new Error(`There is no integration ${integration}`)
    await endOrphans(tx, engine, integration, id)
    await startRun(tx, engine, { id, integration, trigger, actor: engine.actor, version: found.version })
    if (trigger === 'preview') await dropProposed(tx, engine, integration)
  })
  return pass
}
