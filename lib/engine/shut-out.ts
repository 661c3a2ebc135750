import type { ConnectorError } from '../model/problem'
import { inLease } from '../store/db'
import { integration as readIntegration, setNextDue, setStopped, setWaiting } from '../store/integrations'
import { releaseLease } from '../store/leases'
import { replanProposed } from '../store/orphans'
import { run as readRun, saveRun } from '../store/runs'
import { vendorOf } from './vendor-problem'
import type { Engine, Pass } from './workshop'

/** A side of which nothing is left that could be opened: the run ends and says so, and the schedule rests until somebody signs in. */
export async function shutOut(engine: Engine, pass: Pass, error: ConnectorError): Promise<void> {
  const { integration, run, token } = pass
  const stopped = { vendor: vendorOf(error) ?? '', problem: error.problem }
  await inLease(engine, { integration, token, ttl: engine.timings.lease }, async (tx) => {
    const [found, of] = [await readRun(tx, engine, run), await readIntegration(tx, engine, integration)]
    if (found?.phase === 'closed') return
    if (found?.trigger !== 'preview') await replanProposed(tx, engine, run)
    // What the brake asked about meanwhile stays asked.
    const result = found?.result ?? ({ kind: 'stopped', ...stopped } as const)
    await saveRun(tx, engine, { id: run, phase: 'closed', result, endedAt: engine.now() })
    await setStopped(tx, engine, integration, stopped)
    if (of?.startedAt != null) {
      await setWaiting(tx, engine, integration, null)
      await setNextDue(tx, engine, integration, null)
    }
    await releaseLease(tx, engine, integration, token)
  })
  await engine.emit({ name: 'run.closed', tenant: engine.tenant, integration })
}
