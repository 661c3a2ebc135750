import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { send, type Line } from './call'

const startingMs = 200
const wrongMs = 3000

const told = z.looseObject({ message: z.string() })

/**
 * Asks the app (PUT) to tell us its functions, until it does. Ends when it was stopped; fails when the functions were
 * refused, as trying again would not change that.
 */
export async function introduce(
  line: Line,
  isKnown: () => boolean,
  warn: (message: string, detail?: unknown) => void,
  stop: AbortSignal,
): Promise<void> {
  let warned = ''
  while (!stop.aborted) {
    const answer = await ask(line)
    if (answer === 'not up yet') await pause(startingMs, stop)
    else if (answer.status === 200 && isKnown()) return
    else if (answer.status === 400) throw new Error(answer.message)
    else {
      const text = `The app did not register (${answer.status} ${answer.message}): does INNGEST_BASE_URL name this executor, with the same keys?`
      if (text !== warned && !stop.aborted) warn(text)
      warned = text
      await pause(wrongMs, stop)
    }
  }
}

async function ask(line: Line): Promise<'not up yet' | { readonly status: number; readonly message: string }> {
  try {
    const { status, text } = await send(line, 'PUT', new URL(line.url), { url: line.url })
    return { status, message: messageOf(text) }
  } catch (error) {
    if (error instanceof Error && 'code' in error) return 'not up yet'
    throw error
  }
}

function messageOf(text: string): string {
  try {
    return told.parse(JSON.parse(text)).message
  } catch {
    return ''
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
