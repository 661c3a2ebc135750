import { ourShare } from '@/lib/model/problem'
import type { Run } from '@/lib/model/run'
import type { About } from '@/lib/model/alert'

export interface Attempts {
  /** Newest first. */
  readonly runs: readonly Pick<Run, 'phase' | 'trigger' | 'result'>[]
  /** The next run's appointment, and minutes between two. */
  readonly dueAt: number | null
  readonly every: number
  readonly now: number
}

const enough = 3

/** Three runs in a row that did not end well, or that should have begun by now and did not. */
export function missed({ runs, dueAt, every, now }: Attempts): About | null {
  const closed = runs.filter(({ phase, trigger }) => phase === 'closed' && trigger !== 'preview')
  const good = closed.findIndex(({ result }) => !isFailed(result))
  const failed = good < 0 ? closed : closed.slice(0, good)
  const underway = runs.some(({ phase, trigger }) => phase !== 'closed' && trigger !== 'preview')
  const overdue = !underway && dueAt !== null && now - dueAt >= enough * every * 60_000
  if (failed.length < enough && !overdue) return null
  const last = failed.find(({ result }) => result?.kind === 'stopped')?.result
  return last?.kind === 'stopped'
    ? { kind: 'missed', vendor: last.vendor, problem: last.problem }
    : { kind: 'missed', vendor: null, problem: null }
}

/** Leaving the last calls of the day to people is no failure: it goes on by itself, only later. */
const isFailed = (result: Run['result']): boolean =>
  result?.kind === 'interrupted' ||
  (result?.kind === 'stopped' && !(result.problem.kind === 'slow-down' && result.problem.detail === ourShare))
