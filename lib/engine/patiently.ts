import { ConnectorError } from '../model/problem'
import type { Engine } from './workshop'

/** What somebody who looks at a page waits for, milliseconds; a longer pause is told instead. */
const shortPause = 10_000

/** Asks once more after a vendor's short pause, as a run does: for questions that may be asked twice. */
export async function patiently<T>({ now, sleep }: Pick<Engine, 'now' | 'sleep'>, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    const wait = pauseIn(error, now())
    if (wait > shortPause) throw error
    await sleep(Math.max(wait, 1))
    return ask()
  }
}

const pauseIn = (error: unknown, now: number): number =>
  error instanceof ConnectorError && error.problem.kind === 'slow-down' ? error.problem.until - now : Infinity
