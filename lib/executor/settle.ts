import { and, eq, ne } from 'drizzle-orm'
import { executorRuns, executorTurns } from '@/drizzle/schema/executor'
import { retryAt } from './duration'
import { failRun } from './fail'
import { backOffMs, limits } from './limits'
import type { Op, Outcome } from './outcome'
import { planTurns } from './plan-turns'
import { wholeFunction, type Desk, type Tx } from './desk'
import { closeRun } from './runs'
import { askWholeFunction, saveStep, type Result } from './steps'
import type { Turn } from './turns'

const unreachableMs = 1000

/** Writes down what came of a call, unless the turn has been cancelled or taken over meanwhile. */
export async function settle(desk: Desk, turn: Turn, outcome: Outcome): Promise<void> {
  await desk.tables.transaction(async (tx) => {
    if (!(await isHeld(tx, turn))) return
    if (outcome.kind === 'done') await closeRun(desk, tx, turn.runId, 'done', { kind: 'data', value: outcome.output })
    else if (outcome.kind === 'ops') await applyOps(desk, tx, turn, outcome.ops, outcome.retryAfter)
    else if (outcome.kind === 'threw') await applyThrown(desk, tx, turn, outcome)
    else {
      const lost = turn.lost + (outcome.kind === 'cut' ? 1 : 0)
      await putBack(tx, turn, { lost, attempt: turn.attempt, dueAt: desk.now() + unreachableMs })
    }
  })
}

/** Locks the run as well: of two parallel steps that end at once, one must see that it is the last. */
async function isHeld(tx: Tx, turn: Turn): Promise<boolean> {
  const found = await tx
    .select({ id: executorRuns.id })
    .from(executorRuns)
    .innerJoin(executorTurns, eq(executorTurns.runId, executorRuns.id))
    .where(and(sameTurn(turn), eq(executorTurns.leaseToken, turn.token)))
    .for('no key update')
  return found.length > 0
}

async function applyThrown(desk: Desk, tx: Tx, turn: Turn, thrown: Outcome & { kind: 'threw' }): Promise<void> {
  if (thrown.final || lastAttempt(turn)) await failRun(desk, tx, turn.runId, thrown.error)
  else await retry(desk, tx, turn, thrown.retryAfter)
}

async function applyOps(desk: Desk, tx: Tx, turn: Turn, ops: readonly Op[], retryAfter: string | null): Promise<void> {
  if (ops.some((op) => sizeOf(op) > limits.stepBytes)) return failRun(desk, tx, turn.runId, tooLarge)
  const results = ops.flatMap((op) => resultOf(op, turn))
  for (const { id, result } of results) await saveStep(tx, turn.runId, id, result)
  const complete = ops.find((op) => op.op === 'RunComplete')
  if (complete) {
    await closeRun(desk, tx, turn.runId, 'done', { kind: 'data', value: complete.data })
    return
  }
  if (ops.some((op) => op.op === 'StepError') && !lastAttempt(turn)) return retry(desk, tx, turn, retryAfter)
  const refused = await planTurns(desk, tx, turn, ops)
  if (refused) return failRun(desk, tx, turn.runId, refused)
  if (turn.stepId === wholeFunction) await endWhole(desk, tx, turn, results.length)
  else await endStep(tx, turn)
}

const sizeOf = (op: Op): number => JSON.stringify(op.data ?? null).length
const tooLarge = { name: 'Error', message: `A step may return ${limits.stepBytes} bytes at most` }

function resultOf(op: Op, turn: Turn): readonly { readonly id: string; readonly result: Result }[] {
  if (op.op === 'StepRun' || op.op === 'Step') return [{ id: op.id, result: { kind: 'data', value: op.data } }]
  const failed = op.op === 'StepFailed' || (op.op === 'StepError' && lastAttempt(turn))
  return failed ? [{ id: op.id, result: { kind: 'error', value: op.error } }] : []
}

/** After a step that ran, or a wish that came meanwhile, the function is called again; else it waits for what it planned. */
async function endWhole(desk: Desk, tx: Tx, turn: Turn, ran: number): Promise<void> {
  const idle =
    ran > 0
      ? []
      : await tx
          .delete(executorTurns)
          .where(and(sameTurn(turn), eq(executorTurns.again, false)))
          .returning()
  if (idle.length === 0) await putBack(tx, turn, { lost: 0, attempt: 0, dueAt: desk.now() })
}

/** The last of several parallel steps wakes the function; in a race each one does. */
async function endStep(tx: Tx, turn: Turn): Promise<void> {
  await tx.delete(executorTurns).where(sameTurn(turn))
  const others = and(
    eq(executorTurns.runId, turn.runId),
    eq(executorTurns.kind, 'call'),
    ne(executorTurns.stepId, wholeFunction),
  )
  const [other] = turn.race
    ? []
    : await tx.select({ id: executorTurns.stepId }).from(executorTurns).where(others).limit(1)
  if (!other) await askWholeFunction(tx, turn.runId)
}

async function retry(desk: Desk, tx: Tx, turn: Turn, retryAfter: string | null): Promise<void> {
  const now = desk.now()
  const attempt = turn.attempt + 1
  const dueAt = retryAfter === null ? now + backOffMs(attempt) : retryAt(retryAfter, now)
  await putBack(tx, turn, { lost: 0, attempt, dueAt })
}

async function putBack(tx: Tx, turn: Turn, next: { lost: number; attempt: number; dueAt: number }): Promise<void> {
  await tx
    .update(executorTurns)
    .set({ ...next, again: false, leaseToken: null, leaseUntil: null })
    .where(sameTurn(turn))
}

const lastAttempt = (turn: Turn): boolean => turn.attempt + 1 >= turn.attempts

const sameTurn = (turn: Pick<Turn, 'runId' | 'stepId'>) =>
  and(eq(executorTurns.runId, turn.runId), eq(executorTurns.stepId, turn.stepId))
