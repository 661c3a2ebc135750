import type { Clock } from '../kit/clock'
import { json } from '../kit/server'
import type { Answer } from '../kit/server'
import { windows } from '../kit/windows'

const MINUTE = 60_000

/**
 * No numbers are published: all that is known is that an answer may be 429, as the official clients wait and ask again then.
 * Lifted until somebody says how many calls a minute an account has; whether the answer tells how long, is up to them as well.
 */
export interface Limit {
  enter(account: string): Answer | null
  set(perMinute: number | null, tells?: 'until-when'): void
}

export function limit(clock: Clock, perMinute: number | null): Limit {
  const of = (calls: number | null) => (calls === null ? [] : [{ calls, ms: MINUTE }])
  const kept = windows(clock, of(perMinute))
  let tells: 'until-when' | undefined
  return {
    enter(account) {
      const wait = kept.enter(account)
      if (wait === null) return null
      const until: Record<string, string> = tells ? { 'retry-after': String(Math.ceil(wait / 1_000)) } : {}
      // The official client reads every answer as JSON, refusals too. 8: exhausted, in the service's newer shape.
      return json(429, { code: 8, message: 'Too many requests.', details: [] }, until)
    },
    set(next, how) {
      kept.set(of(next))
      tells = how
    },
  }
}
