import { randomUUID } from 'node:crypto'
import type { Limits } from '@/lib/model/connector'

export type Pacing = Pick<Limits, 'rates' | 'atOnce' | 'writersAtOnce'>

export interface Clock {
  readonly now: () => number
  readonly sleep: (ms: number) => Promise<void>
}

export interface Pace {
  /**
   * Waits for its turn; the answer says that the call is over. First come, first served. `admitted`: whoever else has a say
   * is asked when it is next, right before it is counted; a refusal is the caller's.
   */
  enter(as: 'read' | 'write', clock: Clock, admitted?: (as: 'read' | 'write') => Promise<void>): Promise<() => void>
  /** Calls under way, the one that is being admitted included. */
  inside(): number
}

export interface Paces {
  /** Which of several servers this is. */
  readonly server: string
  /** One pace per key: all calls with a grant share its quota. */
  of(key: string, limits: Pacing): Pace
}

interface Slot {
  readonly as: 'read' | 'write'
  readonly startedAt: number
  settledAt: number | null
}

/** How late a call may reach the vendor: its window then starts later than ours. */
const TRANSIT_MS = 50

export function makePaces(server: string = randomUUID()): Paces {
  const paces = new Map<string, Pace>()
  return {
    server,
    of(key, limits) {
      const name = `${key} ${JSON.stringify([limits.rates, limits.atOnce, limits.writersAtOnce])}`
      const pace = paces.get(name) ?? makePace(limits)
      paces.set(name, pace)
      return pace
    },
  }
}

const shelf: { [key: symbol]: Paces | undefined } = globalThis
const place = Symbol.for('concord.paces')

/** Shared by every session of this process: the server's bundles each have this module, the vendor counts them as one. */
export const processPaces: Paces = (shelf[place] ??= makePaces())

export function makePace({ rates, atOnce, writersAtOnce = atOnce }: Pacing): Pace {
  const most = Math.max(1, ...rates.map(({ calls }) => calls))
  let tail: Promise<unknown> = Promise.resolve()
  let recent: readonly Slot[] = []
  let inside = 0
  let writing = 0
  let placeFreed = (): void => undefined

  const ratesOf = (as: 'read' | 'write') => rates.filter(({ of }) => of === undefined || of === as)
  const full = (as: 'read' | 'write') => inside >= atOnce || (as === 'write' && writing >= writersAtOnce)
  const takePlace = (as: 'read' | 'write') => {
    inside += 1
    if (as === 'write') writing += 1
    return () => {
      inside -= 1
      if (as === 'write') writing -= 1
      placeFreed()
    }
  }
  const admit: Pace['enter'] = async (as, { now, sleep }, admitted) => {
    while (full(as)) await new Promise<void>((resolve) => (placeFreed = resolve))
    const wait = (): number => waitMs(recent, ratesOf(as), now())
    for (let ms = wait(); ms > 0; ms = wait()) await sleep(ms)
    const leave = takePlace(as)
    await admitted?.(as).catch((error: unknown) => {
      leave()
      throw error
    })
    const slot: Slot = { as, startedAt: now(), settledAt: null }
    recent = [...recent.slice(1 - most), slot].slice(-most)
    return () => {
      slot.settledAt = now()
      leave()
    }
  }
  return {
    inside: () => inside,
    enter(as, clock, admitted) {
      const turn = tail.then(() => admit(as, clock, admitted))
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
  const waits = rates.map(({ calls, seconds, of }) => {
    const own = of ? recent.filter(({ as }) => as === of) : recent
    const slot = own.at(-calls)
    if (slot === undefined || own.length < calls || slot.startedAt > now) return 0
    const arrived = Math.min(slot.settledAt ?? Infinity, slot.startedAt + TRANSIT_MS)
    return arrived + seconds * 1000 - now
  })
  return Math.max(0, ...waits)
}
