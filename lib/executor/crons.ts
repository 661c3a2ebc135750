import { and, eq, inArray, lte } from 'drizzle-orm'
import { executorCrons } from '@/drizzle/schema/executor'
import type { Desk } from './desk'
import { schedule } from './functions'
import { startRun } from './runs'

export interface Crons {
  /** Makes the stored schedules those of the registered functions. */
  keep(): Promise<void>
  fire(): Promise<void>
  /** The next time any schedule is due, as known here: no need to ask the database at every beat. */
  next(): number
}

export function openCrons(desk: Desk): Crons {
  let next = 0
  return {
    async keep() {
      await keepCrons(desk)
      next = 0
    },
    async fire() {
      if (desk.now() < next) return
      await fireCrons(desk)
      next = await nextCron(desk)
    },
    next: () => next,
  }
}

/** A schedule that stays keeps its next time. */
async function keepCrons(desk: Desk): Promise<void> {
  const functions = [...desk.functions().values()]
  if (functions.length === 0) return
  const wanted = functions.flatMap((fn) => fn.crons.map((pattern) => ({ functionId: fn.id, pattern })))
  const ids = functions.map((fn) => fn.id)
  await desk.tables.transaction(async (tx) => {
    const stored = await tx.select().from(executorCrons).where(inArray(executorCrons.functionId, ids))
    const stale = stored.filter(
      (old) => !wanted.some((cron) => cron.functionId === old.functionId && cron.pattern === old.pattern),
    )
    for (const cron of stale) await tx.delete(executorCrons).where(sameCron(cron))
    for (const cron of wanted) {
      const nextAt = after(cron.pattern, desk.now())
      await tx
        .insert(executorCrons)
        .values({ ...cron, nextAt })
        .onConflictDoNothing()
    }
  })
}

/** Starts what is due, once however many times were missed; of two executors the one that moves the time starts it. */
async function fireCrons(desk: Desk): Promise<void> {
  const now = desk.now()
  const due = await desk.tables.select().from(executorCrons).where(lte(executorCrons.nextAt, now))
  for (const cron of due) {
    const fn = desk.functions().get(cron.functionId)
    if (!fn) continue
    await desk.tables.transaction(async (tx) => {
      const moved = await tx
        .update(executorCrons)
        .set({ nextAt: after(cron.pattern, now) })
        .where(and(sameCron(cron), eq(executorCrons.nextAt, cron.nextAt)))
        .returning()
      if (moved.length === 0) return
      const id = `${fn.id} ${cron.pattern} ${cron.nextAt}`
      const event = { name: 'inngest/scheduled.timer', id, ts: cron.nextAt, data: { cron: cron.pattern } }
      await startRun(desk, tx, fn, event)
    })
  }
}

async function nextCron(desk: Desk): Promise<number> {
  const crons = await desk.tables.select().from(executorCrons)
  return Math.min(...crons.filter((cron) => desk.functions().has(cron.functionId)).map((cron) => cron.nextAt))
}

function after(pattern: string, now: number): number {
  const next = schedule(pattern).nextRun(new Date(now))
  if (!next) throw new Error(`The schedule "${pattern}" has no next time`)
  return next.getTime()
}

const sameCron = (cron: { readonly functionId: string; readonly pattern: string }) =>
  and(eq(executorCrons.functionId, cron.functionId), eq(executorCrons.pattern, cron.pattern))
