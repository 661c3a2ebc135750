import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { clockOf } from '@/lib/auth/clock'
import { engineOf } from '@/lib/engine/engine-of'
import { giveUp } from '@/lib/engine/give-up'
import { openRun } from '@/lib/engine/open'
import { advance, type Step } from '@/lib/engine/run'
import type { Engine, Pass } from '@/lib/engine/workshop'
import type { Context, RunAsked } from '@/lib/model/context'
import { database, inTenant } from '@/lib/store/db'
import { dueIntegrations, setHinted } from '@/lib/store/integrations'
import { run as readRun } from '@/lib/store/runs'

/** What the jobs do, in the name of whoever asked. Everything they need is in the store; steps carry ids and counts only. */
export type Asked = Omit<RunAsked, 'name' | 'run'> & { readonly run: string }

/** In the name of whoever asked, with everything the process itself knows. */
export async function engineFor(
  { tenant, actor }: Pick<Asked, 'tenant' | 'actor'>,
  emit: Context['emit'],
): Promise<Engine> {
  const db = await database()
  return engineOf({ db, tenant, actor, role: 'house', now: clockOf(db), newId: randomUUID, emit })
}

/** No other run does the work of these two: they are opened under an id of their own, once the one under way is over. */
export const waitsForTurn = ({ trigger }: Pick<Asked, 'trigger'>): boolean =>
  trigger === 'preview' || trigger === 'undo'

/** Opens the asked run. `busy`: another one is under way; `over`: this one has come to its end already. */
export async function openJob(asked: Asked, emit: Context['emit']): Promise<Pass | 'busy' | 'over'> {
  const { integration, trigger, run } = asked
  const engine = await engineFor(asked, emit)
  const pass = await openRun(engine, integration, trigger, run)
  if (pass) return pass
  const found = await inTenant(engine, (tx) => readRun(tx, engine, run))
  if (found?.phase === 'closed') return 'over'
  // The schedule only comes again; what a person asked for is remembered, unless it waits for its turn.
  if (trigger !== 'schedule' && !waitsForTurn(asked))
    await inTenant(engine, (tx) => setHinted(tx, engine, integration, true))
  return 'busy'
}

export const advanceJob = async (asked: Asked, pass: Pass, emit: Context['emit']): Promise<Step> =>
  advance(await engineFor(asked, emit), pass)

/** The job has no attempt left, or never got its turn: the run is closed and says so. */
export async function endJob(
  { tenant, integration, run }: Pick<Asked, 'tenant' | 'integration' | 'run'>,
  emit: Context['emit'],
): Promise<void> {
  await giveUp(await engineFor({ tenant, actor: { kind: 'schedule' } }, emit), integration, run)
}

const failedEvent = z.object({ tenant: z.string(), integration: z.string(), run: z.string().nullable() })

/** As `endJob`, from the event that a failed job is told with, whose data nobody vouches for. */
export const endFailed = (data: unknown, jobRun: string, emit: Context['emit']): Promise<void> => {
  const { run, ...asked } = failedEvent.parse(data)
  return endJob({ ...asked, run: run ?? jobRun }, emit)
}

/** Runs that the schedule owes now. The id makes one event of however many ticks of the same minute. */
export async function dueJobs(): Promise<readonly { readonly id: string; readonly event: RunAsked }[]> {
  const db = await database()
  const now = clockOf(db)()
  const found = await dueIntegrations(db, now)
  return found.map(({ tenant, integration }) => ({
    id: `due:${integration}:${Math.floor(now / 60_000)}`,
    event: { name: 'run.asked', tenant, integration, trigger: 'schedule', run: null, actor: { kind: 'schedule' } },
  }))
}
