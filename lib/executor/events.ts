import { and, eq } from 'drizzle-orm'
import { executorEvents, executorRuns, executorTurns } from '@/drizzle/schema/executor'
import { holds, parseExpression } from './expression'
import { closeRun, startRun, storedEvent } from './runs'
import { endWait } from './steps'
import type { Happening, Desk, Tx } from './desk'

/** Takes events in: each id once a day; what they cancel first, then what waited for them, then what they start. */
export async function takeEvents(desk: Desk, tx: Tx, events: readonly Happening[]): Promise<void> {
  if (events.length === 0) return
  const fresh = await tx
    .insert(executorEvents)
    .values(events.map((event) => ({ id: event.id, receivedAt: desk.now() })))
    .onConflictDoNothing()
    .returning({ id: executorEvents.id })
  const ids = new Set(fresh.map((each) => each.id))
  for (const event of events) if (ids.delete(event.id)) await deliver(desk, tx, event)
}

async function deliver(desk: Desk, tx: Tx, event: Happening): Promise<void> {
  await cancelRuns(desk, tx, event)
  await endWaits(tx, event)
  for (const fn of desk.functions().values()) {
    const wanted = fn.on.some(
      (trigger) => trigger.event === event.name && (!trigger.when || holds(trigger.when, { event })),
    )
    if (wanted) await startRun(desk, tx, fn, event)
  }
}

async function cancelRuns(desk: Desk, tx: Tx, async: Happening): Promise<void> {
  for (const fn of desk.functions().values()) {
    const rules = fn.cancelOn.filter((rule) => rule.event === async.name)
    if (rules.length === 0) continue
    const active = await tx
      .select()
      .from(executorRuns)
      .where(and(eq(executorRuns.functionId, fn.id), eq(executorRuns.state, 'active')))
    for (const run of active) {
      const event = storedEvent(run.event)
      const hit = rules.some(
        ({ when, withinMs }) =>
          (!when || holds(when, { event, async })) && (withinMs === null || desk.now() - run.createdAt <= withinMs),
      )
      if (hit) await closeRun(desk, tx, run.id, 'cancelled', { kind: 'error', value: cancelled })
    }
  }
}

const cancelled = { name: 'Error', message: 'The function was cancelled' }

async function endWaits(tx: Tx, async: Happening): Promise<void> {
  const waiting = await tx
    .select({ turn: executorTurns, event: executorRuns.event })
    .from(executorTurns)
    .innerJoin(executorRuns, eq(executorRuns.id, executorTurns.runId))
    .where(eq(executorTurns.eventName, async.name))
    .orderBy(executorTurns.runId, executorTurns.stepId)
  for (const { turn, event } of waiting) {
    const met = turn.condition === null || holds(parseExpression(turn.condition), { event: storedEvent(event), async })
    if (met) await endWait(tx, turn.runId, turn.stepId, { kind: 'data', value: async })
  }
}
