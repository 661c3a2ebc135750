import { consequence } from '@/lib/model/problem'
import type { Run } from '@/lib/model/run'
import type { State } from '@/lib/model/state'
import { askedHold } from '@/lib/store/holds'
import { inboxSize } from '@/lib/store/inbox'
import { lastSuccess } from '@/lib/store/finished'
import type { Tx } from '@/lib/store/db'
import type { Integration } from '@/lib/store/integrations'
import { planCounts } from '@/lib/store/outbox'
import { lastRuns, type StoredRun } from '@/lib/store/runs'
import { parkedCount } from '@/lib/store/standing'
import { state, type StateFacts } from '@/lib/sync/state'
import { isAnswered } from './compose-draft'
import type { Desk } from './desk'
import type { Place } from './place'

/** What is known right now, and the one state that follows from it. */
export interface StandingFacts {
  readonly state: State
  readonly parked: number
  /** Newest first, dry runs included. */
  readonly runs: readonly StoredRun[]
  readonly open: StoredRun | null
  readonly lastSuccess: number | null
}

const nothing: StandingFacts = { state: { kind: 'not-set-up' }, parked: 0, runs: [], open: null, lastSuccess: null }

export async function standingFacts(tx: Tx, desk: Desk, place: Place): Promise<StandingFacts> {
  const { integration } = place
  if (!integration) return nothing
  const runs = await lastRuns(tx, desk, integration.id, 20)
  const open = runs.find((run) => run.phase !== 'closed') ?? null
  const success = await lastSuccess(tx, desk, integration.id)
  const parked = await parkedCount(tx, desk, integration.id)
  const hold = await askedHold(tx, desk, integration.id)
  const facts: StateFacts = {
    connected: true,
    published: integration.version > 0 || isAnswered(place),
    started: integration.startedAt !== null,
    pausedBy: integration.pausedBy?.name ?? null,
    waitingChanges: integration.pausedBy ? await inboxSize(tx, desk, integration.id) : 0,
    running:
      open && open.trigger !== 'preview' ? { first: success === null, share: await shareOf(tx, desk, open) } : null,
    held: hold && { hold: holdOf(hold), run: hold.run },
    stopped: stoppedBy(integration, runs, desk.now()),
    parked,
  }
  return { state: state(facts), parked, runs, open, lastSuccess: success }
}

const holdOf = ({ brake, entity, side, count, of, field }: NonNullable<Awaited<ReturnType<typeof askedHold>>>) => ({
  brake,
  entity,
  side,
  count,
  of,
  field,
})

async function shareOf(tx: Tx, desk: Desk, run: StoredRun): Promise<number> {
  const { done, total } = shares(await planCounts(tx, desk, run.id))
  return total === 0 ? 0 : done / total
}

/** Writes of a run that came to an end, among all it decided. */
export function shares(counts: readonly { readonly state: string; readonly count: number }[]) {
  const sum = (states: readonly string[]): number =>
    counts.reduce((all, { state, count }) => all + (states.includes(state) ? count : 0), 0)
  const done = sum(['done', 'refused'])
  return { done, total: done + sum(['proposed', 'held', 'approved', 'released', 'started']) }
}

/** A problem that a person must mend, or one that we wait out. */
function stoppedBy(integration: Integration, runs: readonly Run[], now: number): StateFacts['stopped'] {
  if (integration.stopped) return { ...integration.stopped, until: null }
  const last = runs.find((run) => run.phase === 'closed' && run.trigger !== 'preview')
  if (last?.result?.kind !== 'stopped') return null
  const { vendor, problem } = last.result
  const until = integration.waitingUntil !== null && integration.waitingUntil > now ? integration.waitingUntil : null
  // Somebody mended it since, and the next run will tell.
  if (consequence[problem.kind] === 'stop-and-ask') return null
  return { vendor, problem, until }
}
