import { and, eq, sql } from 'drizzle-orm'
import { executorSteps, executorTurns } from '@/drizzle/schema/executor'
import { wholeFunction, type Tx } from './desk'

export interface Result {
  readonly kind: 'data' | 'error'
  readonly value: unknown
}

/** A step's result is kept once: of two deliveries of the same step the first stands. */
export async function saveStep(tx: Tx, runId: string, stepId: string, result: Result): Promise<void> {
  const value = JSON.stringify(result.value ?? null)
  await tx.insert(executorSteps).values({ runId, stepId, kind: result.kind, value }).onConflictDoNothing()
}

/** Ends a wait that is still open, by whichever of its ends comes first. */
export async function endWait(tx: Tx, runId: string, stepId: string, result: Result): Promise<void> {
  const turn = and(
    eq(executorTurns.runId, runId),
    eq(executorTurns.stepId, stepId),
    sql`${executorTurns.kind} <> 'call'`,
  )
  const [open] = await tx.delete(executorTurns).where(turn).returning({ functionId: executorTurns.functionId })
  if (!open) return
  await saveStep(tx, runId, stepId, result)
  await askWholeFunction(tx, runId)
}

/**
 * One call of the whole function at a time: a wish that comes while one is under way is remembered on it, else two
 * calls could both run the same new step.
 */
export async function askWholeFunction(tx: Tx, runId: string): Promise<void> {
  await tx.execute(sql`
    insert into ${executorTurns}
      (run_id, step_id, function_id, kind, due_at, attempt, lost, again, race, slot, slots)
    select r.id, ${wholeFunction}, r.function_id, 'call', r.created_at, 0, 0, false, false, r.slot, r.slots
    from executor_runs r where r.id = ${runId} and r.state = 'active'
    on conflict (run_id, step_id) do update set again = true`)
}
