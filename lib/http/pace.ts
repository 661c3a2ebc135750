import type { Limits } from '@/lib/model/connector'

export type Pacing = Pick<Limits, 'rates' | 'atOnce' | 'writersAtOnce'>

export interface Clock {
  readonly now: () => number
  readonly sleep: (ms: number) => Promise<void>
}

export interface Pace {
  /** Waits for its turn; the answer says that the call is over. First come, first served. */
  enter(as: 'read' | 'write', clock: Clock): Promise<() => void>
}

export interface Paces {
  /** One pace per key: all calls with a grant share its quota. */
  of(key: string, limits: Pacing): Pace
}

interface Slot {
  readonly startedAt: number
  settledAt: number | null
}

/** How late a call may reach the vendor: its window then starts later than ours. */
const TRANSIT_MS = 50

export function makePaces(): Paces {
  const paces = new Map<string, Pace>()
  return {
    of(key, limits) {
      const name = `${key} ${JSON.stringify([limits.rates, limits.atOnce, limits.writersAtOnce])}`
      const pace = paces.get(name) ?? makePace(limits)
      paces.set(name, pace)
      return pace
    },
  }
}

/** Shared by every session of this process. */
export const processPaces: Paces = makePaces()

export function makePace({ rates, atOnce, writersAtOnce = atOnce }: Pacing): Pace {
  const most = Math.max(1, ...rates.map(({ calls }) => calls))
  let tail: Promise<unknown> = Promise.resolve()
  let recent: readonly Slot[] = []
  let inside = 0
  let writing = 0
  let placeFreed = (): void => undefined

  const full = (as: 'read' | 'write') => inside >= atOnce || (as === 'write' && writing >= writersAtOnce)
  const admit = async (as: 'read' | 'write', { now, sleep }: Clock): Promise<() => void> => {
    while (full(as)) await new Promise<void>((resolve) => (placeFreed = resolve))
    for (let wait = waitMs(recent, rates, now()); wait > 0; wait = waitMs(recent, rates, now())) await sleep(wait)
    const slot: Slot = { startedAt: now(), settledAt: null }
    recent = [...recent.slice(1 - most), slot].slice(-most)
    inside += 1
    if (as === 'write') writing += 1
    return () => {
      slot.settledAt = now()
      inside -= 1
      if (as === 'write') writing -= 1
      placeFreed()
    }
  }
  return {
    enter(as, clock) {
      const turn = tail.then(() => admit(as, clock))
      // Whoever waits behind a turn that failed goes on; the failure itself reaches its own caller.
      tail = turn.then(
        () => undefined,
        () => undefined,
      )
      return turn
    },
  }
}

/** Until no window of any rate holds more calls than it may; a clock set back is no reason to wait. */
function waitMs(recent: readonly Slot[], rates: Limits['rates'], now: number): number {
  const waits = rates.map(({ calls, seconds }) => {
    const slot = recent.at(-calls)
    if (slot === undefined || recent.length < calls || slot.startedAt > now) return 0
    const arrived = Math.min(slot.settledAt ?? Infinity, slot.startedAt + TRANSIT_MS)
    return arrived + seconds * 1000 - now
  })
  return Math.max(0, ...waits)
}
