import { CLIENT, freshsales, type FreshsalesOptions } from '../../sandbox/freshsales'
import { described } from '../../sandbox/freshsales/simulate'
import { asFetch } from '../../sandbox/kit/as-fetch'
import { engineOf, type Way } from '@/lib/engine/engine-of'
import { meetAgain } from '@/lib/engine/meet'
import { openRun } from '@/lib/engine/open'
import { runToEnd } from '@/lib/engine/run'
import { prove } from '@/lib/engine/verify'
import { load, type Engine } from '@/lib/engine/workshop'
import type { Accuracy } from '@/lib/model/accuracy'
import type { Choice } from '@/lib/model/connector'
import type { Trigger } from '@/lib/model/run'
import { noSettings } from '@/lib/model/settings'
import type { Side } from '@/lib/model/words'
import { pairName, pairOf } from '@/lib/pairs'
import { composeSettings } from '@/lib/service/compose-settings'
import type { Desk } from '@/lib/service/desk'
import { live } from '@/lib/service/live'
import { chooseCompany, saveChosen, saveConnection } from '@/lib/store/connections'
import { inTenant, type Database, type Tx } from '@/lib/store/db'
import { createIntegration, publish, startIntegration } from '@/lib/store/integrations'
import { releaseLease } from '@/lib/store/leases'
import { run as readRun, type StoredRun } from '@/lib/store/runs'
import { registerInstall } from '@/lib/store/tenants'
import { saveTokens } from '@/lib/store/tokens'
import { familyBooks, type BooksOptions, type FamilyBooks, type FamilyVendor } from './family-books'
import { mishaps, type Mishaps } from './mishaps'
import { fresh, testClock, type TestClock } from './corridor'
import { freshDatabase } from './fresh-database'

export interface FamilyOptions {
  readonly crm?: FreshsalesOptions
  readonly books?: BooksOptions
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
  const db = await freshDatabase()
  const trouble = mishaps(clock)
  const way = wayTo({ crm, books }, clock, trouble)
  const desk: Desk = { ...(await deskOn(db, clock)), way }
  const engine: Engine = {
    ...{ ...engineOf(desk, way), role: 'house', actor: { kind: 'schedule' } },
    ...(unlimited ? { unpaced: true } : {}),
  }
  const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inTenant(desk, work)
  const integration = await setUp(engine, desk, { crm, books, options })
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

interface Vendors {
  readonly crm: ReturnType<typeof freshsales>
  readonly books: FamilyBooks
}

const addresses = { crm: 'http://crm.test', books: 'http://books.test' } as const

function wayTo({ crm, books }: Vendors, clock: TestClock, trouble: Mishaps): Way {
  const doors: Readonly<Record<string, { readonly side: Side; readonly ask: typeof fetch }>> = {
    'crm.test': { side: 'crm', ask: asFetch(crm.handle) },
    'books.test': { side: 'books', ask: asFetch(books.simulator.handle) },
  }
  const clients = {
    freshsales: { ...CLIENT, side: 'crm' },
    [books.connector.id]: { ...books.client, side: 'books' },
  } as const
  return {
    ...{ timings: { lease: 60_000, request: 30_000, step: 20_000 }, sleep: clock.sleep, allowPrivate: true },
    fetch: (url, init) => {
      const door = doors[new URL(url).hostname]
      if (!door) throw new Error(`Nobody answers at ${url}`)
      return trouble.around(door.side, url, init, () => door.ask(url, init))
    },
    clientOf: (asked) => {
      const found = new Map(Object.entries(clients)).get(asked)
      return found
        ? {
            id: found.id,
            secret: found.secret,
            redirectUri: 'https://concord.test/back',
            origin: addresses[found.side],
          }
        : null
    },
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

/** What the set-up pages end in, stored directly: both consents given, every question answered as proposed. */
async function setUp(engine: Engine, desk: Desk, all: Vendors & { options: FamilyOptions }): Promise<string> {
  const { books, options } = all
  const pair = pairOf(`freshsales.${books.connector.id}`)
  if (!pair) throw new Error(`There is no pair with ${books.connector.id}`)
  const ids = { crm: fresh('crm'), books: fresh('books'), integration: fresh('integration') }
  await connect(desk, ids, all)
  const met = { crm: await meetAgain(engine, ids.crm), books: await meetAgain(engine, ids.books) }
  for (const side of ['crm', 'books'] as const) {
    const asked = (await met[side].session.choices?.()) ?? []
    await inTenant(desk, (tx) => saveChosen(tx, desk, ids[side], { ...answers(asked), ...options.chosen }))
  }
  await (await meetAgain(engine, ids.crm)).session.prepare?.()
  const found = await live(pair, await meetAgain(engine, ids.crm), await meetAgain(engine, ids.books))
  if (!found.ok) throw new Error(JSON.stringify(found.fault))
  const administrator = found.value.people.crm[0]?.id ?? null
  const switches = options.switches ?? {}
  const settings = composeSettings(pair, { ...noSettings, every: pair.every, administrator, switches }, found.value)
  await inTenant(desk, async (tx) => {
    await createIntegration(tx, desk, {
      ...{ id: ids.integration, installation: desk.installation, pair: pairName(pair), settings },
      ...{ crmConnection: ids.crm, booksConnection: ids.books },
    })
    await publish(tx, desk, ids.integration, settings, desk.actor)
    await startIntegration(tx, desk, ids.integration)
  })
  return ids.integration
}

async function connect(desk: Desk, ids: Readonly<Record<Side, string>>, { crm, books }: Vendors): Promise<void> {
  const given = {
    crm: { vendor: 'freshsales', base: described().base, kept: {}, tokens: crm.admin.oauth.grant() },
    books: { vendor: books.connector.id, base: books.base, kept: books.consent, tokens: books.grant() },
  }
  const secrets = { crm: { domain: 'cordier' }, books: {} }
  await inTenant(desk, async (tx) => {
    for (const side of ['crm', 'books'] as const) {
      const { vendor, base, kept, tokens } = given[side]
      const baseUrl = `${addresses[side]}${base}`
      await saveConnection(tx, desk, { id: ids[side], vendor, side, baseUrl, account: null, secrets: secrets[side] })
      const life = { accessUntil: desk.now() + 30 * 60_000, refreshUntil: null }
      await saveTokens(tx, desk, ids[side], { ...tokens, ...life, scopes: null, kept })
    }
    await chooseCompany(tx, desk, ids.books, { id: books.company, name: books.company })
  })
}

/** What was proposed, else the first answer there is. */
const answers = (asked: readonly Choice[]): Record<string, readonly string[]> =>
  Object.fromEntries(
    asked.map(({ key, proposed, values }) => [
      key,
      proposed.length > 0 ? proposed : values.slice(0, 1).map(({ value }) => value),
    ]),
  )
