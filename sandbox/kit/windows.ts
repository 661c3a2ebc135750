import type { Clock } from './clock'

export interface Window {
  readonly calls: number
  readonly ms: number
}

/** So many calls in any time so long, per key: counted call by call, as strictly as a limit can be read. */
export interface Windows {
  /** Null where the call passes, and is counted; else how long until it would. */
  enter(key: string): number | null
  set(windows: readonly Window[]): void
}

export function windows(clock: Clock, start: readonly Window[]): Windows {
  let kept = start
  const made = new Map<string, readonly number[]>()
  return {
    set: (next) => void (kept = next),
    enter(key) {
      const now = clock.now()
      const longest = Math.max(0, ...kept.map(({ ms }) => ms))
      const live = (made.get(key) ?? []).filter((at) => at > now - longest)
      const waits = kept.map(({ calls, ms }) => {
        const inside = live.filter((at) => at > now - ms)
        return inside.length < calls ? 0 : (inside.at(-calls) ?? now) + ms - now
      })
      const wait = Math.max(0, ...waits)
      made.set(key, wait > 0 ? live : [...live, now])
      return wait > 0 ? wait : null
    },
  }
}
