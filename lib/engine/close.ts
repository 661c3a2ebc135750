import type { VerifyAsked } from '../model/context'
import { consequence } from '../model/problem'
import type { RunResult, Trigger } from '../model/run'
import { sides } from '../model/words'
import { noteHealth } from '../store/connections'
import { inLease, type Tx } from '../store/db'
import { missedRuns } from '../store/finished'
import { setHinted, setNextDue, setStopped, setWaiting } from '../store/integrations'
import { releaseLease } from '../store/leases'
import { replanProposed } from '../store/orphans'
import { openRows } from '../store/outbox'
import { hasReconciliation, openReconciliation } from '../store/reconciliations'
import { saveRun } from '../store/runs'
import { due } from '../sync/due'
import { retry } from '../sync/retry'
import { earliest } from './cadence'
import type { Moved } from './run'
import { isUnheard, settledAt } from './settle-started'
import type { Work } from './workshop'

/** Counts, state and the next appointment; the lease goes back. Nothing is thrown away: what is open stays open, in sight. */
export async function close(work: Work): Promise<Moved> {
  const { engine, held, run } = work
  const result: RunResult = run.result ?? { kind: 'done' }
  const { hinted, proof } = await inLease(engine, held, async (tx) => {
    if (result.kind === 'stopped' && run.trigger !== 'preview') await replanProposed(tx, engine, run.id)
    await appoint(tx, work, result)
    await saveRun(tx, engine, { id: run.id, phase: 'closed', result, endedAt: engine.now(), calls: work.calls })
    const owed = isFirstDone(work, result) ? await owedProof(tx, work) : null
    await releaseLease(tx, engine, work.integration.id, held.token)
    return { hinted: await setHinted(tx, engine, work.integration.id, false), proof: owed }
  })
  // What was not in the approved plan, and what its writes made news of, has a run of its own at once.
  // A few that were tried before the start are followed by nothing.
  const goesOn = work.integration.startedAt !== null
  if (goesOn && run.trigger === 'approved' && result.kind === 'done') await follow(work, 'schedule')
  // A webhook that came while we worked was only noted.
  else if (hinted && result.kind === 'done') await follow(work, 'hint')
  await engine.emit({ name: 'run.closed', tenant: engine.tenant, integration: work.integration.id })
  if (proof !== null) await engine.emit(proof)
  return { phase: 'closed' }
}

/** The first load is over with the run after an approved plan, which carries what that plan made news of. */
const isFirstDone = ({ run, integration }: Work, result: RunResult): boolean =>
  result.kind === 'done' && integration.startedAt !== null && !['preview', 'approved'].includes(run.trigger)

/** After its first load an integration is proven once without being asked. */
async function owedProof(tx: Tx, { engine, integration }: Work): Promise<VerifyAsked | null> {
  if (await hasReconciliation(tx, engine, integration.id)) return null
  const actor = { kind: 'schedule' } as const
  const id = engine.newId()
  await openReconciliation(tx, engine, { id, integration: integration.id, actor })
  return { name: 'verify.asked', tenant: engine.tenant, integration: integration.id, reconciliation: id, actor }
}

async function follow({ engine, integration }: Work, trigger: Trigger): Promise<void> {
  const actor = { kind: trigger === 'hint' ? 'webhook' : 'schedule' } as const
  await engine.emit({
    name: 'run.asked',
    tenant: engine.tenant,
    integration: integration.id,
    trigger,
    run: null,
    actor,
  })
}

async function appoint(tx: Tx, work: Work, result: RunResult): Promise<void> {
  const { engine, integration, run } = work
  if (result.kind === 'stopped') return appointAfterStop(tx, work, result)
  await setStopped(tx, engine, integration.id, null)
  await setWaiting(tx, engine, integration.id, null)
  for (const bench of Object.values(work.benches)) await noteHealth(tx, engine, bench.connection.id, null)
  if (integration.startedAt === null) return
  // A dry run leaves the appointment as it is; where a stop took it away, what mended that gives it back.
  if (run.trigger === 'preview' && integration.nextDueAt !== null) return
  await setNextDue(tx, engine, integration.id, await nextDue(tx, work, result))
}

/** At once after an approved plan, for whatever else is new; when a lost create can be settled; else on the schedule's grid. */
async function nextDue(tx: Tx, work: Work, result: RunResult): Promise<number> {
  const { engine, integration, run } = work
  // Of another company nothing is asked: what is open or approved stays so, however often a run comes.
  if (result.kind === 'held' && result.hold.brake === 'other-company') return scheduledNext(tx, work)
  if (run.trigger === 'approved') return engine.now()
  const scheduled = await scheduledNext(tx, work)
  const open = (await openRows(tx, engine, integration.id)).filter((row) => !isUnheard(work, row))
  return Math.min(scheduled, ...open.map((row) => Math.max(settledAt(work, row), engine.now() + 1_000)))
}

/** As a vendor's calls run down the next run comes later, still on the schedule's grid; an hour that was agreed stays. */
async function scheduledNext(tx: Tx, work: Work): Promise<number> {
  const { engine, integration, settings, run } = work
  const startedAt = integration.startedAt ?? engine.now()
  if (settings.appointment) return due(startedAt, settings, engine.now())
  const connections = sides.map((side) => work.benches[side].connection)
  const calls: Record<string, number> = {}
  for (const { vendor } of connections) calls[vendor] = (run.calls[vendor] ?? 0) + (work.calls[vendor] ?? 0)
  const slowest = await earliest(tx, engine, connections, calls)
  return due(startedAt, settings, Math.max(engine.now(), slowest - 1))
}

async function appointAfterStop(tx: Tx, work: Work, result: Extract<RunResult, { kind: 'stopped' }>): Promise<void> {
  const { engine, integration } = work
  const { vendor, problem } = result
  // What only a person can mend stops the schedule; everything else is tried again by itself.
  const waits = consequence[problem.kind] !== 'stop-and-ask'
  await setStopped(tx, engine, integration.id, waits ? null : { vendor, problem })
  for (const bench of Object.values(work.benches)) {
    if (bench.connector.id === vendor) await noteHealth(tx, engine, bench.connection.id, problem)
  }
  if (integration.startedAt === null) return
  const missed = await missedRuns(tx, engine, integration.id)
  const next = waits ? retry(problem, missed + 1, engine.now()) : null
  await setWaiting(tx, engine, integration.id, next)
  await setNextDue(tx, engine, integration.id, next)
}
