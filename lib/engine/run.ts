import { inLease, isLeaseLost } from '../store/db'
import { moveRun, run as readRun, saveRun } from '../store/runs'
import type { Phase, RunResult } from '../model/run'
import { ConnectorError } from '../model/problem'
import { apply } from './apply'
import { brakePlan } from './brake-plan'
import { close } from './close'
import { openRun, type Opened } from './open'
import { planLinks } from './plan'
import { pull } from './pull'
import { settleStarted } from './settle-started'
import { shutOut } from './shut-out'
import { load, type Engine, type Pass, type Work } from './workshop'
import { vendorProblem } from './vendor-problem'
import type { Trigger } from '../model/run'

/** Where a step left the run, and how long to wait before the next one (a vendor asked for a short pause). */
export interface Step {
  readonly phase: Phase
  readonly waitMs: number
}

/** What a phase reports: the phase to go on with, and the run's result where it ends early. */
export interface Moved {
  readonly phase: Phase
  readonly result?: RunResult
  /** Nothing can be done before this time. */
  readonly waitUntil?: number
}

/** Vendor pauses up to this long are waited for inside the run; longer ones end it until then. Milliseconds. */
const shortPause = 20_000

const phases: Readonly<Record<Exclude<Phase, 'closed'>, (work: Work, until: number) => Promise<Moved>>> = {
  open: settleStarted,
  pull,
  plan: planLinks,
  brake: brakePlan,
  apply,
  close,
}

/**
 * One step of a run: about `timings.step` of work in its present phase, whole pages and batches only. All state is in the
 * store, so a step may be repeated, or continued by another process.
 */
export async function advance(engine: Engine, pass: Pass): Promise<Step> {
  try {
    const work = await letIn(engine, pass)
    return work ? await step(work) : { phase: 'closed', waitMs: 0 }
  } catch (error) {
    if (isLeaseLost(error)) return { phase: 'closed', waitMs: 0 }
    throw error
  }
}

/** Null: a side lets nobody in any more, and the run is closed. */
async function letIn(engine: Engine, pass: Pass): Promise<Work | null> {
  try {
    return await load(engine, pass)
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    await shutOut(engine, pass, error)
    return null
  }
}

async function step(work: Work): Promise<Step> {
  const { phase } = work.run
  if (phase === 'closed') return { phase, waitMs: 0 }
  try {
    const moved = await phases[phase](work, work.engine.now() + work.engine.timings.step)
    const at = await note(work, moved)
    return { phase: at, waitMs: Math.max((moved.waitUntil ?? 0) - work.engine.now(), 0) }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    return stopOrPause(work, phase, error)
  }
}

async function stopOrPause(work: Work, phase: Phase, error: ConnectorError): Promise<Step> {
  const { problem, vendor } = vendorProblem(work, error)
  const waitMs = problem.kind === 'slow-down' ? problem.until - work.engine.now() : Infinity
  if (waitMs <= shortPause) {
    const at = await note(work, { phase })
    return { phase: at, waitMs: Math.max(waitMs, 0) }
  }
  await close({ ...work, run: { ...work.run, result: { kind: 'stopped', vendor, problem } } })
  return { phase: 'closed', waitMs: 0 }
}

/**
 * Moves the run on in the store, with the calls this step made; `close` has done so itself. A step that was delivered twice moves
 * it once: whoever comes second goes on where the run is. Returns where that is.
 */
async function note(work: Work, { phase, result }: Moved): Promise<Phase> {
  const { engine, held, run, calls } = work
  if (phase === 'closed') return phase
  return inLease(engine, held, async (tx) => {
    const moved = await moveRun(tx, engine, {
      id: run.id,
      phase,
      calls,
      steps: 1,
      taken: run.phase === 'apply' && phase === 'plan' ? 1 : 0,
      ...(result ? { result } : {}),
      from: run.steps,
    })
    if (moved) return phase
    await saveRun(tx, engine, { id: run.id, calls })
    return (await readRun(tx, engine, run.id))?.phase ?? 'closed'
  })
}

/** Opens a run and takes it to its end in this process. Null: another worker has the integration. */
export async function runToEnd(engine: Engine, integration: string, trigger: Trigger): Promise<Opened | null> {
  const opened = await openRun(engine, integration, trigger, engine.newId())
  if (!opened) return null
  for (;;) {
    const { phase, waitMs } = await advance(engine, opened)
    if (phase === 'closed') return opened
    if (waitMs > 0) await engine.sleep(waitMs)
  }
}
