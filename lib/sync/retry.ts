import type { Problem } from '../model/problem'

const minute = 60_000

/** When to try again after a problem that waits: at the vendor's word, else back-off from 1 minute up to the hour. Milliseconds UTC. */
export function retry(problem: Problem, attempts: number, now: number): number {
  if (problem.kind === 'slow-down') return Math.max(problem.until, now)
  return now + Math.min(minute * 2 ** Math.max(attempts - 1, 0), 60 * minute)
}
