import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { json, serve } from './kit/server'
import type { Handle } from './kit/server'
import type { Simulator } from './kit/simulator'

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

/** What whoever uses a simulator must know of it. */
export interface Described {
  /** Path of the API below its address. */
  readonly base: string
  /** Who may ask for a consent, where the vendor has OAuth. */
  readonly client: { readonly id: string; readonly secret: string } | null
  /** What an administrator types in. */
  readonly typed: Readonly<Record<string, string>>
  /** Options for a demo, and answers to the vendor's questions that they call for. */
  readonly options?: readonly string[]
  readonly chosen?: Readonly<Record<string, string>>
}

const here = dirname(fileURLToPath(import.meta.url))
const notVendors = ['kit', 'crm-host']

/** Who we can stand in for, by vendor id: every folder with a simulator, so that a new vendor needs no line here. */
export const vendors = (): readonly string[] =>
  readdirSync(here, { withFileTypes: true }).flatMap((each) =>
    each.isDirectory() && !notVendors.includes(each.name) && existsSync(join(here, each.name, 'simulate.ts'))
      ? [each.name]
      : [],
  )

/** What every `sandbox/<vendor>/simulate.ts` exports. */
interface Vendor {
  readonly simulate: (options: SandboxOptions) => Simulator
  readonly described: (url: string) => Described
}

async function vendorOf(vendor: string): Promise<Vendor> {
  const room: unknown = await import(pathToFileURL(join(here, vendor, 'simulate.ts')).href)
  for (const name of ['simulate', 'described']) {
    if (typeof Reflect.get(Object(room), name) !== 'function')
      throw new Error(`sandbox/${vendor}/simulate.ts exports no ${name}`)
  }
  return room as Vendor // looked at in the lines above
}

export const simulatorOf = async (vendor: string, options: SandboxOptions): Promise<Simulator> =>
  (await vendorOf(vendor)).simulate(options)

/** `url`: where it will answer. */
export const describedAt = async (vendor: string, url: string): Promise<Described> =>
  (await vendorOf(vendor)).described(url)

const usage = () =>
  `npm run sandbox -- <${vendors().join('|')}> --port <n> [--data <folder>] [--unlimited] [--seed <n>] [--size <n>] [--latency <ms>] [--plan <4|13>] | --describe <url>`

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
      describe: { type: 'string' },
    },
  })
  const [vendor = ''] = positionals
  if (!vendors().includes(vendor)) {
    process.stderr.write(`${usage()}\n`)
    process.exitCode = 2
    return
  }
  if (values.describe !== undefined) {
    process.stdout.write(`${JSON.stringify(await describedAt(vendor, values.describe))}\n`)
    return
  }
  const options: SandboxOptions = {
    unlimited: values.unlimited,
    ...(values.data === undefined ? {} : { data: values.data }),
    ...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
    ...(values.size === undefined ? {} : { size: Number(values.size) }),
    ...(values.latency === undefined ? {} : { latencyMs: Number(values.latency) }),
    ...(values.plan === '13' ? { plan: 13 } : {}),
  }
  const server = await serve(await forgetful(() => simulatorOf(vendor, options)), Number(values.port))
  process.stdout.write(`${vendor} answers at ${server.url}\n`)
  const stop = () => void server.close().finally(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

/** `POST /_admin/anew`: the seed again, as if it had just been started; keys and addresses stay. */
async function forgetful(make: () => Promise<Simulator>): Promise<Handle> {
  let simulator = await make()
  return async (request) => {
    if (request.path !== '/_admin/anew') return simulator.handle(request)
    simulator = await make()
    return json(200, null)
  }
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await main()
