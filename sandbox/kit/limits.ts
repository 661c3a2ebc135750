import type { Clock } from './clock'

export interface Pace {
  /** null lifts the limit. */
  readonly perSecond: number | null
  readonly burst?: number
  readonly atOnce?: number | null
}

export type Entry =
  | { readonly ok: true; leave(): void }
  | { readonly ok: false; readonly because: 'rate' | 'at-once'; readonly waitMs: number }

export interface Limits {
  enter(key: string): Entry
  set(pace: Pace): void
}

// A client that computes the same bucket in other steps must not be refused for a rounding error.
const ROUNDING = 1e-6

/** Token bucket and calls in flight, per key. */
export function limits(clock: Clock, start: Pace): Limits {
  let pace = start
  const keys = new Map<string, { tokens: number; at: number; inside: number }>()
  const stateOf = (key: string, burst: number) => {
    const known = keys.get(key)
    if (known) return known
    const fresh = { tokens: burst, at: clock.now(), inside: 0 }
    keys.set(key, fresh)
    return fresh
  }
  return {
    set(next) {
      pace = next
      for (const state of keys.values()) state.tokens = next.burst ?? next.perSecond ?? 0
    },
    enter(key) {
      const { perSecond, atOnce } = pace
      const burst = pace.burst ?? perSecond ?? 0
      const state = stateOf(key, burst)
      if (atOnce != null && state.inside >= atOnce) return { ok: false, because: 'at-once', waitMs: 0 }
      if (perSecond !== null) {
        const now = clock.now()
        state.tokens = Math.min(burst, state.tokens + ((now - state.at) / 1000) * perSecond)
        state.at = now
        if (state.tokens < 1 - ROUNDING) {
          return { ok: false, because: 'rate', waitMs: Math.ceil(((1 - state.tokens) / perSecond) * 1000) }
        }
        state.tokens -= 1
      }
      state.inside += 1
      return { ok: true, leave: () => void (state.inside -= 1) }
    },
  }
}
