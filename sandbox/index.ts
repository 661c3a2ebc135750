import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { serve } from './kit/server'
import type { Simulator } from './kit/simulator'
import { sage50Fr } from './sage-50-fr/index'
import { sageSales } from './sage-sales/index'

export interface SandboxOptions {
  readonly seed?: number
  readonly size?: number
  /** A folder of CSV files instead of the seed, where the vendor can load one. */
  readonly data?: string
  readonly unlimited?: boolean
  readonly latencyMs?: number
  /** Calls a second that the CRM's key allows. */
  readonly plan?: 4 | 13
}

/** Who we can stand in for, by vendor id. */
export const SIMULATORS: ReadonlyMap<string, (options: SandboxOptions) => Simulator> = new Map([
  ['sage-sales', (options: SandboxOptions): Simulator => sageSales(options)],
  ['sage-50-fr', (options: SandboxOptions): Simulator => sage50Fr(options)],
])

const USAGE = `npm run sandbox -- <${[...SIMULATORS.keys()].join('|')}> --port <n> [--data <folder>] [--unlimited] [--seed <n>] [--size <n>] [--latency <ms>] [--plan <4|13>]`

/** `npm run sandbox`: one simulator in a process of its own, until it is told to stop. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '0' },
      data: { type: 'string' },
      unlimited: { type: 'boolean', default: false },
      seed: { type: 'string' },
      size: { type: 'string' },
      latency: { type: 'string' },
      plan: { type: 'string' },
    },
  })
  const simulate = SIMULATORS.get(positionals[0] ?? '')
  if (!simulate) {
    process.stderr.write(`${USAGE}\n`)
    process.exitCode = 2
    return
  }
  const simulator = simulate({
    unlimited: values.unlimited,
    ...(values.data === undefined ? {} : { data: values.data }),
    ...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
    ...(values.size === undefined ? {} : { size: Number(values.size) }),
    ...(values.latency === undefined ? {} : { latencyMs: Number(values.latency) }),
    ...(values.plan === '13' ? { plan: 13 } : {}),
  })
  const server = await serve(simulator.handle, Number(values.port))
  process.stdout.write(`${positionals[0]} answers at ${server.url}\n`)
  const stop = () => void server.close().finally(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await main()
