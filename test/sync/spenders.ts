import type { Rate } from '@/lib/model/connector'
import { unspent, type Quota, type Spender } from '@/lib/model/quota'
import { spend } from '@/lib/sync/spend'

export const second = 1_000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour
export const start = Date.UTC(2026, 8, 7, 8)

export const perMinute: Rate = { calls: 60, seconds: 60 }
export const perHour: Rate = { calls: 500, seconds: 3_600 }
export const perDay: Rate = { calls: 1_000, seconds: 86_400 }

export interface Wish {
  readonly after: number
  readonly by: Spender
  readonly as: 'read' | 'write'
}

/** Whoever wishes comes at their time and, where there is nothing, goes away. */
export function lived(rates: readonly Rate[], wishes: readonly Wish[]) {
  let quota: Quota = unspent
  let now = start
  const made: (Wish & { readonly at: number })[] = []
  for (const wish of wishes) {
    now += wish.after
    const spent = spend(quota, rates, { ...wish, now })
    if (!spent.ok) continue
    quota = spent.quota
    made.push({ ...wish, at: now })
  }
  return { quota, made, now }
}

/** The most calls that any moment had behind it within the window. */
export function fullest(times: readonly number[], { seconds }: Rate): number {
  return Math.max(
    0,
    ...times.map((at, index) => times.slice(0, index + 1).filter((one) => one > at - seconds * 1_000).length),
  )
}

/** One who never stops asking, for so long; the pauses between its calls. */
export function eager(rates: readonly Rate[], { by = 'run', lasts }: { by?: Spender; lasts: number }, from = unspent) {
  let quota = from
  let now = start
  const made: number[] = []
  const waits: number[] = []
  while (now < start + lasts) {
    const spent = spend(quota, rates, { now, by, as: 'read' })
    if (spent.ok) {
      quota = spent.quota
      made.push(now)
      now += 100
    } else {
      waits.push(spent.until - now)
      now = spent.until
    }
  }
  return { quota, made, waits, now }
}

export const reads = (count: number, by: Spender = 'run'): readonly Wish[] =>
  Array.from({ length: count }, () => ({ after: 0, by, as: 'read' }))
