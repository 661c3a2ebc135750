import { sql } from 'drizzle-orm'
import type { Engine } from '@/lib/engine/workshop'
import type { Fetch } from '@/lib/http/send'
import type { Database, Tx } from '@/lib/store/db'
import { rowsOf } from '@/lib/store/rows'
import type { Blow, Place } from './act'
import { answered, halved } from './batch'
import type { CallSeen } from './draw'
import { timings, type World } from './world'

/** One process at work: dead from the moment it crashes, whatever its code still tries. */
export interface Worker {
  readonly engine: Engine
  dead: Extract<Blow, { do: 'crash' }> | null
}

/** Asked at every point of a worker's life; deeds have been done when it answers. */
export type Strike = (worker: Worker, place: Place, seen: CallSeen, what: string) => Promise<Blow | null>

/** What is noted in our own store between the reading and the write belongs to the moment in which no client can see an edit. */
const around = ({ unguarded }: World): CallSeen => ({
  side: null,
  write: false,
  unguarded: unguarded.now,
  written: unguarded.written,
})

/** What a job is delivered again for: the store refused, or the line to it broke. */
export const isAbort = (error: unknown): boolean => /could not serialize|Connection terminated/.test(String(error))
const unplugged = (): Error => new Error('Connection terminated unexpectedly')
const abort = (): Error => new Error('could not serialize access')
const gone = (): TypeError => new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })

export function worker(world: World, strike: Strike): Worker {
  const self: { dead: Worker['dead']; engine: Engine } = { dead: null, engine: world.engine }
  self.engine = { ...world.engine, db: struckDb(world, self, strike), fetch: struckFetch(world, self, strike) }
  return self
}

function struckDb(world: World, self: Worker, strike: Strike): Database {
  const transaction = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    if (self.dead) throw abort()
    const opener = openedBy()
    const what = `a transaction of ${opener.room}`
    const before = await strike(self, 'begin', around(world), what)
    if (self.dead) throw abort()
    if (before?.do === 'unplug') throw unplugged()
    if (world.gate.paused && opener.isGate) world.gate.passed = true
    const result = await world.db.drizzle.transaction(async (tx) => {
      const made = await work(tx)
      if (world.working.stale && (await wrote(tx)))
        world.broken.push({ invariant: 'I9', text: `${what} of a stale worker` })
      if (before?.do === 'abort') throw abort()
      return made
    })
    if (opener.room === 'record') {
      if (world.cast.guardEnds === 'recorded') world.unguarded.now = false
      world.unguarded.written = false
    }
    const after = await strike(self, 'commit', around(world), what)
    if (self.dead) throw abort()
    if (after?.do === 'unplug') throw unplugged()
    return result
  }
  return { ...world.db, drizzle: { transaction } as unknown as Tx } // the engine's only door into the store
}

/** Whether a transaction changed anything. */
async function wrote(tx: Tx): Promise<boolean> {
  const [row] = await rowsOf<{ wrote: boolean }>(tx, sql`select pg_current_xact_id_if_assigned() is not null as wrote`)
  return row?.wrote ?? false
}

/**
 * Which file of the engine opens the transaction, so that stories can be read and told, and whether it is the one that starts
 * a batch (`start` in apply): what is looked up between that and the write decides nothing. Call sites, because a text is dear.
 */
function openedBy(): { readonly room: string; readonly isGate: boolean } {
  const usual = Error.prepareStackTrace
  Error.prepareStackTrace = (_error, sites) =>
    sites.map((site) => `${site.getFileName() ?? ''}#${site.getFunctionName() ?? ''}`).join(' ')
  const sites = new Error().stack ?? ''
  Error.prepareStackTrace = usual
  return {
    room: /lib\/engine\/([\w-]+)\.ts/.exec(sites)?.[1] ?? 'the engine',
    isGate: /lib\/engine\/apply\.ts[^ #]*#start\b/.test(sites),
  }
}

function struckFetch(world: World, self: Worker, strike: Strike): Fetch {
  return async (url, init) => {
    if (self.dead) throw gone()
    const side = world.sideOf(url)
    const { pathname, search } = new URL(url)
    const write = world.cast.isWrite(init.method ?? 'GET', pathname)
    const what = `${init.method} ${pathname}`
    const seen = { ...around(world), side, write }
    if (write && side === 'books' && world.stranger.now)
      world.broken.push({ invariant: 'I12', text: `${what} into the books of another company` })
    if (write && world.gate.paused && world.gate.passed) world.gate.writes.push(what)
    const first = await strike(self, 'call', seen, what)
    if (self.dead) throw gone()
    const refused = await refusal(world, first, () => world.ask(url, init))
    const asked = first?.do === 'half' ? halved(init) : init
    if (refused) return refused
    const response = await world.ask(url, asked)
    world.unguarded.now = world.cast.unguarded(world.unguarded.now, side, init.method ?? 'GET', pathname + search)
    if (side === 'crm') world.unguarded.written = write
    const second = await strike(self, 'answer', { ...around(world), side, write }, what)
    if (self.dead || second?.do === 'lose') throw gone()
    if (second?.do === 'twice') await world.ask(url, init)
    return second?.do === 'cut' ? cut(response) : answered(first, second, response, init)
  }
}

async function refusal(world: World, blow: Blow | null, send: () => Promise<Response>): Promise<Response | null> {
  switch (blow?.do) {
    case 'reset':
      throw gone()
    case 'lose':
      await send()
      throw gone()
    case 'late':
      world.clock.later(timings.request + blow.ms, send)
      await world.clock.forward(timings.request)
      throw gone()
    case 'html':
      return new Response('<html><body>Bad gateway</body></html>', {
        status: 502,
        headers: { 'content-type': 'text/html' },
      })
    case 'refuse': {
      const headers = { ...(blow.after === null ? {} : { 'retry-after': String(blow.after) }) }
      return new Response('{"message":"not now"}', { status: blow.status, headers })
    }
    default:
      return null
  }
}

async function cut(response: Response): Promise<Response> {
  const text = await response.text()
  const { status, headers } = response
  return new Response(text.slice(0, Math.floor(text.length / 2)), { status, headers })
}
