import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Side } from '@/lib/model/words'
import type { Desk } from '@/lib/service/desk'
import { describedAt } from '../sandbox/index'
import type { Described } from '../sandbox/index'
import { vendorEnvironment } from './environment.mjs'
import { freePorts } from './ports.mjs'
import { root } from './prepare.mjs'

export interface Place {
  readonly desk: Desk
  /** Tells whoever waits how far we are; results go elsewhere. */
  readonly say: (line: string) => void
  readonly vendors: Readonly<Record<Side, SimulatedVendor>>
  /** Calls that the simulators counted themselves. */
  calls(): Promise<{ readonly crm: number; readonly books: number }>
  close(): Promise<void>
}

/** One side's vendor, simulated in a process of its own. */
export interface SimulatedVendor extends Described {
  readonly id: string
  readonly url: string
}

/** Everything the app is, without its pages: simulators, database, jobs, and somebody at a desk. */
export async function openPlace(pair: string, data: string | null, say: (line: string) => void): Promise<Place> {
  const [crmId = '', booksId = ''] = pair.split('.')
  const [crmPort = 0, booksPort = 0] = await freePorts(4650, 2)
  const vendors = { crm: await vendorAt(crmId, crmPort), books: await vendorAt(booksId, booksPort) }
  say('Starting the simulators ...')
  const children = [
    simulator(vendors.crm, crmPort, []),
    simulator(vendors.books, booksPort, data === null ? [] : ['--data', data]),
  ]
  await Promise.all([answers(vendors.crm.url), answers(vendors.books.url)])
  say('Opening the embedded database ...')
  // Jobs are served once everything is open; who calls earlier waits for that.
  const serving: { jobs?: (serve: RequestListener) => void } = {}
  const jobs = new Promise<RequestListener>((resolve) => (serving.jobs = resolve))
  const app = createServer((asked, answer) => void jobs.then((serve) => serve(asked, answer)))
  await new Promise<void>((listening) => app.listen(0, '127.0.0.1', listening))
  environment(vendors, portOf(app))
  const house = await openHouse(crmId, portOf(app), (serve) => serving.jobs?.(serve))
  return {
    desk: house.desk,
    say,
    vendors,
    calls: async () => ({ crm: await callsOf(vendors.crm.url), books: await callsOf(vendors.books.url) }),
    async close() {
      await house.close()
      app.closeAllConnections()
      await new Promise((closed) => app.close(closed))
      for (const child of children) child.kill('SIGTERM')
    },
  }
}

/** Set before anything of the app is loaded: it reads its environment once. */
function environment(vendors: Place['vendors'], port: number): void {
  const home = join(root, '.data/headless')
  rmSync(home, { recursive: true, force: true })
  mkdirSync(home, { recursive: true })
  Object.assign(process.env, {
    DATA_DIR: home,
    DATABASE_URL: '',
    PORT: String(port),
    NEXTAUTH_URL: `http://127.0.0.1:${port}`,
    NEXTAUTH_SECRET: randomBytes(32).toString('base64url'),
    CRED_KEYS: `demo:${randomBytes(32).toString('base64')}`,
    ALLOW_PRIVATE_ADDRESSES: '1',
    ...vendorEnvironment(Object.values(vendors)),
  })
}

async function openHouse(
  crm: string,
  port: number,
  serveJobs: (serve: RequestListener) => void,
): Promise<{ readonly desk: Desk; close(): Promise<void> }> {
  const { database } = await import('@/lib/store/db')
  const { startEmbedded } = await import('@/lib/executor/embedded')
  const { registerInstall } = await import('@/lib/store/tenants')
  const db = await database()
  const now = () => Date.now() + db.clockOffset
  const warn = (sentence: string, detail?: unknown) =>
    void process.stderr.write(`${sentence} ${String(detail ?? '')}\n`)
  const executor = await startEmbedded({ database: db, appUrl: `http://127.0.0.1:${port}/api/inngest`, now, warn })
  const { serve } = await import('inngest/node')
  const { functions, inngest } = await import('@/inngest')
  const { emit } = await import('@/inngest/client')
  serveJobs(serve({ client: inngest, functions: [...functions] }))
  const installed = await registerInstall(db, {
    vendor: crm,
    crmTenantId: 'demo:headless',
    name: 'Demo',
    origins: ['http://localhost'],
    locale: 'en',
    newTenant: randomUUID(),
    newId: randomUUID(),
    newKey: randomBytes(18).toString('base64url'),
    at: now(),
  })
  const actor = { kind: 'person', id: 'demo', name: 'Demo' } as const
  const desk = { db, now, newId: randomUUID, emit, tenant: installed.tenant, actor, role: 'admin' } as const
  return {
    desk: { ...desk, installation: installed.id },
    async close() {
      await executor.stop()
      await db.close()
    },
  }
}

async function vendorAt(id: string, port: number): Promise<SimulatedVendor> {
  const url = `http://127.0.0.1:${port}`
  return { id, url, ...(await describedAt(id, url)) }
}

function simulator({ id, options = [] }: SimulatedVendor, port: number, more: readonly string[]): ChildProcess {
  const parts = ['--import', 'tsx', 'sandbox/index.ts', id, '--port', String(port), ...options, ...more]
  const child = spawn(process.execPath, parts, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  process.once('exit', () => void child.kill('SIGTERM'))
  return child
}

async function answers(url: string): Promise<void> {
  const until = Date.now() + 60_000
  while (Date.now() < until) {
    const up = await fetch(`${url}/_admin/calls`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (up) return
    await wait(100)
  }
  throw new Error(`The simulator at ${url} does not answer`)
}

async function callsOf(url: string): Promise<number> {
  const counted: unknown = await (await fetch(`${url}/_admin/calls`)).json()
  return typeof counted === 'object' && counted !== null && 'total' in counted ? Number(counted.total) : 0
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
