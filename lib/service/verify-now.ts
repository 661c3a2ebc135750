import { z } from 'zod'
import { prove } from '@/lib/engine/verify'
import { vendorProblem } from '@/lib/engine/vendor-problem'
import { load, type Engine } from '@/lib/engine/workshop'
import type { Accuracy } from '@/lib/model/accuracy'
import type { Context, VerifyAsked } from '@/lib/model/context'
import { ConnectorError } from '@/lib/model/problem'
import { inTenant, type Tx } from '@/lib/store/db'
import { addHints } from '@/lib/store/hints'
import { closeReconciliation } from '@/lib/store/reconciliations'
import { lastInForce, lastRuns } from '@/lib/store/runs'
import { engineFor } from './house'

type Asked = Omit<VerifyAsked, 'name'>

/** Compares both sides with memory, as the job room's work; what no run has read as it is now is read by id in the next one. */
export async function verifyNow(asked: Asked, emit: Context['emit']): Promise<{ readonly different: number }> {
  return verifyAt(await engineFor(asked, emit), asked)
}

export async function verifyAt(engine: Engine, asked: Asked): Promise<{ readonly different: number }> {
  const run = await inTenant(engine, (tx) => standsOn(tx, engine, asked.integration))
  if (!run) throw new Error(`Integration ${asked.integration} has had no run`)
  const work = await load(engine, { integration: asked.integration, run: run.id, token: 0 })
  try {
    const result = await prove(work)
    await inTenant(engine, async (tx) => {
      await addHints(tx, engine, asked.integration, toRead(result))
      await closeReconciliation<Accuracy>(tx, engine, asked.reconciliation, { result })
    })
    return { different: result.different }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    const problem = vendorProblem(work, error)
    await inTenant(engine, (tx) => closeReconciliation(tx, engine, asked.reconciliation, { problem }))
    return { different: 0 }
  }
}

/** What was only tried is not what both systems are kept in step by. */
async function standsOn(tx: Tx, engine: Engine, integration: string) {
  const [latest = null] = await lastRuns(tx, engine, integration, 1)
  return (await lastInForce(tx, engine, integration)) ?? latest
}

const toRead = ({ differences }: Accuracy) =>
  differences.flatMap(({ kind, side, entity, id }) => (kind === 'unexplained' ? [] : [{ side, entity, remoteId: id }]))

const failedEvent = z.object({ tenant: z.string(), integration: z.string(), reconciliation: z.string() })

/** The job has no attempt left: the verification is closed and says that nobody answered. Its event comes unvouched. */
export async function endVerification(data: unknown, emit: Context['emit']): Promise<void> {
  const asked = failedEvent.parse(data)
  const engine = await engineFor({ tenant: asked.tenant, actor: { kind: 'schedule' } }, emit)
  const problem = { vendor: '', problem: { kind: 'unreachable', detail: 'gave up' } } as const
  await inTenant(engine, (tx) => closeReconciliation(tx, engine, asked.reconciliation, { problem }))
}
