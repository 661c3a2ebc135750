import { sage50Fr, KEY, type Options as BooksOptions } from '../../sandbox/sage-50-fr'
import { DEMO_KEYS, sageSales, type SageSalesOptions } from '../../sandbox/sage-sales'
import { asFetch } from '../../sandbox/kit/as-fetch'
import type { Clock } from '../../sandbox/kit/clock'
import { engineOf, type Way } from '@/lib/engine/engine-of'
import { runToEnd } from '@/lib/engine/run'
import type { Engine } from '@/lib/engine/workshop'
import type { Fetch } from '@/lib/http/send'
import type { ConnectionEnded, LookAsked, RunAsked, VerifyAsked } from '@/lib/model/context'
import type { Phase, Trigger } from '@/lib/model/run'
import type { Desk } from '@/lib/service/desk'
import { inTenant, type Database, type Tx } from '@/lib/store/db'
import { integrationOfInstallation } from '@/lib/store/integrations'
import { run as readRun, type StoredRun } from '@/lib/store/runs'
import { verifyAt } from '@/lib/service/verify-now'
import { registerInstall } from '@/lib/store/tenants'
import { freshDatabase } from './fresh-database'
import { carryOut } from './jobs'
import { setUpCorridor } from './set-up'

export interface CorridorOptions {
  readonly books?: BooksOptions
  readonly crm?: SageSalesOptions
  /** Where records live; PGlite in memory unless said. Closing the corridor leaves a given one open. */
  readonly db?: Database
  /** Vendors keep their real pace; its waits pass on the corridor's own clock. */
  readonly paced?: boolean
}

/** Time of a corridor: nothing waits for real, a sleep moves it on. */
export interface TestClock extends Clock {
  advance(ms: number): void
}

let made = 0
export const fresh = (what: string): string => `${what}-${String(++made).padStart(7, '0')}`

/** Small numbers of everything, so that a first run takes seconds. */
export const small = {
  customers: 6,
  prospects: 3,
  contacts: 12,
  otherAddresses: 4,
  products: 5,
  invoices: 8,
  representants: 4,
}

/**
 * The whole corridor in one process: both connectors against both simulators, the store on PGlite, a clock that jumps.
 * `crm` and `books` are what people do in those systems; `simulators` shows their calls and takes faults.
 */
export async function corridor(options: CorridorOptions = {}) {
  const clock = testClock(Date.UTC(2026, 8, 7, 8, 0, 0))
  const simulators = simulatorsOf(options, clock)
  const hosts = { crm: 'api.forcemanager.com', books: `${fresh('gateway')}.test` }
  const db = options.db ?? (await freshDatabase())
  const events: RunAsked[] = []
  const proofs: VerifyAsked[] = []
  const looks: LookAsked[] = []
  const ended: ConnectionEnded[] = []
  const way: Way = {
    timings: { lease: 60_000, request: 30_000, step: 20_000 },
    sleep: clock.sleep,
    allowPrivate: true,
    fetch: fetchOf(simulators, hosts),
  }
  const desk = { ...(await deskOn(db, clock, { events, proofs, looks, ended })), way }
  const engine: Engine = { ...engineOf(desk, way), role: 'house', actor: { kind: 'schedule' } }
  const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inTenant(desk, work)
  const integration = async (): Promise<string> => {
    const found = await within((tx) => integrationOfInstallation(tx, desk, desk.installation))
    if (!found) throw new Error('Nothing is set up yet')
    return found.id
  }
  return {
    desk,
    /** Somebody of the same organisation who may look and not touch. */
    viewer: { ...desk, role: 'viewer' } satisfies Desk,
    engine,
    db,
    clock,
    events,
    /** Occasions to look whether somebody should get mail. */
    looks,
    ended,
    simulators,
    crm: simulators.crm.admin,
    books: simulators.books.admin,
    answers: {
      crm: { publicKey: DEMO_KEYS.publicKey, privateKey: DEMO_KEYS.privateKey },
      books: { address: `http://${hosts.books}`, key: KEY },
    },
    within,
    integration,
    /** Both sides connected, the first dossier chosen, everything on, rules in force, the schedule started. */
    setUp: () => setUpCorridor(desk, hosts),
    /** One whole run; null where another worker has the integration. */
    async runToEnd(trigger: Trigger = 'schedule'): Promise<StoredRun> {
      const pass = await runToEnd(engine, await integration(), trigger)
      const run = pass && (await within((tx) => readRun(tx, desk, pass.run)))
      if (!run) throw new Error('No run was opened')
      return run
    },
    /** Carries out every run that the verbs asked for; `until` leaves the run in that phase. */
    async carryOut(until?: Phase): Promise<readonly string[]> {
      const opened = await carryOut(engine, events, until)
      for (const asked of proofs.splice(0)) await verifyAt(engine, asked)
      return opened
    },
    async close(): Promise<void> {
      if (!options.db) await db.close()
    },
  }
}
export type Corridor = Awaited<ReturnType<typeof corridor>>

export function testClock(start: number): TestClock {
  let time = start
  return {
    now: () => time,
    sleep: async (ms) => {
      time += Math.max(0, Math.ceil(ms))
    },
    advance: (ms) => {
      time += ms
    },
  }
}

function simulatorsOf({ books, crm, paced = false }: CorridorOptions, clock: Clock) {
  return {
    crm: sageSales({ clock, size: 4, unlimited: !paced, ...crm }),
    books: sage50Fr({ clock, size: small, unlimited: !paced, ...books }),
  }
}

function fetchOf(simulators: ReturnType<typeof simulatorsOf>, hosts: { crm: string; books: string }): Fetch {
  const byHost = new Map([
    [hosts.crm, asFetch(simulators.crm.handle)],
    [hosts.books, asFetch(simulators.books.handle)],
  ])
  return (url, init) => {
    // Pictures are put where the CRM says its storage is.
    const found = byHost.get(new URL(url).hostname) ?? byHost.get(hosts.crm)
    if (!found) throw new Error(`Nobody answers at ${url}`)
    return found(url, init)
  }
}

interface Emitted {
  readonly events: RunAsked[]
  readonly proofs: VerifyAsked[]
  readonly looks: LookAsked[]
  readonly ended: ConnectionEnded[]
}

async function deskOn(db: Database, clock: Clock, { events, proofs, looks, ended }: Emitted): Promise<Desk> {
  const installed = await registerInstall(db, {
    vendor: 'sage-sales',
    crmTenantId: fresh('org'),
    name: 'Batidis',
    origins: ['https://crm.example'],
    locale: 'en',
    newTenant: fresh('tenant'),
    newId: fresh('installation'),
    newKey: fresh('install-key'),
    at: clock.now(),
  })
  return {
    db,
    tenant: installed.tenant,
    installation: installed.id,
    actor: { kind: 'person', id: 'ana', name: 'Ana' },
    role: 'admin',
    now: () => clock.now(),
    newId: () => fresh('id'),
    emit: async (event) => {
      if (event.name === 'run.asked') events.push(event)
      else if (event.name === 'verify.asked') proofs.push(event)
      else if (event.name === 'connection.ended') ended.push(event)
      else if (event.name !== 'mail.due') looks.push(event)
    },
  }
}
