import type { Clock } from '../kit/clock'
import { windows } from '../kit/windows'

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** Ten a second and 500 a minute per company and app, of which 40 batches a minute. */
const USUAL = [
  { calls: 10, ms: SECOND },
  { calls: 500, ms: MINUTE },
] as const
const BATCHES = [{ calls: 40, ms: MINUTE }] as const

export interface Gate {
  /** False where the call has to be refused. */
  enter(company: string, isBatch: boolean): boolean
  lift(): void
  restore(): void
}

export function gate(clock: Clock, isFree: boolean): Gate {
  const usual = windows(clock, isFree ? [] : USUAL)
  const batches = windows(clock, isFree ? [] : BATCHES)
  return {
    enter: (company, isBatch) => (!isBatch || batches.enter(company) === null) && usual.enter(company) === null,
    lift() {
      for (const each of [usual, batches]) each.set([])
    },
    restore() {
      usual.set(USUAL)
      batches.set(BATCHES)
    },
  }
}
