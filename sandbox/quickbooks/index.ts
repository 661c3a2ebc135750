import { createHash } from 'node:crypto'
import { wallClock } from '../kit/clock'
import type { Clock } from '../kit/clock'
import { oauth } from '../kit/oauth'
import type { OAuthServer } from '../kit/oauth'
import { json } from '../kit/server'
import type { Answer, Request } from '../kit/server'
import { simulator } from '../kit/simulator'
import type { Simulator } from '../kit/simulator'
import { admin } from './admin'
import type { QuickBooksAdmin } from './admin'
import { stamp } from './company'
import type { Company } from './company'
import { forbidden, gatewayRefusal, throttled } from './fault'
import { gate } from './gate'
import type { Gate } from './gate'
import { loadNorthwind } from './northwind'
import { route } from './routes'
import { seedMain, seedSecond } from './seed'

export const MAIN = '9130350000000001'
export const SECOND = '9130350000000002'
export const CLIENT = { id: 'demo-client-id', secret: 'demo-client-secret' }
export const SCOPE = 'com.intuit.quickbooks.accounting'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const REFRESH_SECONDS = 8_726_400
const HARD_END_SECONDS = 5 * 365 * 86_400

export interface Options {
  readonly clock?: Clock
  readonly seed?: number
  /** Customers of the main company; everything else follows. */
  readonly size?: number
  /** A folder of CSV files for the main company, instead of the seed. */
  readonly data?: string
  readonly unlimited?: boolean
  /** How long every call takes. */
  readonly latencyMs?: number
}

interface Site {
  readonly companies: ReadonlyMap<string, Company>
  readonly door: OAuthServer
  readonly gate: Gate
}

/** QuickBooks Online Accounting v3, from the vendor's documentation: https://developer.intuit.com/app/developer/qbo/docs */
export function quickBooks(options: Options = {}): Simulator<QuickBooksAdmin> {
  const { clock = wallClock, seed = 1, size = 25, unlimited = false, latencyMs = 0 } = options
  const now = clock.now()
  const main = options.data === undefined ? seedMain(MAIN, size, seed, now) : loadNorthwind(MAIN, options.data, now)
  const companies = new Map([main, seedSecond(SECOND, now)].map((each) => [each.settings.id, each]))
  const door = oauth(clock, {
    paths: {
      authorize: '/connect/oauth2',
      token: '/oauth2/v1/tokens/bearer',
      revoke: '/v2/oauth2/tokens/revoke',
    },
    client: CLIENT,
    redirectUris: null,
    proof: 'basic',
    scopes: [SCOPE, 'openid', 'profile', 'email', 'phone', 'address'],
    accessMs: HOUR_MS,
    refreshMs: REFRESH_SECONDS * 1000,
    rotation: 'daily',
    graceMs: DAY_MS,
    companies: () => [...companies.values()].map(({ settings }) => ({ id: settings.id, name: settings.name })),
    callback: (company) => ({ realmId: company }),
    answer: () => ({ token_type: 'bearer', x_refresh_token_expires_in: REFRESH_SECONDS }),
  })
  const site: Site = { companies, door, gate: gate(clock, unlimited) }
  let calls = 0
  return simulator({
    clock,
    admin: admin(companies, clock, door.admin, site.gate),
    async answer(request) {
      if (latencyMs > 0) await clock.sleep(latencyMs)
      calls += 1
      return traced(answer(site, request, clock.now()), clock.now(), calls)
    },
  })
}

function answer(site: Site, request: Request, now: number): Answer {
  const ofDoor = site.door.answer(request)
  if (ofDoor) return withHardEnd(ofDoor, request)
  const standing = site.door.standing(request)
  if (standing === 'expired' || standing === 'unknown') return gatewayRefusal(now, standing)
  if (request.path === '/v1/openid_connect/userinfo') return userInfo(standing.scopes)
  const [, version, collection, id = '', ...path] = request.path.split('/')
  const company = site.companies.get(id)
  if (version !== 'v3' || collection !== 'company' || !company) return json(404, { message: 'no such address' })
  const time = stamp(company, now)
  if (standing.company !== id || !standing.scopes.includes(SCOPE)) return forbidden(time)
  if (!site.gate.enter(id, path[0] === 'batch')) return throttled(time)
  const given = route(company, path, request, now)
  return wantsJson(request) ? given : asXml(given, time)
}

/** With the header that asks for it, a token answer names the end that no refresh moves. */
function withHardEnd(given: Answer, request: Request): Answer {
  if (given.status !== 200 || request.headers['x-include-refresh-token-hard-expires-in'] !== 'true') return given
  const body: unknown = JSON.parse(String(given.body))
  return { ...given, body: JSON.stringify({ ...Object(body), x_refresh_token_hard_expires_in: HARD_END_SECONDS }) }
}

const userInfo = (scopes: readonly string[]): Answer =>
  scopes.includes('openid')
    ? json(200, {
        sub: '00000000-0000-4000-8000-000000000001',
        email: 'ana@example.test',
        emailVerified: true,
        givenName: 'Ana',
        familyName: 'Moreau',
      })
    : json(403, { error: 'insufficient_scope' })

function wantsJson(request: Request): boolean {
  const accept = request.headers['accept'] ?? ''
  return /json|\*\/\*/.test(accept) || request.query.get('format') === 'json'
}

/** Who does not ask for JSON gets XML. Its content is of no use to a client of ours: that it came is the lesson. */
const asXml = (given: Answer, time: string): Answer => ({
  ...given,
  headers: { ...given.headers, 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?><IntuitResponse time="${time}" xmlns="http://schema.intuit.com/finance/v3"/>`,
})

function traced(given: Answer, now: number, calls: number): Answer {
  const trace = createHash('sha1').update(`${now} ${calls}`).digest('hex').slice(0, 24)
  return { ...given, headers: { date: new Date(now).toUTCString(), intuit_tid: `1-${trace}`, ...given.headers } }
}
