import type { Rate } from '../model/connector'
import type { Quota } from '../model/quota'
import { free, shareOf } from './spend'

/** A call that nothing holds up. */
const perCall = 0.25
const minute = 60

/** Seconds that so many calls of runs will take: what is free goes at once, the rest as fast as each window gives more. */
export function forecast(quota: Quota, rates: readonly Rate[], { now, calls }: { now: number; calls: number }): number {
  const waits = rates.map((rate) => {
    const atOnce = rate.seconds < minute ? 0 : free(quota, rate, { now, by: 'run' })
    return (Math.max(0, calls - atOnce) * rate.seconds) / Math.max(shareOf(rate), 1)
  })
  return Math.max(calls * perCall, ...waits)
}
