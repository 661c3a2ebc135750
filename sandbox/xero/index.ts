import { wallClock } from '../kit/clock'
import type { Clock } from '../kit/clock'
import { oauth } from '../kit/oauth'
import type { OAuthServer } from '../kit/oauth'
import type { Answer, Request } from '../kit/server'
import { simulator } from '../kit/simulator'
import type { Simulator } from '../kit/simulator'
import { admin } from './admin'
import type { XeroAdmin } from './admin'
import { announce } from './announce'
import { connections } from './connections'
import type { Connections } from './connections'
import { limits } from './limits'
import type { Gate } from './limits'
import { loadNorthwind } from './northwind'
import { organisation } from './organisation'
import type { Organisation } from './organisation'
import { gateSays, notFound } from './refuse'
import { remembered } from './replay'
import { route } from './routes'
import type { Visit } from './routes'
import { ALL, needed } from './scopes'
import { seedMain, seedSecond, sizesOf } from './seed'
import type { Sizes } from './seed'
import { webhooks } from './webhooks'
import type { Webhooks } from './webhooks'
import { asXml } from './xml'

export const CLIENT = { id: 'xero-demo-client', secret: 'xero-demo-secret' } as const
export const WEBHOOK_KEY = 'xero-demo-webhook-key'
export { MAIN, SECOND } from './seed'

export interface Options {
  readonly clock?: Clock
  readonly seed?: number
  /** Of the main organisation: that many customers, or each number by itself. */
  readonly size?: number | Partial<Sizes>
  /** A folder of CSV files for the main organisation, instead of the seed. */
  readonly data?: string
  readonly unlimited?: boolean
  readonly latencyMs?: number
  /** Who delivers webhooks. */
  readonly deliver?: typeof fetch
}

export interface Site {
  readonly clock: Clock
  readonly organisations: ReadonlyMap<string, Organisation>
  readonly oauth: OAuthServer
  readonly connections: Connections
  readonly gate: Gate
  readonly webhooks: Webhooks
}

const MINUTE = 60_000
const DAY = 86_400_000

/** Two issuers on one origin: sign-in and tokens, `/connections`, and the accounting API of two organisations in memory. */
export function xero(options: Options = {}): Simulator<XeroAdmin> {
  const { clock = wallClock, seed = 1, unlimited = false, latencyMs = 0, deliver = fetch } = options
  const today = () => new Date(clock.now()).toISOString().slice(0, 10)
  const main =
    options.data === undefined ? seedMain(sizesOf(options.size), seed, today) : loadNorthwind(options.data, today)
  const all = [main, seedSecond(seed, today)].map(organisation)
  const known = connections(clock, all)
  const site: Site = {
    clock,
    organisations: new Map(all.map((each) => [each.id, each])),
    connections: known,
    gate: limits(clock, unlimited),
    webhooks: webhooks(clock, WEBHOOK_KEY, deliver),
    oauth: oauth(clock, {
      paths: {
        authorize: '/identity/connect/authorize',
        token: '/connect/token',
        revoke: '/connect/revocation',
      },
      client: CLIENT,
      redirectUris: null,
      proof: 'basic',
      scopes: ALL,
      accessMs: 30 * MINUTE,
      refreshMs: 60 * DAY,
      rotation: 'each',
      graceMs: 30 * MINUTE,
      companies: () => all.map(({ id, content }) => ({ id, name: content.name })),
      // Called at the very moment of consent: from then on the app is connected to the organisation that was chosen.
      callback: (chosen) => {
        known.connect(chosen)
        return {}
      },
    }),
  }
  const turn = latencyMs > 0 ? () => clock.sleep(latencyMs) : nextTurn
  return simulator({
    clock,
    admin: admin(site),
    answer: async (request) => dated(clock, await answer(site, request, turn)),
  })
}

/** Calls made together really are inside together, so that the limit on parallel calls is felt in process too. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const dated = (clock: Clock, given: Answer): Answer => ({
  ...given,
  headers: { ...given.headers, date: new Date(clock.now()).toUTCString() },
})

async function answer(site: Site, request: Request, turn: () => Promise<void>): Promise<Answer> {
  const own = site.oauth.answer(request)
  if (own) return own
  const grant = site.oauth.standing(request)
  if (typeof grant === 'string') return unsigned(site.clock, grant)
  if (request.path.toLowerCase().startsWith('/connections')) return connected(site, request)
  if (!request.path.startsWith('/api.xro/2.0/')) return notFound()
  const tenant = request.headers['xero-tenant-id'] ?? ''
  const org = site.connections.has(tenant) ? site.organisations.get(tenant) : undefined
  if (!org) return gateSays(403, 'AuthenticationUnsuccessful')
  if (!needed(request).some((scope) => grant.scopes.includes(scope))) return gateSays(403, 'AuthorizationUnsuccessful')
  const entry = site.gate.enter(org.id, org.perDay)
  if (!entry.ok) return entry.answer
  try {
    await turn()
    return metered(site, org, inWords(request, inside(site, org, request)))
  } finally {
    entry.leave()
  }
}

function inside(site: Site, org: Organisation, request: Request): Answer {
  const now = site.clock.now()
  return remembered(org, request, now, () => {
    const visit: Visit = {
      org,
      request,
      now,
      moved: (category, id, type) => announce(site.webhooks, org, category, id, type),
    }
    return route(visit) ?? notFound()
  })
}

const unsigned = (clock: Clock, why: 'expired' | 'unknown'): Answer =>
  gateSays(
    401,
    why === 'expired'
      ? `TokenExpired: token expired at ${new Date(clock.now()).toISOString()}`
      : 'AuthenticationUnsuccessful',
  )

/** Belongs to no organisation, so that only the app's own minute counts it. */
function connected(site: Site, request: Request): Answer {
  const entry = site.gate.enter(null, 0)
  if (!entry.ok) return entry.answer
  const [, id] = /^\/connections\/([^/]+)$/i.exec(request.path) ?? []
  const given =
    id === undefined
      ? site.connections.list(request.query.get('authEventId'))
      : request.method === 'DELETE'
        ? site.connections.remove(id)
        : notFound()
  return { ...given, headers: { ...given.headers, ...site.gate.remaining(null, 0) } }
}

const metered = (site: Site, org: Organisation, given: Answer): Answer => ({
  ...given,
  headers: { ...given.headers, ...site.gate.remaining(org.id, org.perDay) },
})

/** XML unless JSON is asked for. */
const inWords = (request: Request, given: Answer): Answer =>
  given.body === undefined || given.status === 404 || /json/.test(request.headers['accept'] ?? '')
    ? given
    : asXml(given)
