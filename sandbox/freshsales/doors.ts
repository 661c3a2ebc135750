import type { Clock } from '../kit/clock'
import { oauth } from '../kit/oauth'
import type { OAuthAdmin } from '../kit/oauth'
import type { Answer, Request } from '../kit/server'
import { refuse } from './model'
import { refusalAnswer } from './wire'

/** Who may do what: a user's key everything, a consent what its scopes say. */
export type Standing = { readonly kind: 'key' } | { readonly kind: 'consent'; readonly scopes: ReadonlySet<string> }

export interface Doors {
  /** Null where the path is not the authorisation server's. */
  authorisation(request: Request): Answer | null
  standing(request: Request): Standing | Answer
  /** Counts a call against the hour of the account; an answer where it is used up. */
  budget(): { readonly refusal: Answer | null; readonly headers: Record<string, string> }
  setBudget(perHour: number | null): void
  revokeKey(): void
  readonly oauth: OAuthAdmin
}

const MODULES = ['contacts', 'sales_accounts', 'deals']
const VERBS = ['view', 'create', 'edit', 'delete']

/** adrianohermida/freshworks-crm, copied there from a developer portal in March 2026. */
export const SCOPES: readonly string[] = [
  ...MODULES.flatMap((each) =>
    [...VERBS, 'upsert', 'filters.view', 'fields.view'].map((verb) => `freshsales.${each}.${verb}`),
  ),
  ...['products', 'custom_module'].flatMap((each) => VERBS.map((verb) => `freshsales.${each}.${verb}`)),
]

export const CLIENT = { id: 'concord-app', secret: 'concord-app-secret' }
export const API_KEY = 'demo-api-key'

const HOUR_MS = 3_600_000

export function doors(clock: Clock, perHour: number | null): Doors {
  const server = oauth(clock, {
    paths: { authorize: '/oauth/v2/authorize', token: '/oauth/v2/token', revoke: '/oauth/v2/revoke' },
    client: CLIENT,
    redirectUris: null,
    proof: 'basic',
    scopes: SCOPES,
    accessMs: 30 * 60_000,
    refreshMs: 365 * 24 * HOUR_MS,
    rotation: 'each',
    graceMs: 0,
    companies: () => [{ id: 'acme', name: 'Acme' }],
  })
  let keyWorks = true
  let limit = perHour
  let window = { hour: -1, used: 0 }

  return {
    authorisation: server.answer,
    standing(request) {
      const [, key] = /^Token token=(.+)$/.exec(request.headers['authorization'] ?? '') ?? []
      if (key !== undefined) return keyWorks && key === API_KEY ? { kind: 'key' } : loggedOut()
      const grant = server.standing(request)
      return typeof grant === 'string' ? loggedOut() : { kind: 'consent', scopes: new Set(grant.scopes) }
    },
    budget() {
      const hour = Math.floor(clock.now() / HOUR_MS)
      if (window.hour !== hour) window = { hour, used: 0 }
      if (limit === null) return { refusal: null, headers: {} }
      if (window.used >= limit) return { refusal: usedUp(limit, (hour + 1) * HOUR_MS - clock.now()), headers: {} }
      window.used += 1
      return { refusal: null, headers: rateHeaders(limit, limit - window.used) }
    },
    setBudget: (next) => void (limit = next),
    revokeKey: () => void (keyWorks = false),
    oauth: server.admin,
  }
}

const rateHeaders = (limit: number, left: number): Record<string, string> => ({
  'x-ratelimit-limit': String(limit),
  'x-ratelimit-remaining': String(left),
})

function usedUp(limit: number, waitMs: number): Answer {
  const given = refusalAnswer(refuse('You have exceeded the number of requests per hour', 429))
  const headers = { ...rateHeaders(limit, 0), 'retry-after': String(Math.ceil(waitMs / 1000)) }
  return { ...given, headers: { ...given.headers, ...headers } }
}

const loggedOut = (): Answer => ({
  status: 401,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ login: 'failed', message: 'Incorrect or missing API Key' }),
})
