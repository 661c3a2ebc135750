import type { Rate } from '../model/connector'
import type { Quota, Spent } from '../model/quota'

/** One window of a quota as it stands: calls counted, and when how many of them leave it. */
export interface Window {
  readonly used: number
  readonly leaves: readonly (readonly [at: number, calls: number])[]
}

/** A moving window is counted in so many slots; a call counts until its whole slot has left. */
const parts = 60
/** How late a call may reach the vendor: its window then starts later than ours. What is over in a second cannot spare two. */
const transit = (rate: Rate): number => (isShort(rate) ? 100 : 2_000)

/** Over before anybody could plan with it: nothing is kept back of it, and it need not be spread. */
export const isShort = ({ seconds }: Pick<Rate, 'seconds'>): boolean => seconds < 60

export function window(quota: Pick<Quota, 'spent'>, rate: Rate, now: number): Window {
  const leaves = slotsOf(quota, rate)
    .map(([start, calls]) => [leavesAt(rate, start), calls] as const)
    .filter(([at]) => at > now)
  return { used: leaves.reduce((sum, [, calls]) => sum + calls, 0), leaves }
}

/** `calls` more; what has left the window is forgotten. */
export function counted(quota: Pick<Quota, 'spent'>, rate: Rate, { now, calls }: { now: number; calls: 0 | 1 }): Spent {
  const { seconds, of } = rate
  const live = slotsOf(quota, rate).filter(([start]) => leavesAt(rate, start) > now)
  if (calls === 0) return { seconds, of, slots: live }
  const start = Math.floor(now / slotLength(rate)) * slotLength(rate)
  const others = live.filter(([at]) => at !== start)
  const here = live.find(([at]) => at === start)?.[1] ?? 0
  return { seconds, of, slots: [...others, [start, here + calls] as const].sort(([a], [b]) => a - b) }
}

/** The first moment at which `room` calls have left. */
export function roomAt({ leaves }: Window, room: number, now: number): number {
  let gone = 0
  for (const [at, calls] of leaves) {
    gone += calls
    if (gone >= room) return at
  }
  return leaves.at(-1)?.[0] ?? now
}

/**
 * The longest pause between two calls that is ever needed from now on, if they come evenly: at no moment may more have been
 * made than are free, counting what leaves the window until then.
 */
export function pauseAt({ leaves }: Window, free: number, now: number): number {
  let room = free
  let pause = 0
  for (const [at, calls] of leaves) {
    pause = Math.max(pause, (at - now) / Math.max(room, 1))
    room += calls
  }
  return pause
}

const slotsOf = ({ spent }: Pick<Quota, 'spent'>, { seconds, of }: Rate): Spent['slots'] =>
  spent.find((each) => each.seconds === seconds && each.of === of)?.slots ?? []

const slotLength = ({ seconds, from }: Rate): number => (seconds * 1_000) / (from === 'midnight' ? 1 : parts)

const leavesAt = (rate: Rate, start: number): number =>
  rate.from === 'midnight' ? start + slotLength(rate) : start + slotLength(rate) + lastsFor(rate)

/** So long a call counts after it was made. */
export const lastsFor = (rate: Rate): number => rate.seconds * 1_000 + transit(rate)
