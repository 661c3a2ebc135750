import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { executorRuns, executorTurns } from '@/drizzle/schema/executor'
import type { Fn } from './functions'
import { askWholeFunction, endWait, type Result } from './steps'
import { happening, type Desk, type Happening, type Tx } from './desk'

export interface Parent {
  readonly run: string
  readonly step: string
}

/** Starts a function for an event, unless its idempotency key has been used in the last day. */
export async function startRun(desk: Desk, tx: Tx, fn: Fn, event: Happening, parent?: Parent): Promise<void> {
  const scope = { event }
  const slot = fn.concurrency ? `${fn.id} ${JSON.stringify(fn.concurrency.key?.(scope) ?? null)}` : null
  const [started] = await tx
    .insert(executorRuns)
    .values({
      id: randomUUID(),
      functionId: fn.id,
      event: JSON.stringify(event),
      state: 'active',
      idempotencyKey: fn.idempotency ? JSON.stringify(fn.idempotency(scope) ?? null) : null,
      slot,
      slots: fn.concurrency?.limit ?? null,
      parentRun: parent?.run ?? null,
      parentStep: parent?.step ?? null,
      createdAt: desk.now(),
    })
    .onConflictDoNothing()
    .returning({ id: executorRuns.id })
  if (started) await askWholeFunction(tx, started.id)
}

/** Closes a run once: whoever comes second finds it closed. A parent that waits for it is told. */
export async function closeRun(
  desk: Desk,
  tx: Tx,
  runId: string,
  state: 'done' | 'failed' | 'cancelled',
  result: Result,
): Promise<{ readonly event: Happening; readonly functionId: string } | null> {
  const [closed] = await tx
    .update(executorRuns)
    .set({ state, output: JSON.stringify(result.value ?? null), finishedAt: desk.now() })
    .where(and(eq(executorRuns.id, runId), eq(executorRuns.state, 'active')))
    .returning()
  if (!closed) return null
  await tx.delete(executorTurns).where(eq(executorTurns.runId, runId))
  if (closed.parentRun !== null && closed.parentStep !== null) {
    await endWait(tx, closed.parentRun, closed.parentStep, result)
  }
  return { event: storedEvent(closed.event), functionId: closed.functionId }
}

/** Reads back what `startRun` wrote. */
export const storedEvent = (text: string): Happening => happening.parse(JSON.parse(text))
