import { callApp, type Line } from './call'
import type { Desk } from './desk'
import { limits } from './limits'
import type { Outcome } from './outcome'
import { settle } from './settle'
import { claimTurns, renewLeases, type Turn } from './turns'

export interface Calls {
  /** Claims what is due and calls the app, without waiting for it; says how many. */
  take(): Promise<number>
  /** Keeps their leases. */
  renew(): Promise<void>
  /** The calls under way; each ends when its outcome is kept. */
  underWay(): readonly Promise<void>[]
  stop(): void
}

/** The calls this executor has open towards the app. */
export function openCalls(desk: Desk, line: Line, owner: string, ended: () => void): Calls {
  const open = new Map<Turn, Promise<void>>()
  let stopped = false

  const call = async (turn: Turn): Promise<void> => {
    const outcome = await callApp(desk, line, turn)
    // A call we hung up on ourselves says nothing of the step; its lease tells the next executor.
    if (stopped && outcome.kind === 'cut') return
    if (outcome.kind === 'unreachable') desk.warn(`The app did not run ${turn.functionId}: ${outcome.detail}`)
    await keep(desk, turn, outcome, tries)
  }

  const launch = (turn: Turn): void => {
    const done = call(turn)
      .catch((error: unknown) => desk.warn(`The outcome of a step of ${turn.functionId} could not be kept`, error))
      .finally(() => {
        open.delete(turn)
        ended()
      })
    open.set(turn, done)
  }

  return {
    async take() {
      const free = limits.callsAtOnce - open.size
      if (free < limits.claimAtLeast) return 0
      const turns = await claimTurns(desk, owner, free)
      turns.forEach(launch)
      return turns.length
    },
    renew: () => renewLeases(desk, [...new Set([...open.keys()].map((turn) => turn.token))]),
    underWay: () => [...open.values()],
    stop: () => void (stopped = true),
  }
}

const tries = 3

/** Two transactions may stand in each other's way; an outcome lost is a step done twice, so once is not the last word. */
async function keep(desk: Desk, turn: Turn, outcome: Outcome, left: number): Promise<void> {
  try {
    await settle(desk, turn, outcome)
  } catch (error) {
    if (left <= 1) throw error
    await keep(desk, turn, outcome, left - 1)
  }
}
