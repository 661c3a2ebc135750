import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { executorSteps, executorTurns } from '@/drizzle/schema/executor'
import { wholeFunction, type Desk } from './desk'
import { limits } from './limits'
import { ops, type Op } from './outcome'

const wire = z.looseObject({ run_id: z.string(), qi_id: z.string(), steps: ops })

/**
 * Steps the SDK finished inside one call. 409 stops it: its turn was cancelled or taken over, and whatever it did
 * after that would be done twice.
 */
export async function checkpoint(desk: Desk, input: unknown): Promise<200 | 400 | 409 | 413> {
  const read = wire.safeParse(input)
  if (!read.success) return 400
  const { run_id: runId, qi_id: token, steps } = read.data
  const finished = steps.filter((step) => step.op === 'StepRun' || step.op === 'Step')
  if (finished.length !== steps.length) return 400
  if (finished.some((step) => JSON.stringify(step.data ?? null).length > limits.stepBytes)) return 413
  const saved = await saveHeld(desk, runId, token, finished)
  return saved || (await isHeld(desk, runId, token)) ? 200 : 409
}

const heldTurn = (runId: string, token: string) =>
  and(eq(executorTurns.runId, runId), eq(executorTurns.stepId, wholeFunction), eq(executorTurns.leaseToken, token))

/** In one statement, as this is the path every step takes. False when nothing was new, be it a repetition or too late. */
async function saveHeld(desk: Desk, runId: string, token: string, steps: readonly Op[]): Promise<boolean> {
  const rows = JSON.stringify(steps.map((step) => ({ id: step.id, value: JSON.stringify(step.data ?? null) })))
  const fresh = sql`
    select ${executorTurns.runId}, page.id, nextval(pg_get_serial_sequence('executor_steps', 'seq')), 'data', page.value
    from ${executorTurns}, json_to_recordset(${rows}::json) as page(id text, value text)
    where ${heldTurn(runId, token)}`
  const saved = await desk.tables
    .insert(executorSteps)
    .select(fresh)
    .onConflictDoNothing()
    .returning({ id: executorSteps.stepId })
  return saved.length > 0
}

async function isHeld(desk: Desk, runId: string, token: string): Promise<boolean> {
  const found = await desk.tables.select({ id: executorTurns.runId }).from(executorTurns).where(heldTurn(runId, token))
  return found.length > 0
}
