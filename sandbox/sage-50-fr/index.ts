import { wallClock } from '../kit/clock'
import type { Clock } from '../kit/clock'
import type { Answer, Request } from '../kit/server'
import { simulator } from '../kit/simulator'
import type { Simulator } from '../kit/simulator'
import { admin } from './admin'
import type { SageAdmin } from './admin'
import { dossier } from './dossier'
import { gate } from './gate'
import type { Scope } from './gate'
import { loadNorthwind } from './northwind'
import { refuse } from './refuse'
import { route } from './routes'
import type { Installation } from './routes'
import { seedMain, seedSecond, sizesOf } from './seed'
import type { Sizes } from './seed'

/** The key of a fresh simulator, for reading and writing; the other one only reads. */
export const KEY = 'gw-demo-key'
export const READ_KEY = 'gw-demo-read-key'

export const MAIN = 'dossier-1'
export const SECOND = 'dossier-2'

export interface Options {
  readonly clock?: Clock
  readonly seed?: number
  /** Of the main dossier: that many customers with two contacts each, or each number by itself. */
  readonly size?: number | Partial<Sizes>
  /** Of the second dossier, where a few of everything are too many. */
  readonly second?: Sizes
  /** A folder of CSV files for the main dossier, instead of the seed. */
  readonly data?: string
  readonly unlimited?: boolean
  readonly keys?: Readonly<Record<string, readonly Scope[]>>
  /** How long every call takes. */
  readonly latencyMs?: number
}

/** The gateway contract v1 over dossiers in memory: what `gateway/contract.json` promises, refused where it refuses. */
export function sage50Fr(options: Options = {}): Simulator<SageAdmin> {
  const { clock = wallClock, seed = 1, unlimited = false, latencyMs = 0 } = options
  const keys = options.keys ?? { [KEY]: ['read', 'write'], [READ_KEY]: ['read'] }
  const main = options.data === undefined ? seedMain(sizesOf(options.size), seed) : loadNorthwind(options.data)
  const site: Installation = {
    dossiers: new Map(
      [dossier(MAIN, main), dossier(SECOND, seedSecond(seed, options.second))].map((each) => [each.id, each]),
    ),
    instead: new Map(),
    gate: gate(clock, Object.entries(keys), unlimited),
    contract: '1.0',
    epoch: 1,
  }
  const turn = latencyMs > 0 ? () => clock.sleep(latencyMs) : nextTurn
  return simulator({
    clock,
    admin: admin(site, clock),
    answer: async (request) => signed(request, clock, await answer(site, request, clock, turn)),
  })
}

async function answer(site: Installation, request: Request, clock: Clock, turn: () => Promise<void>): Promise<Answer> {
  if (site.gate.closed === 'gateway_hors_ligne') {
    return refuse(503, 'gateway_hors_ligne', "La passerelle n'est pas connectée au relais.")
  }
  const entry = site.gate.enter(request)
  if (!entry.ok) return entry.answer
  try {
    await turn()
    return route(site, request, clock.now())
  } finally {
    entry.value()
  }
}

/** Calls made together really are inside together, so that the limit on parallel calls is felt in process too. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function signed(request: Request, clock: Clock, given: Answer): Answer {
  const asked = request.headers['x-request-id']
  const headers = {
    date: new Date(clock.now()).toUTCString(),
    ...(asked === undefined ? {} : { 'x-request-id': asked }),
  }
  return { ...given, headers: { ...given.headers, ...headers } }
}
