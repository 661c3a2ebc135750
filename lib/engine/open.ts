import type { Trigger } from '../model/run'
import { inLease, inTenant } from '../store/db'
import { integration as readIntegration, setHinted } from '../store/integrations'
import { releaseLease, takeLease } from '../store/leases'
import { dropProposed, hasApproved } from '../store/approved'
import { endOrphans } from '../store/orphans'
import { openRun as startRun, run as readRun } from '../store/runs'
import type { Engine, Pass } from './workshop'

export type Opened = Pass

/**
 * Takes the integration's lease and opens the run `id`; null if another worker holds it. Repeating it with the same id
 * (a job delivered twice) takes the same run over instead of opening a second one; null if that one has closed, and where
 * nobody has started the integration yet.
 */
export async function openRun(
  engine: Engine,
  integration: string,
  trigger: Trigger,
  id: string,
): Promise<Opened | null> {
  const token = await inTenant(engine, (tx) => takeLease(tx, engine, integration, id, engine.timings.lease))
  if (token === null) return null
  const closed = await inLease(engine, { integration, token, ttl: engine.timings.lease }, async (tx) => {
    const found = await readIntegration(tx, engine, integration)
    if (!found) throw new Error(`There is no integration ${integration}`)
    await endOrphans(tx, engine, integration, id)
    await setHinted(tx, engine, integration, false)
    // What a person approved goes first, whoever comes to carry it out.
    const alone = trigger === 'preview' || trigger === 'undo'
    const approved = !alone && (await hasApproved(tx, engine, integration))
    // Before the start nothing is written but what a person named, whatever was asked for twice or remembered for later.
    if (found.startedAt === null && !alone && !approved && !(await readRun(tx, engine, id))) {
      await releaseLease(tx, engine, integration, token)
      return true
    }
    await startRun(tx, engine, {
      id,
      integration,
      trigger: approved ? 'approved' : trigger,
      actor: engine.actor,
      version: found.version,
    })
    if (trigger === 'preview') await dropProposed(tx, engine, integration, id)
    const opened = await readRun(tx, engine, id)
    if (opened?.phase === 'closed') await releaseLease(tx, engine, integration, token)
    return opened?.phase === 'closed'
  })
  return closed ? null : { integration, run: id, token }
}
