import { Agent, type Server } from 'node:http'
import type { Database } from '@/lib/store/db'
import type { Line } from './call'
import { openCrons } from './crons'
import type { Desk } from './desk'
import { openDoor } from './door'
import { readFunctions, type Fn } from './functions'
import { newOwner, releaseDead } from './owner'
import { startPulse } from './pulse'
import { hashedKey } from './sign'
import { introduce } from './introduce'

export interface ExecutorOptions {
  readonly database: Database
  /** The app's own Inngest route, on loopback: http://127.0.0.1:PORT/api/inngest */
  readonly appUrl: string
  /** signkey-<name>-<hex>, the same the SDK has in INNGEST_SIGNING_KEY. */
  readonly signingKey: string
  /** The same the SDK has in INNGEST_EVENT_KEY. */
  readonly eventKey: string
  /** Where the SDK's INNGEST_BASE_URL points; any free one when left out. */
  readonly port?: number
  readonly now: () => number
  readonly warn: (message: string, detail?: unknown) => void
}

export interface Executor {
  readonly url: string
  stop(): Promise<void>
  /** Resolves when the app is registered and nothing is under way or due; fails if the registration was refused. */
  idle(): Promise<void>
}

/**
 * A small stand-in for the Inngest server inside our own process: takes events, keeps schedules, calls the app's
 * functions and remembers their steps in our database. Does not wait for the app, which may be starting beside it.
 */
export async function startExecutor(options: ExecutorOptions): Promise<Executor> {
  const { signingKey, eventKey, now, warn } = options
  hashedKey(signingKey)
  let known: ReadonlyMap<string, Fn> = new Map()
  const desk: Desk = { tables: options.database.drizzle, now, warn, functions: () => known }
  const line: Line = { url: options.appUrl, signingKey, agent: new Agent({ keepAlive: true }) }
  const crons = openCrons(desk)

  const register = async (body: unknown): Promise<string | null> => {
    const read = readFunctions(body)
    if ('refused' in read) return read.refused
    known = new Map(read.functions.map((fn) => [fn.id, fn]))
    await crons.keep()
    void pulse.wake()
    return null
  }

  const stopping = new AbortController()
  const ready = (): Promise<void> => (known.size > 0 ? Promise.resolve() : introduced)
  const wake = () => void pulse.wake()
  const server = await openDoor({ desk, signingKey, eventKey, ready, register, wake }, options.port ?? 0)
  await releaseDead(desk)
  const owner = newOwner()
  const pulse = startPulse(desk, crons, line, owner.name)
  const introduced = introduce(line, () => known.size > 0, warn, stopping.signal)
  introduced.catch((error: unknown) => warn('The app is not registered with the embedded executor', error))

  return {
    url: urlOf(server),
    async idle() {
      await introduced
      await pulse.idle()
    },
    async stop() {
      stopping.abort()
      await pulse.stop()
      line.agent.destroy()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      owner.end()
    },
  }
}

function urlOf(server: Server): string {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The executor has no port')
  return `http://127.0.0.1:${address.port}`
}
