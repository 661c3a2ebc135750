import type { Clock } from '../kit/clock'
import { wallClock } from '../kit/clock'
import { limits } from '../kit/limits'
import type { Limits } from '../kit/limits'
import { json } from '../kit/server'
import type { Answer, Request } from '../kit/server'
import { simulator } from '../kit/simulator'
import type { Simulator } from '../kit/simulator'
import { adminOf, paceOf } from './admin'
import type { Plan, SageSalesAdmin } from './admin'
import { bridge } from './bridge'
import { crm } from './crm'
import { customLists } from './custom-lists'
import { STORAGE, documents } from './documents'
import { extraFields } from './extra-fields'
import { hooks } from './hooks'
import { lister } from './list'
import { NO_SUCH_THING, isObject, refuse } from './model'
import { refusalAnswer, route } from './routes'
import type { Rooms } from './routes'
import { seedRecords } from './seed'
import { seedLists } from './seed-lists'
import { sessions } from './sessions'
import type { KeyPair, Sessions } from './sessions'
import { wire } from './wire'

export type { Plan, SageSalesAdmin } from './admin'

export interface SageSalesOptions {
  readonly clock?: Clock
  readonly seed?: number
  /** How many accounts of the CRM's own; 0 starts empty but for people and value lists. */
  readonly size?: number
  readonly plan?: Plan
  /** No pace at all, whatever the plan. */
  readonly unlimited?: boolean
  /** How long every call takes. */
  readonly latencyMs?: number
  readonly keys?: readonly KeyPair[]
  readonly tokenLifetimeMs?: number
  readonly precision?: 'milliseconds' | 'seconds'
  /** Largest page whatever `Count` asks for. */
  readonly maxCount?: number
  /** Carries the webhooks out. */
  readonly deliver?: typeof fetch
}

export const DEMO_KEYS: KeyPair = { publicKey: 'demo-public-key', privateKey: 'demo-private-key', user: 501 }

const BASE = '/api/v4/'

/** Sage Sales Management REST v4, from the vendor's documentation. https://developer.forcemanager.com/ */
export function sageSales(options: SageSalesOptions = {}): Simulator<SageSalesAdmin> {
  const { clock = wallClock, size = 25, seed = 1, latencyMs = 0, maxCount = 100, deliver = fetch } = options
  const tables = crm(clock, options.precision ?? 'milliseconds')
  const shown = wire(tables)
  const rooms: Rooms = {
    crm: tables,
    wire: shown,
    lists: lister(tables),
    documents: documents(tables),
    extraFields: extraFields(tables),
    customLists: customLists(tables),
    hooks: hooks(tables, shown, clock, deliver),
    maxCount,
  }
  const doors = sessions(clock, options.keys ?? [DEMO_KEYS], options.tokenLifetimeMs ?? 3_600_000)
  const users = bridge(clock, rooms)
  const pace = limits(clock, paceOf(options.unlimited ? 'unlimited' : (options.plan ?? 4)))
  seedLists(tables, tables.now() - 1000 * 86_400_000)
  seedRecords(tables, seed, size)
  return simulator({
    clock,
    admin: adminOf(rooms, { sessions: doors, bridge: users }, pace),
    async answer(request) {
      if (latencyMs > 0) await clock.sleep(latencyMs)
      const given = users.answer(request) ?? answer(rooms, doors, pace, request)
      rooms.hooks.tell(tables.takeChanges())
      return { ...given, headers: { date: new Date(clock.now()).toUTCString(), ...given.headers } }
    },
  })
}

function answer(rooms: Rooms, doors: Sessions, pace: Limits, request: Request): Answer {
  if (request.path.startsWith(STORAGE)) return rooms.documents.storage(request)
  if (!request.path.toLowerCase().startsWith(BASE)) return json(404, { message: 'Not found' })
  const path = request.path
    .slice(BASE.length)
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent)
  if (path[0]?.toLowerCase() === 'login') return login(doors, pace, request)
  const standing = doors.standing(request.headers['x-session-key'])
  if (standing === 'unknown') return refusalAnswer(refuse('Unauthorized', 401, 401).refusal)
  if (standing === 'expired') return refusalAnswer(refuse('Token is expired', 401, 401).refusal)
  return tooMany(pace, standing.publicKey) ?? route(rooms, request, path, { user: standing.user, door: 'api' })
}

function login(doors: Sessions, pace: Limits, request: Request): Answer {
  if (request.method !== 'POST') return refusalAnswer(refuse('login', NO_SUCH_THING).refusal)
  const body = credentials(request.body)
  const busy = tooMany(pace, String(body['username']))
  if (busy) return busy
  const token = doors.login(body['username'], body['password'])
  return token === null ? refusalAnswer(refuse('Invalid credentials', 401, 401).refusal) : json(200, { token })
}

function credentials(body: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const given: unknown = JSON.parse(new TextDecoder().decode(body))
    return isObject(given) ? given : {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

function tooMany(pace: Limits, key: string): Answer | null {
  const entry = pace.enter(key)
  if (!entry.ok) return json(429, { message: 'Too many requests' })
  entry.leave()
  return null
}
