import { sql } from 'drizzle-orm'
import { asFetch } from '../../sandbox/kit/as-fetch'
import { engineOf, type Way } from '@/lib/engine/engine-of'
import type { Engine, Pass } from '@/lib/engine/workshop'
import type { Desk } from '@/lib/service/desk'
import { noSettings } from '@/lib/model/settings'
import { integration as readIntegration, publish } from '@/lib/store/integrations'
import { inTenant, type Database, type Tx } from '@/lib/store/db'
import { registerInstall } from '@/lib/store/tenants'
import { limits } from '@/lib/sync/brake'
import { freshDatabase } from '../kit/fresh-database'
import type { Act, Setting } from './act'
import type { Cast, Hosts } from './cast'
import type { Violation } from './check'
import { family } from './family'
import { neighbourOf, type Neighbour } from './neighbour'
import type { Typed } from './people'
import { sage } from './sage'

/** The brakes' own numbers, and such as a world of ten records can pass; nobody else writes them. */
const usualLimits = { ...limits }
const tightLimits = { ...limits, removals: 1, smallest: 3, usualFloor: 4 }

let database: Promise<Database> | undefined
let made = 0
/** The tenant of the history before. */
let last: string | null = null

/** Every history is a tenant of its own in one database per process, emptied now and then because rows make it slow. */
async function roomForOne(): Promise<Database> {
  database ??= freshDatabase()
  const db = await database
  if (made++ % 25 === 24) {
    last = null
    await db.drizzle.execute(sql`truncate tenants, links, outbox, journal, runs, leases, cursors cascade`)
  }
  return db
}

/**
 * The clock everything in a history goes by; what a vendor still has to do late happens on the way. Whatever goes round for ever
 * reads it: after `longest` seconds of this process's own time it throws (a busy machine is no reason). Asking what was spent
 * is dear, so that only every so manieth reading does.
 */
export function simulatedClock(start: number, longest: number) {
  const began = process.cpuUsage()
  const spent = ({ user, system } = process.cpuUsage(began)) => (user + system) / 1_000_000
  let time = start
  let readings = 0
  let due: readonly { readonly at: number; readonly work: () => Promise<unknown> }[] = []
  async function forward(ms: number): Promise<void> {
    const end = time + Math.max(0, Math.ceil(ms))
    for (;;) {
      const [next] = [...due].sort((a, b) => a.at - b.at)
      if (!next || next.at > end) break
      due = due.filter((each) => each !== next)
      time = Math.max(time, next.at)
      await next.work()
    }
    time = Math.max(time, end)
  }
  return {
    now: () => {
      readings += 1
      if (readings % 512 === 0 && spent() > longest)
        throw new Error('This history takes too long: it goes round for ever')
      return time
    },
    sleep: forward,
    forward,
    later: (ms: number, work: () => Promise<unknown>): void => {
      due = [...due, { at: time + ms, work }]
    },
  }
}
export type SimulatedClock = ReturnType<typeof simulatedClock>

export type Ask = (url: string, init: Parameters<NonNullable<Engine['fetch']>>[1]) => Promise<Response>

const minute = 60_000
export const timings = { lease: minute, request: 30_000 }

export interface World {
  readonly setting: Setting
  readonly clock: SimulatedClock
  readonly db: Database
  readonly desk: Desk
  readonly way: Way
  readonly integration: string
  readonly hosts: Hosts
  readonly cast: Cast
  readonly simulators: Cast['simulators']
  /** The vendors themselves, without anything that may go wrong in between. */
  readonly ask: Ask
  readonly sideOf: (url: string) => 'crm' | 'books'
  readonly within: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  readonly engine: Engine
  /** What people typed, for the model. */
  readonly typed: readonly Typed[]
  readonly told: string[]
  /**
   * Whether a record of the CRM was read in order to be written, and the write has not been sent; or was `written`, and what stands
   * there now neither read nor recorded.
   */
  readonly unguarded: { now: boolean; written: boolean }
  /** Since Ana paused: whether a batch may have been started after that, and writes that were. */
  readonly gate: { paused: boolean; passed: boolean; writes: string[] }
  /** The run that a job works on, and whether another worker took it over meanwhile. */
  readonly working: { now: Pass | null; stale: boolean }
  /** Promises that were seen to be broken while it happened. */
  readonly broken: Violation[]
  /** Milliseconds after which a search of the CRM shows what was typed. */
  readonly lag: { ms: number }
  /** Whether the books' gateway has another company's folder open. */
  readonly stranger: { now: boolean }
  /** Milliseconds by which our own machine's clock is wrong, and by which it ever was. */
  readonly ours: { ahead: number; most: number }
  /** Fingerprints of what Ana said yes to, by row. */
  readonly approved: Map<string, string>
  /** Undo runs she asked for, and the links they are about. */
  readonly undone: { runs: { readonly id: string; readonly target: string }[]; links: Set<string> }
  /** What people, operators and faults did so far. */
  readonly done: Act['do'][]
  /** When which rules came into force. */
  readonly published: { readonly at: number; readonly version: number }[]
  /** Whether somebody typed something new while a run was under way. */
  readonly unseen: { typed: boolean }
  /** The other company of the same CRM: its own books and integration, everything else is shared. */
  readonly sibling: World | null
  /** Another tenant of the same database, and what its rows were before this history. */
  readonly neighbour: Neighbour | null
}

