import { takeEvents } from './events'
import { closeRun } from './runs'
import type { Desk, Tx } from './desk'

/** A run that has no attempt left: closed, and told to its `onFailure` by the event the real server sends. */
export async function failRun(desk: Desk, tx: Tx, runId: string, error: unknown): Promise<void> {
  const closed = await closeRun(desk, tx, runId, 'failed', { kind: 'error', value: error })
  if (!closed) return
  const told = {
    name: 'inngest/function.failed',
    id: `${runId}:failed`,
    ts: desk.now(),
    data: { function_id: closed.functionId, run_id: runId, error, event: closed.event, events: [closed.event] },
  }
  await takeEvents(desk, tx, [told])
}
