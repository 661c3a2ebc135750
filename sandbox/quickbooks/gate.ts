import type { Clock } from '../kit/clock'
import { limits } from '../kit/limits'
import type { Pace } from '../kit/limits'

/** Ten a second and 500 a minute per company and app, of which 40 batches a minute. */
const SECOND: Pace = { perSecond: 10 }
const MINUTE: Pace = { perSecond: 500 / 60, burst: 500 }
const BATCHES: Pace = { perSecond: 40 / 60, burst: 40 }
const FREE: Pace = { perSecond: null }

export interface Gate {
  /** False where the call has to be refused. */
  enter(company: string, isBatch: boolean): boolean
  lift(): void
  restore(): void
}

export function gate(clock: Clock, isFree: boolean): Gate {
  const seconds = limits(clock, isFree ? FREE : SECOND)
  const minutes = limits(clock, isFree ? FREE : MINUTE)
  const batches = limits(clock, isFree ? FREE : BATCHES)
  const passes =
    (...doors: readonly ReturnType<typeof limits>[]) =>
    (company: string) =>
      doors.every((door) => {
        const entry = door.enter(company)
        if (entry.ok) entry.leave()
        return entry.ok
      })
  const usual = passes(seconds, minutes)
  const heavy = passes(seconds, minutes, batches)
  return {
    enter: (company, isBatch) => (isBatch ? heavy(company) : usual(company)),
    lift() {
      for (const door of [seconds, minutes, batches]) door.set(FREE)
    },
    restore() {
      seconds.set(SECOND)
      minutes.set(MINUTE)
      batches.set(BATCHES)
    },
  }
}