export async function world(setting: Setting, longest: number): Promise<World> {
  const db = await roomForOne()
  const before = await neighbourOf(db, last)
  const clock = simulatedClock(setting.start ?? Date.UTC(2026, 8, 7, 8, 0, 0), longest)
  const typed: Typed[] = []
  const cast = castOf(setting, clock, typed)
  pageSize(cast, setting.page)
  Object.assign(limits, setting.tight ? tightLimits : usualLimits)
  const { simulators } = cast
  const name = `s${made}`
  const hosts = { crm: `crm-${name}.test`, books: `books-${name}.test` }
  const sides = { crm: asFetch(simulators.crm.handle), books: asFetch(simulators.books.handle) }
  const sideOf = (url: string) => (new URL(url).hostname === hosts.books ? 'books' : 'crm')
  const broken: Violation[] = []
  const ours = { ahead: 0, most: 0 }
  const ask: Ask = async (url, init) => {
    await clock.forward(40)
    const { hostname } = new URL(url)
    if (/-s\d+\.test$/.test(hostname) && !Object.values(hosts).includes(hostname))
      broken.push({ invariant: 'I14', text: `a call to ${hostname}` })
    return sides[sideOf(url)](url, setting.shouts && sideOf(url) === 'crm' ? shouted(init) : init)
  }
  const way: Way = {
    timings: { ...timings, step: setting.step },
    sleep: clock.sleep,
    allowPrivate: true,
    fetch: ask,
    planBatch: setting.planBatch,
    ...(cast.clientOf ? { clientOf: cast.clientOf(hosts) } : {}),
  }
  const installed = await deskOn(db, clock, name, cast.connectors.crm.id)
  const desk = { ...installed, now: () => clock.now() + ours.ahead, way }
  const integration = await cast.setUp(desk, hosts)
  if (setting.narrow) await narrow(desk, integration)
  last = desk.tenant
  const engine: Engine = {
    ...{ ...engineOf(desk, way), role: 'house', actor: { kind: 'schedule' } },
    ...(cast.unpaced ? { unpaced: true } : {}),
  }
  const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inTenant(desk, work)
  const built: World = {
    setting,
    clock,
    db,
    desk,
    way,
    integration,
    hosts,
    cast,
    simulators,
    ask,
    sideOf,
    within,
    engine,
    typed,
    told: [],
    unguarded: { now: false, written: false },
    gate: { paused: false, passed: false, writes: [] },
    working: { now: null, stale: false },
    broken,
    lag: { ms: 0 },
    stranger: { now: false },
    ours,
    approved: new Map(),
    undone: { runs: [], links: new Set() },
    done: [],
    published: [],
    unseen: { typed: false },
    sibling: null,
    neighbour: before,
  }
  return cast.sibling ? { ...built, sibling: await siblingOf(built, cast.sibling) } : built
}

/** What happens to it is its own; what people do in the CRM, and what is broken, is seen by both. */
async function siblingOf(world: World, cast: Cast): Promise<World> {
  const integration = await cast.setUp(world.desk, world.hosts)
  if (world.setting.narrow) await narrow(world.desk, integration)
  return {
    ...world,
    ...{ integration, cast, desk: { ...world.desk, integration } },
    ...{ gate: { paused: false, passed: false, writes: [] }, working: { now: null, stale: false } },
    ...{ unguarded: { now: false, written: false }, undone: { runs: [], links: new Set() }, published: [] },
  }
}

async function narrow(desk: Desk, id: string): Promise<void> {
  await inTenant(desk, async (tx) => {
    const { settings } = (await readIntegration(tx, desk, id)) ?? { settings: noSettings }
    const entities = Object.entries(settings.entities).filter(([entity]) =>
      ['customer', 'prospect', 'contact'].includes(entity),
    )
    await publish(tx, desk, id, { ...settings, entities: Object.fromEntries(entities) }, desk.actor)
  })
}

/** Pages as small as the world, so that rows shift between them; the connectors' own object, because nobody hands it in. */
function pageSize({ connectors }: Cast, page: number): void {
  const sized: readonly { page: number }[] = [connectors.crm.limits, connectors.books.limits].map(
    (limits) => limits as { page: number }, // readonly for everybody but us
  )
  for (const limits of sized) limits.page = page
}

function castOf(setting: Setting, clock: SimulatedClock, typed: Typed[]): Cast {
  return setting.pair ? family(setting.pair, setting, clock, typed) : sage(setting, clock, typed)
}

type Init = Parameters<Ask>[1]
/** A system that keeps towns in capitals, whatever it is told. */
const shouted = (init: Init): Init =>
  typeof init.body === 'string'
    ? { ...init, body: init.body.replace(/"city":"[^"]*"/g, (town) => `"city"${town.slice(6).toUpperCase()}`) }
    : init

async function deskOn(db: Database, clock: SimulatedClock, name: string, vendor: string): Promise<Desk> {
  let ids = 0
  const fresh = (): string => `${name}-${String(++ids).padStart(6, '0')}`
  const installed = await registerInstall(db, {
    vendor,
    crmTenantId: name,
    name: 'Batidis',
    origins: ['https://crm.example'],
    locale: 'en',
    newTenant: name,
    newId: fresh(),
    newKey: fresh(),
    at: clock.now(),
  })
  return {
    db,
    tenant: installed.tenant,
    installation: installed.id,
    actor: { kind: 'person', id: 'ana', name: 'Ana' },
    role: 'admin',
    now: clock.now,
    newId: fresh,
    emit: () => Promise.resolve(),
  }
}
