import { randomUUID } from 'node:crypto'
import { and, eq, gt, inArray, isNotNull, isNull, lte, min, ne, or, sql } from 'drizzle-orm'
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
  if (free <= 0 || desk.functions().size === 0) return []
  return desk.tables.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('executor_turns'))`)
    const chosen = await takeable(desk, tx, free)
    const turns: Turn[] = []
    for (const { runId, stepId } of chosen) turns.push(...(await lease(desk, tx, owner, runId, stepId)))
    return turns
  })
}

function takeable(desk: Desk, tx: Tx, free: number) {
  const now = desk.now()
  const unleased = or(isNull(table.leaseUntil), lte(table.leaseUntil, now))
  const busy = tx
    .select({ slot: table.slot, taken: sql<number>`count(*)::int`.as('taken') })
    .from(table)
    .where(and(eq(table.kind, 'call'), isNotNull(table.slot), gt(table.leaseUntil, now)))
    .groupBy(table.slot)
    .as('busy')
  const place = sql<number>`row_number() over (partition by ${table.slot} order by ${table.dueAt}, ${table.runId}, ${table.stepId})`
  const due = tx
    .select({
      runId: table.runId,
      stepId: table.stepId,
      slot: table.slot,
      slots: table.slots,
      dueAt: table.dueAt,
      place: place.as('place'),
    })
    .from(table)
    .where(
      and(
        eq(table.kind, 'call'),
        lte(table.dueAt, now),
        unleased,
        inArray(table.functionId, [...desk.functions().keys()]),
      ),
    )
    .as('due')
  return tx
    .select({ runId: due.runId, stepId: due.stepId })
    .from(due)
    .leftJoin(busy, eq(busy.slot, due.slot))
    .where(or(isNull(due.slot), sql`${due.place} + coalesce(${busy.taken}, 0) <= ${due.slots}`))
    .orderBy(due.dueAt)
    .limit(free)
}

async function lease(desk: Desk, tx: Tx, owner: string, runId: string, stepId: string): Promise<readonly Turn[]> {
  const token = `${owner}/${randomUUID()}`
  const [row] = await tx
    .update(table)
    .set({
      leaseToken: token,
      leaseUntil: desk.now() + limits.leaseMs,
      lost: sql`${table.lost} + case when ${table.leaseToken} is null then 0 else 1 end`,
      again: false,
    })
    .where(and(eq(table.runId, runId), eq(table.stepId, stepId)))
    .returning()
  const fn = row && desk.functions().get(row.functionId)
  if (!row || !fn) return []
  if (row.lost <= limits.lost) return [{ ...row, attempts: fn.attempts, token }]
  const message = `The app stopped ${row.lost} times in this step; it is given up`
  await failRun(desk, tx, runId, { name: 'Error', message })
  return []
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
