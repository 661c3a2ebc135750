import { randomUUID } from 'node:crypto'
import { and, eq, getTableColumns, gt, inArray, isNotNull, isNull, lte, min, ne, or, sql } from 'drizzle-orm'
import { executorTurns } from '@/drizzle/schema/executor'
import { failRun } from './fail'
import { limits } from './limits'
import { wholeFunction, type Desk, type Tx } from './desk'
import { endWait, type Result } from './steps'

/** One call to the app, as claimed by this executor. */
export interface Turn {
  readonly runId: string
  readonly stepId: string
  readonly functionId: string
  readonly attempt: number
  readonly attempts: number
  readonly lost: number
  readonly race: boolean
  readonly slot: string | null
  readonly slots: number | null
  readonly token: string
}

const table = executorTurns

/** Takes due calls under a lease. One claimer at a time, or two executors would both fill a function's last free slot. */
export async function claimTurns(desk: Desk, owner: string, free: number): Promise<readonly Turn[]> {
  if (desk.functions().size === 0) return []
  return desk.tables.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('executor_turns'))`)
    const claimed = await lease(desk, tx, `${owner}/${randomUUID()}`, free)
    const turns: Turn[] = []
    for (const turn of claimed) {
      if (turn.lost <= limits.lost) turns.push(turn)
      else
        await failRun(desk, tx, turn.runId, {
          name: 'Error',
          message: `The app stopped ${turn.lost} times in this step`,
        })
    }
    return turns
  })
}

async function lease(desk: Desk, tx: Tx, token: string, free: number): Promise<readonly Turn[]> {
  const now = desk.now()
  const takeable = takeableTurns(desk, tx, now, free)
  const rows = await tx
    .update(table)
    .set({
      leaseToken: token,
      leaseUntil: now + limits.leaseMs,
      lost: sql`${table.lost} + case when ${table.leaseToken} is null then 0 else 1 end`,
      again: false,
    })
    .from(takeable)
    .where(and(eq(table.runId, takeable.runId), eq(table.stepId, takeable.stepId), dueAndFree(now)))
    .returning(getTableColumns(table))
  return rows.flatMap((row) => {
    const fn = desk.functions().get(row.functionId)
    return fn ? [{ ...row, attempts: fn.attempts, token }] : []
  })
}

const dueAndFree = (now: number) => and(lte(table.dueAt, now), or(isNull(table.leaseUntil), lte(table.leaseUntil, now)))

function takeableTurns(desk: Desk, tx: Tx, now: number, free: number) {
  const busy = tx
    .select({ slot: table.slot, taken: sql<number>`count(*)::int`.as('taken') })
    .from(table)
    .where(and(eq(table.kind, 'call'), isNotNull(table.slot), gt(table.leaseUntil, now)))
    .groupBy(table.slot)
    .as('busy')
  const { runId, stepId, slot, slots, dueAt } = getTableColumns(table)
  const place = sql<number>`row_number() over (partition by ${slot} order by ${dueAt}, ${runId}, ${stepId})`.as('place')
  const due = tx
    .select({ runId, stepId, slot, slots, dueAt, place })
    .from(table)
    .where(and(eq(table.kind, 'call'), dueAndFree(now), inArray(table.functionId, [...desk.functions().keys()])))
    .as('due')
  return tx
    .select({ runId: due.runId, stepId: due.stepId })
    .from(due)
    .leftJoin(busy, eq(busy.slot, due.slot))
    .where(or(isNull(due.slot), sql`${due.place} + coalesce(${busy.taken}, 0) <= ${due.slots}`))
    .orderBy(due.dueAt)
    .limit(free)
    .as('takeable')
}

/** Keeps the leases of calls under way, so that a long step is not taken for a dead one. */
export async function renewLeases(desk: Desk, tokens: readonly string[]): Promise<void> {
  if (tokens.length === 0) return
  const leaseUntil = desk.now() + limits.leaseMs
  await desk.tables
    .update(table)
    .set({ leaseUntil })
    .where(inArray(table.leaseToken, [...tokens]))
}

/** Ends the waits whose time has come: sleeps are over, waited-for events did not come, invoked functions took too long. */
export async function endDueWaits(desk: Desk): Promise<number> {
  const due = await desk.tables
    .select({ runId: table.runId, stepId: table.stepId, kind: table.kind })
    .from(table)
    .where(and(ne(table.kind, 'call'), lte(table.dueAt, desk.now())))
    .limit(1000)
  for (const turn of due) {
    await desk.tables.transaction((tx) => endWait(tx, turn.runId, turn.stepId, timedOut(turn.kind)))
  }
  return due.length
}

const timedOut = (kind: string): Result =>
  kind === 'invoke'
    ? { kind: 'error', value: { name: 'Error', message: 'The invoked function did not finish in time' } }
    : { kind: 'data', value: null }

/** When something falls due that is not due yet. */
export async function nextDue(desk: Desk): Promise<number | null> {
  const [soonest] = await desk.tables
    .select({ at: min(table.dueAt) })
    .from(table)
    .where(gt(table.dueAt, desk.now()))
  return soonest?.at ?? null
}

/** Whether the run awaits anything else: then a step found alone must not run at once, another call could find it too. */
export async function awaitsMore(desk: Desk, turn: Turn): Promise<boolean> {
  const others = and(eq(table.runId, turn.runId), ne(table.stepId, wholeFunction))
  const found = await desk.tables.select({ id: table.stepId }).from(table).where(others).limit(1)
  return found.length > 0
}
