import { inTenant, type Tx } from '../store/db'
import { integration as readIntegration, publishedSettings, setNextDue } from '../store/integrations'
import { lease, releaseLease } from '../store/leases'
import { replanProposed } from '../store/orphans'
import { run as readRun, saveRun } from '../store/runs'
import { due } from '../sync/due'
import type { Engine } from './workshop'

/** Closes a run that its job could not bring to an end: nothing is undone, the next run settles what is open. */
export async function giveUp(engine: Engine, integration: string, run: string): Promise<void> {
  const closed = await inTenant(engine, (tx) => endRun(tx, engine, integration, run))
  if (closed) await engine.emit({ name: 'run.closed', tenant: engine.tenant, integration })
}

async function endRun(tx: Tx, engine: Engine, integration: string, run: string): Promise<boolean> {
  const found = await readRun(tx, engine, run)
  if (found?.integration !== integration || found.phase === 'closed') return false
  await saveRun(tx, engine, {
    id: run,
    phase: 'closed',
    result: found.result ?? { kind: 'interrupted' },
    endedAt: engine.now(),
  })
  // What it planned and had not released is planned again: nobody else would come to it.
  if (found.trigger !== 'preview') await replanProposed(tx, engine, run)
  const held = await lease(tx, engine, integration)
  if (held?.holder === run) await releaseLease(tx, engine, integration, held.token)
  const of = await readIntegration(tx, engine, integration)
  if (!of?.startedAt || found.trigger === 'preview') return true
  const inForce = (await publishedSettings(tx, engine, integration, of.version)) ?? of.settings
  await setNextDue(tx, engine, integration, due(of.startedAt, inForce, engine.now()))
  return true
}
