import type { Rate } from '../model/connector'
import type { Caller, Quota } from '../model/quota'
import { isShort, lastsFor } from './window'

/** A server's calls under way, the one that is about to begin included, of so many that the vendor takes at once. */
export interface Entering {
  readonly by: string
  readonly calls: number
  readonly atOnce: number
  readonly rates: readonly Rate[]
  /** A call is over after so long, answered or not. Milliseconds. */
  readonly lasts: number
  readonly now: number
}

/** There is a place, or it is worth asking again at `until`. What is noted of whoever asks is kept in any case. */
export type Entered =
  { readonly ok: true; readonly quota: Quota } | { readonly ok: false; readonly quota: Quota; readonly until: number }

/** How long a server that is alone keeps the pace without asking; whoever comes in between has to wait for its end. */
const stay = 2_000
/** How often whoever waits for a place looks again: others give theirs back before they must. */
const look = 250

/**
 * Places are noted with a call that begins, not when it ends: what is noted of others is the most they may have under way.
 * Where every window is short, a server that is alone asks once in a while only.
 */
export function enter(quota: Quota, entering: Entering): Entered {
  const { by, calls, atOnce, rates, lasts, now } = entering
  const others = quota.callers.filter((each) => each.by !== by && each.until > now)
  const noted = (own: number, alone: Quota['alone']): Quota => ({
    ...{ ...quota, alone },
    callers: [...others, { by, calls: own, until: Math.max(now, alone?.by === by ? alone.until : 0) + lasts }],
  })
  if (others.length === 0 && rates.every(isShort)) return { ok: true, quota: noted(calls, { by, until: now + stay }) }
  const counted = quota.alone && quota.alone.until + Math.max(0, ...rates.filter(isShort).map(lastsFor))
  if (counted !== null && counted > now) return { ok: false, quota: noted(calls - 1, quota.alone), until: counted }
  if (inUse(others) + calls <= atOnce) return { ok: true, quota: noted(calls, null) }
  return { ok: false, quota: noted(calls - 1, null), until: now + look }
}

/** Nobody else calls, no more calls are under way than were noted, and the vendor has not asked to wait. */
export const isAlone = ({ alone, callers, closedUntil }: Quota, { by, calls, now }: Entering): boolean =>
  alone?.by === by && now < alone.until && calls <= notedOf(callers, by) && (closedUntil ?? 0) <= now

/** Fewer are under way than stand there; the others find the places at once. */
export function leave(quota: Quota, by: string, calls: number): Quota {
  return { ...quota, callers: quota.callers.map((each) => (each.by === by ? { ...each, calls } : each)) }
}

/** Whether it is worth telling: calls side by side are over, or somebody else found the last place taken. */
export function mustTell(
  { callers }: Quota,
  { by, calls, atOnce }: Pick<Entering, 'by' | 'calls' | 'atOnce'>,
): boolean {
  const noted = notedOf(callers, by)
  return calls < noted - 1 || (calls < noted && inUse(callers) >= atOnce)
}

const notedOf = (callers: readonly Caller[], by: string): number => callers.find((each) => each.by === by)?.calls ?? 0
const inUse = (callers: readonly Caller[]): number => callers.reduce((sum, { calls }) => sum + calls, 0)
