import { lt } from 'drizzle-orm'
import { executorEvents, executorRuns } from '@/drizzle/schema/executor'
import type { Desk } from './desk'
import { limits } from './limits'

/** Forgets finished runs and the ids of events after a day. */
export async function sweep(desk: Desk): Promise<void> {
  const before = desk.now() - limits.keepMs
  await desk.tables.delete(executorRuns).where(lt(executorRuns.finishedAt, before))
  await desk.tables.delete(executorEvents).where(lt(executorEvents.receivedAt, before))
}
