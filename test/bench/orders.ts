import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** A process of its own on one core that takes orders over its channel, one after the other. */
export interface Servant {
  readonly pid: number
  order<T>(name: string, given?: unknown): Promise<T>
  /** Lets it end by itself. */
  dismiss(): Promise<void>
  kill(): Promise<void>
}

type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string }

export function hire(script: string, given: readonly string[], core: number | null): Servant {
  const command = [process.execPath, '--enable-source-maps', ...extra(), script, ...given]
  const [program = '', ...rest] = core === null ? command : ['taskset', '-c', String(core), ...command]
  const child = spawn(program, rest, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...environment },
  })
  const gone = once(child, 'exit')
  const end = (): void => void child.kill('SIGKILL')
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  return {
    pid: child.pid ?? 0,
    order: (name, value) => answerOf(child, name, value),
    async dismiss() {
      child.disconnect()
      await gone
    },
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** Values for measuring only; the real ones come from the environment of the installation. */
const environment = {
  NEXTAUTH_URL: 'http://localhost:3000',
  NEXTAUTH_SECRET: 'a secret that only the bench knows, long enough',
  CRED_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
}

const extra = (): readonly string[] => (process.env['BENCH_NODE'] ?? '').split(' ').filter((part) => part !== '')

function answerOf<T>(child: ChildProcess, name: string, given: unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error(`The process ended during ${name}`))
    child.once('exit', ended)
    child.once('message', (answer: Answer) => {
      child.off('exit', ended)
      // The answer is what this name's order returns in the script that we started.
      if (answer.ok) resolve(answer.value as T)
      else reject(new Error(`${name}: ${answer.error}`))
    })
    child.send({ name, given })
  })
}

export type Orders = Readonly<Record<string, (given: never) => Promise<unknown>>>

/** The other end: carries out what the channel asks for. */
export function serveOrders(orders: Orders): void {
  process.on('message', ({ name, given }: { name: string; given: never }) => {
    const order = orders[name]
    const work = order ? order(given) : Promise.reject(new Error(`No order ${name}`))
    work.then(
      (value) => process.send?.({ ok: true, value }),
      (error: unknown) =>
        process.send?.({ ok: false, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
  })
  process.on('disconnect', () => process.exit(0))
}
