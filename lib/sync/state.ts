import type { Hold } from '../model/decision'
import type { Problem } from '../model/problem'
import type { State } from '../model/state'

/** What is known about an integration; its state is derived from these and stored nowhere. */
export interface StateFacts {
  readonly connected: boolean
  readonly published: boolean
  readonly started: boolean
  readonly pausedBy: string | null
  readonly waitingChanges: number
  readonly running: { readonly first: boolean; readonly share: number } | null
  readonly held: { readonly hold: Hold; readonly run: string } | null
  readonly stopped: { readonly vendor: string; readonly problem: Problem; readonly until: number | null } | null
  readonly parked: number
}

export function state(facts: StateFacts): State {
  if (!facts.connected || !facts.published) return { kind: 'not-set-up' }
  if (!facts.started) return { kind: 'ready' }
  if (facts.pausedBy !== null) return { kind: 'paused', by: facts.pausedBy, waiting: facts.waitingChanges }
  if (facts.running)
    return facts.running.first ? { kind: 'first-run', share: facts.running.share } : { kind: 'running' }
  if (facts.stopped) return stopped(facts.stopped)
  if (facts.held) return { kind: 'held', ...facts.held }
  return facts.parked > 0 ? { kind: 'attention', count: facts.parked } : { kind: 'healthy' }
}

function stopped({ vendor, problem, until }: NonNullable<StateFacts['stopped']>): State {
  switch (problem.kind) {
    case 'signed-out':
    case 'forbidden':
      return { kind: 'signed-out', vendor, problem }
    case 'slow-down':
    case 'unreachable':
      return { kind: 'waiting', vendor, until, problem }
    case 'changed-meanwhile':
    case 'missing':
    case 'rejected':
    case 'surprise':
      return { kind: 'failed', vendor, problem }
  }
}
