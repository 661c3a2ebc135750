import { and, eq, inArray } from 'drizzle-orm'
import { executorSteps, executorTurns } from '@/drizzle/schema/executor'
import { z } from 'zod'
import { instantOf } from './duration'
import { parseExpression } from './expression'
import type { Op } from './outcome'
import type { Desk, Tx } from './desk'
import { startRun } from './runs'
import { endWait } from './steps'
import type { Turn } from './turns'

type Planned = typeof executorTurns.$inferInsert
interface Problem {
  readonly name: 'Error'
  readonly message: string
}

/** The last instant a Date can hold: a wait without a timeout. */
const never = 8_640_000_000_000_000

/** Turns the steps a function asks for into turns; says what is wrong when it asks for something we lack. */
export async function planTurns(desk: Desk, tx: Tx, turn: Turn, ops: readonly Op[]): Promise<Problem | null> {
  const wanted = ops.filter((op) => !settled.has(op.op))
  if (wanted.length === 0) return null
  const read = wanted.map((op) => readOp(desk, turn, op))
  const wrong = read.find((each) => 'message' in each)
  if (wrong && 'message' in wrong) return wrong
  const planned = read.flatMap((each) => ('message' in each ? [] : [each]))
  const inserted = await insertNew(tx, turn.runId, planned)
  for (const op of wanted) if (op.op === 'InvokeFunction' && inserted.has(op.id)) await invoke(desk, tx, turn, op)
  return null
}

const settled = new Set(['StepRun', 'Step', 'StepFailed', 'StepError', 'RunComplete'])

/** A function called again names the steps it still waits for once more, and may name one that finished meanwhile. */
async function insertNew(tx: Tx, runId: string, planned: readonly Planned[]): Promise<ReadonlySet<string>> {
  const ids = planned.map((each) => each.stepId)
  const finished = await tx
    .select({ id: executorSteps.stepId })
    .from(executorSteps)
    .where(and(eq(executorSteps.runId, runId), inArray(executorSteps.stepId, ids)))
  const known = new Set(finished.map((each) => each.id))
  const fresh = planned.filter((each) => !known.has(each.stepId))
  if (fresh.length === 0) return new Set()
  const inserted = await tx
    .insert(executorTurns)
    .values(fresh)
    .onConflictDoNothing()
    .returning({ id: executorTurns.stepId })
  return new Set(inserted.map((each) => each.id))
}

function readOp(desk: Desk, turn: Turn, op: Op): Planned | Problem {
  const now = desk.now()
  const fresh = { runId: turn.runId, stepId: op.id, functionId: turn.functionId, attempt: 0, lost: 0, again: false }
  const base = { ...fresh, race: op.opts?.['parallelMode'] === 'race' }
  try {
    switch (op.op) {
      case 'StepPlanned':
        return { ...base, kind: 'call', dueAt: now, slot: turn.slot, slots: turn.slots }
      case 'Sleep':
        return { ...base, kind: 'sleep', dueAt: instantOf(op.name ?? '', now) }
      case 'WaitForEvent':
        return { ...base, kind: 'event', eventName: z.string().parse(op.name), ...waitOptions(op, now) }
      case 'InvokeFunction':
        return { ...base, kind: 'invoke', dueAt: invokeOptions.parse(op.opts).timeout(now) }
      default:
        return { name: 'Error', message: `The embedded executor has no step of the kind ${op.op}` }
    }
  } catch (error) {
    return { name: 'Error', message: `Step ${op.op}: ${error instanceof Error ? error.message : String(error)}` }
  }
}

const timeout = z
  .string()
  .optional()
  .transform((text) => (now: number) => (text === undefined ? never : instantOf(text, now)))
const waitWire = z.looseObject({ timeout, if: z.string().optional() })
const invokeOptions = z.looseObject({
  timeout,
  function_id: z.string(),
  payload: z.looseObject({ data: z.record(z.string(), z.unknown()).nullish() }).nullish(),
})

function waitOptions(op: Op, now: number): Pick<Planned, 'dueAt' | 'condition'> {
  const read = waitWire.parse(op.opts)
  if (read.if !== undefined) parseExpression(read.if)
  return { dueAt: read.timeout(now), condition: read.if ?? null }
}

async function invoke(desk: Desk, tx: Tx, turn: Turn, op: Op): Promise<void> {
  const read = invokeOptions.parse(op.opts)
  const fn = desk.functions().get(read.function_id)
  const id = `${turn.runId}:${op.id}`
  const event = { name: 'inngest/function.invoked', id, ts: desk.now(), data: read.payload?.data ?? {} }
  if (fn) return startRun(desk, tx, fn, event, { run: turn.runId, step: op.id })
  const value = { name: 'Error', message: `Function "${read.function_id}" is not registered` }
  await endWait(tx, turn.runId, op.id, { kind: 'error', value })
}
