import type { Rate } from '../model/connector'
import type { Quota, Spender, Told } from '../model/quota'
import { counted, isShort, pauseAt, roomAt, window, type Window } from './window'

export interface Spending {
  readonly now: number
  readonly by: Spender
  readonly as: 'read' | 'write'
}

/** The call may be made and is counted, or nothing may be made before `until`. */
export type Spend = { readonly ok: true; readonly quota: Quota } | { readonly ok: false; readonly until: number }

const hour = 3_600
/** What runs leave to people, of every window that lasts. */
const reserved = 0.1
/** A budget that ran out is worth going on with when this much of it is there again. */
const worthwhile = 0.05

export function spend(quota: Quota, rates: readonly Rate[], spending: Spending): Spend {
  const { now, as } = spending
  const counts = ({ of }: Rate): boolean => of === undefined || of === as
  const waits = rates.filter(counts).map((rate) => freeAt(quota, rate, spending))
  const until = Math.ceil(Math.max(now, quota.closedUntil ?? 0, ...waits))
  if (until > now) return { ok: false, until }
  const spent = rates.map((rate) => counted(quota, rate, { now, calls: counts(rate) ? 1 : 0 }))
  return { ok: true, quota: { ...quota, spent, told: quota.told.map(oneLess), lastAt: now, closedUntil: null } }
}

/** Calls of a window that runs may make. */
export const shareOf = (rate: Rate): number =>
  isShort(rate) ? rate.calls : rate.calls - Math.ceil(rate.calls * reserved)

/** Calls that are still free for `by`, by our own count and by the vendor's word while it is fresh. */
export function free(quota: Quota, rate: Rate, { now, by }: Pick<Spending, 'now' | 'by'>): number {
  const kept = by === 'person' ? 0 : rate.calls - shareOf(rate)
  const told = toldOf(quota, rate).find((each) => now - each.at < freshFor(each))
  return Math.max(0, Math.min(rate.calls - window(quota, rate, now).used, told?.left ?? Infinity) - kept)
}

function freeAt(quota: Quota, rate: Rate, spending: Spending): number {
  const { now, by } = spending
  const left = free(quota, rate, spending)
  const look = window(quota, rate, now)
  if (left <= 0) return emptyUntil(quota, rate, look, spending)
  const paced = by === 'run' && rate.seconds <= hour && !isShort(rate) && left < shareOf(rate) / 2
  return paced && quota.lastAt !== null ? quota.lastAt + pauseAt(look, left, now) : now
}

function emptyUntil(quota: Quota, rate: Rate, look: Window, { now, by }: Spending): number {
  const most = by === 'run' ? shareOf(rate) : rate.calls
  const over = look.used - most
  // Others used it up: we look again when what the vendor said is stale.
  if (over < 0) return Math.max(now + 1, ...toldOf(quota, rate).map(staleAt))
  const wanted = by === 'run' && rate.seconds > hour ? Math.ceil(most * worthwhile) : 1
  return roomAt(look, over + Math.min(wanted, most), now)
}

const toldOf = ({ told }: Quota, { seconds, of }: Rate): readonly Told[] =>
  told.filter((each) => of === undefined && each.seconds === seconds)

/** Others' calls leave the window unseen, so that the vendor's word is believed for a part of it only. */
const freshFor = ({ seconds }: Told): number => seconds * 50
const staleAt = (told: Told): number => told.at + freshFor(told)
const oneLess = (told: Told): Told => ({ ...told, left: told.left - 1 })
