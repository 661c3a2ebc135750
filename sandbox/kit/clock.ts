export interface Clock {
  /** Milliseconds UTC. */
  now(): number
  sleep(ms: number): Promise<void>
}

export const wallClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

export interface VirtualClock extends Clock {
  advance(ms: number): void
}

export function virtualClock(start: number): VirtualClock {
  let time = start
  let sleepers: readonly { readonly until: number; readonly wake: () => void }[] = []
  return {
    now: () => time,
    sleep: (ms) =>
      ms <= 0
        ? Promise.resolve()
        : new Promise((wake) => {
            sleepers = [...sleepers, { until: time + ms, wake: () => wake() }].sort((a, b) => a.until - b.until)
          }),
    advance(ms) {
      time += ms
      const due = sleepers.filter((sleeper) => sleeper.until <= time)
      sleepers = sleepers.filter((sleeper) => sleeper.until > time)
      for (const sleeper of due) sleeper.wake()
    },
  }
}
