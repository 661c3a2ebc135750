import { openCalls, type Calls } from './calls'
import type { Line } from './call'
import type { Crons } from './crons'
import type { Desk } from './desk'
import { limits } from './limits'
import { sweep } from './sweep'
import { endDueWaits, nextDue } from './turns'

export interface Pulse {
  /** Looks for work now; says how much there was. Never fails. */
  wake(): Promise<number>
  idle(): Promise<void>
  stop(): Promise<void>
}

/** The beat of the executor: take what is due, call the app, sleep until the next thing is due. */
export function startPulse(desk: Desk, crons: Crons, line: Line, owner: string): Pulse {
  let beating: Promise<number> | null = null
  let asked = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  const wake = (): Promise<number> => {
    asked = true
    if (stopped) return Promise.resolve(0)
    beating ??= beat().finally(() => (beating = null))
    return beating
  }
  const calls = openCalls(desk, line, owner, () => void wake())
  const round = rounds(desk, crons, calls)

  const beat = async (): Promise<number> => {
    clearTimeout(timer)
    let taken = 0
    let delay: number = limits.pollMs
    try {
      while (asked && !stopped) {
        asked = false
        taken += await round()
        if (!asked && calls.underWay().length === 0) delay = await pause(desk, crons)
      }
    } catch (error) {
      desk.warn('The executor could not look for work; it tries again', error)
    }
    if (!stopped) timer = setTimeout(() => void wake(), delay)
    return taken
  }
  const heart = setInterval(() => {
    calls.renew().catch((error: unknown) => desk.warn('Leases could not be renewed', error))
  }, limits.leaseMs / 3)

  return {
    wake,
    async idle() {
      while ((await wake()) > 0 || calls.underWay().length > 0) await Promise.all(calls.underWay())
    },
    async stop() {
      stopped = true
      calls.stop()
      await beating
      clearTimeout(timer)
      await patiently(calls.underWay())
      clearInterval(heart)
    },
  }
}

function rounds(desk: Desk, crons: Crons, calls: Calls): () => Promise<number> {
  let sweptAt = 0
  let renewedAt = 0
  return async () => {
    // Also here, as a clock that was handed in may leap past every lease.
    if (desk.now() - renewedAt > limits.leaseMs / 3) {
      renewedAt = desk.now()
      await calls.renew()
    }
    await crons.fire()
    const ended = await endDueWaits(desk)
    const called = await calls.take()
    if (desk.now() - sweptAt > limits.sweepMs) {
      sweptAt = desk.now()
      await sweep(desk)
    }
    return ended + called
  }
}

/** Milliseconds until something is due; never long, as another executor may have died with work in hand. */
async function pause(desk: Desk, crons: Crons): Promise<number> {
  const due = (await nextDue(desk)) ?? Infinity
  return Math.max(10, Math.min(limits.pollMs, due - desk.now(), crons.next() - desk.now()))
}

/** Lets calls under way end, but not for ever. */
async function patiently(calls: readonly Promise<void>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise((end) => (timer = setTimeout(end, limits.stopMs)))
  await Promise.race([Promise.all(calls), over])
  clearTimeout(timer)
}
