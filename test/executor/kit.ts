import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Inngest, type InngestFunction } from 'inngest'
import { serve } from 'inngest/node'
import { startExecutor, type Executor } from '@/lib/executor'
import { executorCrons, executorEvents, executorRuns } from '@/drizzle/schema/executor'
import type { Database } from '@/lib/store/db'

export const signingKey = `signkey-test-${'5a'.repeat(32)}`
export const eventKey = 'the-event-key-of-tests'

const quiet = { info() {}, warn() {}, error() {}, debug() {} }

export const aClient = (baseUrl: string, key = signingKey): Inngest =>
  new Inngest({ id: 'house', baseUrl, signingKey: key, eventKey, isDev: false, logger: quiet })

export interface Clock {
  now(): number
  pass(ms: number): void
}

export function aClock(start = Date.now()): Clock {
  let at = start
  return { now: () => at, pass: (ms) => void (at += ms) }
}

export interface Stage {
  readonly executor: Executor
  readonly inngest: Inngest
  readonly appUrl: string
  readonly clock: Clock
  readonly warnings: readonly string[]
  /** Lets time pass and everything that falls due happen. */
  pass(ms: number): Promise<void>
  close(): Promise<void>
}

export interface StageOptions {
  readonly clock?: Clock
  /** The key the app has, where it is not the executor's. */
  readonly appKey?: string
}

/** Node 20 has no Promise.withResolvers. */
export function later<T>(): { readonly promise: Promise<T>; resolve(value: T): void } {
  let settle: (value: T) => void = () => undefined
  const promise = new Promise<T>((resolve) => (settle = resolve))
  return { promise, resolve: (value) => settle(value) }
}

type Functions = (inngest: Inngest) => readonly InngestFunction.Like[]

/** The app with these functions (the real SDK over HTTP) and an executor beside it. */
export async function aStage(database: Database, functions: Functions, options: StageOptions = {}): Promise<Stage> {
  const clock = options.clock ?? aClock()
  const warnings: string[] = []
  const handler = later<ReturnType<typeof serve>>()
  const app = createServer((asked, answer) => void handler.promise.then((serveIt) => serveIt(asked, answer)))
  await new Promise<void>((listening) => app.listen(0, '127.0.0.1', listening))
  const appUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}/api/inngest`
  const executor = await startExecutor({
    database,
    appUrl,
    signingKey,
    eventKey,
    now: clock.now,
    warn: (message, detail) => warnings.push(detail instanceof Error ? `${message}: ${detail.message}` : message),
  })
  const inngest = aClient(executor.url, options.appKey)
  handler.resolve(serve({ client: inngest, functions: [...functions(inngest)] }))
  return {
    executor,
    inngest,
    appUrl,
    clock,
    warnings,
    async pass(ms) {
      clock.pass(ms)
      await executor.idle()
    },
    async close() {
      await executor.stop()
      app.closeAllConnections()
      await new Promise((closed) => app.close(closed))
    },
  }
}

export async function forgetAll(database: Database): Promise<void> {
  for (const table of [executorRuns, executorEvents, executorCrons]) await database.drizzle.delete(table)
}
