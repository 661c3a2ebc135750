import { freshsales, type FreshsalesOptions } from '../../sandbox/freshsales'
import { asFetch } from '../../sandbox/kit/as-fetch'
import { engineOf, type Way } from '@/lib/engine/engine-of'
import { openRun } from '@/lib/engine/open'
import { runToEnd } from '@/lib/engine/run'
import { prove } from '@/lib/engine/verify'
import { load, type Engine } from '@/lib/engine/workshop'
import type { Accuracy } from '@/lib/model/accuracy'
import type { Trigger } from '@/lib/model/run'
import type { Side } from '@/lib/model/words'
import type { Desk } from '@/lib/service/desk'
import { inTenant, type Database, type Tx } from '@/lib/store/db'
import { releaseLease } from '@/lib/store/leases'
import { run as readRun, type StoredRun } from '@/lib/store/runs'
import { registerInstall } from '@/lib/store/tenants'
import { familyBooks, type BooksOptions, type FamilyVendor } from './family-books'
import { mishaps, type Mishaps } from './mishaps'
import { fresh, testClock, type TestClock } from './corridor'
import { freshDatabase } from './fresh-database'
import { clientsOf, setUpFamily, type FamilyVendors } from './set-up-family'

export interface FamilyOptions {
  readonly crm?: FreshsalesOptions
  readonly books?: BooksOptions
  /** Where records live; PGlite in memory unless said. */
  readonly db?: Database
  /** Switches that the administrator turned, by entity. */
  readonly switches?: Readonly<Record<string, boolean>>
  /** Both vendors keep their limits, and we our pace; its waits pass on the family's own clock. */
  readonly paced?: boolean
  /** Answers to the vendors' questions, where they differ from what is proposed. */
  readonly chosen?: Readonly<Record<string, readonly string[]>>
}

/**
 * Freshsales and the books of its family in one process: both connectors against both simulators with a consent each, the
 * store on PGlite, a clock that jumps.
 */
export async function family(vendor: FamilyVendor, options: FamilyOptions = {}) {
  const clock = testClock(Date.UTC(2026, 8, 7, 8, 0, 0))
  const unlimited = !options.paced
  const crm = freshsales({ clock, size: 4, unlimited, deliver: () => Promise.resolve(new Response()), ...options.crm })
  const books = familyBooks[vendor](clock, { size: 6, unlimited, ...options.books })
  const db = options.db ?? (await freshDatabase())
  const trouble = mishaps(clock)
  const way = wayTo({ crm, books }, clock, trouble)
  const desk: Desk = { ...(await deskOn(db, clock)), way }
  const engine: Engine = {
    ...{ ...engineOf(desk, way), role: 'house', actor: { kind: 'schedule' } },
    ...(unlimited ? { unpaced: true } : {}),
  }
  const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inTenant(desk, work)
  const integration = await setUpFamily(desk, { ...options, crm, books, addresses })
  return {
    ...{ desk, engine, clock, books, integration, within },
    crm: crm.admin,
    simulators: { crm, books: books.simulator },
    trouble,
    /** One whole run. */
    async run(trigger: Trigger = 'schedule'): Promise<StoredRun> {
      const pass = await runToEnd(engine, integration, trigger)
      const run = pass && (await within((tx) => readRun(tx, desk, pass.run)))
      if (!run) throw new Error('No run was opened')
      return run
    },
    /** Complete listings of both sides against memory. */
    async prove(): Promise<Accuracy> {
      const pass = await openRun(engine, integration, 'preview', desk.newId())
      if (!pass) throw new Error('The integration is busy')
      const proof = await prove(await load(engine, pass))
      await within((tx) => releaseLease(tx, desk, pass.integration, pass.token))
      return proof
    },
    close: () => db.close(),
  }
}
export type Family = Awaited<ReturnType<typeof family>>

const addresses = { crm: 'http://crm.test', books: 'http://books.test' } as const

function wayTo({ crm, books }: Pick<FamilyVendors, 'crm' | 'books'>, clock: TestClock, trouble: Mishaps): Way {
  const doors: Readonly<Record<string, { readonly side: Side; readonly ask: typeof fetch }>> = {
    'crm.test': { side: 'crm', ask: asFetch(crm.handle) },
    'books.test': { side: 'books', ask: asFetch(books.simulator.handle) },
  }
  return {
    ...{ timings: { lease: 60_000, request: 30_000, step: 20_000 }, sleep: clock.sleep, allowPrivate: true },
    fetch: (url, init) => {
      const door = doors[new URL(url).hostname]
      if (!door) throw new Error(`Nobody answers at ${url}`)
      return trouble.around(door.side, url, init, () => door.ask(url, init))
    },
    clientOf: clientsOf({ crm, books, addresses }),
  }
}

async function deskOn(db: Database, clock: TestClock): Promise<Desk> {
  const installed = await registerInstall(db, {
    ...{
      vendor: 'freshsales',
      crmTenantId: fresh('org'),
      name: 'Cordier',
      origins: ['https://crm.example'],
      locale: 'en',
    },
    ...{ newTenant: fresh('tenant'), newId: fresh('installation'), newKey: fresh('key'), at: clock.now() },
  })
  return {
    ...{ db, tenant: installed.tenant, installation: installed.id, role: 'admin', now: () => clock.now() },
    ...{ newId: () => fresh('id'), emit: async () => undefined, actor: { kind: 'person', id: 'ana', name: 'Ana' } },
  }
}
