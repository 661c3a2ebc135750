import type { Rate } from '../model/connector'
import type { Quota } from '../model/quota'
import { free, shareOf } from './spend'
import { pauseAt, window } from './window'

const hour = 3_600

/**
 * When the next run may come, so that runs of `cost` calls each last until the budget gives more: now while half of it is
 * there, later and later as it runs down. A slower cadence instead of a stop.
 */
export function stretch(quota: Quota, rates: readonly Rate[], { now, cost }: { now: number; cost: number }): number {
  const waits = rates.filter(isBudget).map((rate) => {
    const left = free(quota, rate, { now, by: 'run' })
    if (left >= shareOf(rate) / 2) return now
    // By then at least so many have left the window as the run needs beyond what is there.
    return now + cost * pauseAt(window(quota, rate, now), left, now)
  })
  return Math.ceil(Math.max(now, ...waits))
}

/** Windows that a schedule has to live with; shorter ones are only paced. */
export const isBudget = ({ seconds }: Rate): boolean => seconds >= hour
