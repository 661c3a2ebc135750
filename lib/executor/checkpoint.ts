import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { executorTurns } from '@/drizzle/schema/executor'
import type { Desk } from './desk'
import { limits } from './limits'
import { ops } from './outcome'
import { saveStep } from './steps'

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
  return desk.tables.transaction(async (tx) => {
    const [turn] = await tx
      .select({ runId: executorTurns.runId })
      .from(executorTurns)
      .where(and(eq(executorTurns.runId, runId), eq(executorTurns.leaseToken, token)))
      .for('update')
    if (!turn) return 409
    for (const step of finished) await saveStep(tx, runId, step.id, { kind: 'data', value: step.data })
    return 200
  })
}
