import type { Rate } from '../model/connector'
import type { Quota } from '../model/quota'
import { free, shareOf } from './spend'
import { pauseAt, roomAt, window } from './window'

const hour = 3_600

/**
 * When the next run may come, so that runs of `cost` calls each last until the budget gives more: now while half of it is
 * there, later and later as it runs down. A slower cadence instead of a stop.
 */
export function stretch(quota: Quota, rates: readonly Rate[], { now, cost }: { now: number; cost: number }): number {
  const waits = rates.filter(isBudget).map((rate) => {
    const left = free(quota, rate, { now, by: 'run' })
    if (left >= shareOf(rate) / 2) return now
    const look = window(quota, rate, now)
    const enough = left >= cost ? now : roomAt(look, cost - left, now)
    return Math.max(enough, now + cost * pauseAt(look, left, now))
  })
  return Math.ceil(Math.max(now, ...waits))
}

/** Windows that a schedule has to live with; shorter ones are only paced. */
export const isBudget = ({ seconds }: Rate): boolean => seconds >= hour
