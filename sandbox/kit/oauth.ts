import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from './clock'
import { consentPage } from './consent-page'
import { grants } from './grants'
import type { Issued } from './grants'
import { json } from './server'
import type { Answer, Request } from './server'

export interface OAuthRules {
  readonly paths: { readonly authorize: string; readonly token: string; readonly revoke: string }
  readonly client: { readonly id: string; readonly secret: string }
  /** Exact addresses a consent may return to; null: any (an app's own list is not part of what is simulated). */
  readonly redirectUris: readonly string[] | null
  /** How the client must prove itself; `basic` takes no secret in the body, `body` no header. */
  readonly proof: 'basic' | 'body'
  readonly scopes: readonly string[]
  readonly accessMs: number
  /** Unused for so long, a refresh token dies; null: never. */
  readonly refreshMs: number | null
  /** A new refresh token at each refresh, about once a day, or never. */
  readonly rotation: 'each' | 'daily' | 'never'
  /** How long the token before the newest one still works. */
  readonly graceMs: number
  /** One living grant per user: a new consent ends the one before. */
  readonly single?: boolean
  /** What the user may choose on the consent page. */
  readonly companies: () => readonly { readonly id: string; readonly name: string }[]
  /** Added to the callback's query and to token answers. */
  readonly callback?: (company: string) => Readonly<Record<string, string>>
  readonly answer?: (company: string) => Readonly<Record<string, unknown>>
}

/** One consent of one user for one company. */
export interface Grant {
  readonly company: string
  readonly scopes: readonly string[]
}

export interface OAuthServer {
  /** Null where the path is not ours. */
  answer(request: Request): Answer | null
  standing(request: Request): Grant | 'expired' | 'unknown'
  readonly admin: OAuthAdmin
}

export interface OAuthAdmin {
  /** Tokens of a consent given out of sight. */
  grant(scopes?: readonly string[], company?: string): { readonly access: string; readonly refresh: string }
  /** What the browser would be sent back with after «Allow». */
  consent(authorizeUrl: string, company?: string): string
  expireAccess(): void
  revokeAll(): void
  /** Token calls so far. */
  tokenCalls(): number
}

const CODE_LIFE_MS = 300_000

/** An authorisation server as RFC 6749 and RFC 7636 have it, with the vendor's own rules of rotation and grace. */
export function oauth(clock: Clock, rules: OAuthRules): OAuthServer {
  const known = grants(clock, rules)
  const desk = consents(clock, rules)
  let tokenCalls = 0

  function token(request: Request): Answer {
    tokenCalls += 1
    const body = bodyOf(request)
    if (!proven(rules, request, body)) return refused('invalid_client', 401)
    if (body['grant_type'] === 'authorization_code') {
      const code = desk.take(body)
      return code ? tokens(known.open(code)) : refused('invalid_grant')
    }
    if (body['grant_type'] !== 'refresh_token') return refused('unsupported_grant_type')
    const issued = known.refresh(String(body['refresh_token'] ?? ''))
    return issued ? tokens(issued) : refused('invalid_grant')
  }

  function revoke(request: Request): Answer {
    const body = bodyOf(request)
    if (!proven(rules, request, body)) return refused('invalid_client', 401)
    known.revoke(String(body['token'] ?? ''))
    return { status: 200 }
  }

  function tokens({ access, refresh, grant }: Issued): Answer {
    return noStore(
      json(200, {
        access_token: access,
        token_type: 'Bearer',
        expires_in: Math.floor(rules.accessMs / 1000),
        refresh_token: refresh,
        scope: grant.scopes.join(' '),
        ...rules.answer?.(grant.company),
      }),
    )
  }

  const first = () => rules.companies()[0]?.id ?? ''
  return {
    answer(request) {
      if (request.path === rules.paths.authorize) return desk.page(request)
      if (request.method !== 'POST') return null
      if (request.path === rules.paths.token) return token(request)
      return request.path === rules.paths.revoke ? revoke(request) : null
    },
    standing(request) {
      const [, value = ''] = /^Bearer (.+)$/.exec(request.headers['authorization'] ?? '') ?? []
      return known.standing(value)
    },
    admin: {
      grant: (scopes = rules.scopes, company = first()) => known.open({ scopes, company }),
      consent: (url, company = first()) => desk.allow(new URL(url).searchParams, company),
      expireAccess: known.expireAccess,
      revokeAll: known.revokeAll,
      tokenCalls: () => tokenCalls,
    },
  }
}

/** The page of a vendor, and the codes it sends people back with. */
function consents(clock: Clock, rules: OAuthRules) {
  const codes = new Map<string, Code>()

  function allow(query: URLSearchParams, company: string): string {
    const code = `code-${randomBytes(18).toString('base64url')}`
    const redirectUri = query.get('redirect_uri') ?? ''
    const scopes = (query.get('scope') ?? '').split(' ').filter((scope) => scope !== '')
    const challenge = query.get('code_challenge')
    codes.set(code, { company, scopes, redirectUri, challenge, until: clock.now() + CODE_LIFE_MS })
    const back = new URL(redirectUri)
    const told = { code, state: query.get('state') ?? '', ...rules.callback?.(company) }
    for (const [name, value] of Object.entries(told)) back.searchParams.set(name, value)
    return back.toString()
  }

  return {
    allow,
    /** A code is good once, even where it is refused. */
    take(body: Body): Grant | null {
      const key = String(body['code'] ?? '')
      const code = codes.get(key)
      codes.delete(key)
      if (!code || code.until < clock.now() || code.redirectUri !== body['redirect_uri']) return null
      return verified(code.challenge, body['code_verifier']) ? code : null
    },
    page(request: Request): Answer {
      const asked = request.method === 'POST' ? new URLSearchParams(textOf(request)) : request.query
      const wrong = faultIn(rules, asked)
      if (wrong) return { status: 400, headers: { 'content-type': 'text/plain' }, body: wrong }
      if (request.method !== 'POST') return shown(consentPage(rules.paths.authorize, asked, rules.companies()))
      const back = asked.get('decision') === 'allow' ? allow(asked, asked.get('company') ?? '') : denied(asked)
      return { status: 302, headers: { location: back } }
    },
  }
}

interface Code extends Grant {
  readonly redirectUri: string
  readonly challenge: string | null
  readonly until: number
}

type Body = Readonly<Record<string, unknown>>

function faultIn(rules: OAuthRules, asked: URLSearchParams): string | null {
  const { redirectUris, client, scopes } = rules
  const redirect = asked.get('redirect_uri') ?? ''
  if (asked.get('client_id') !== client.id) return 'unauthorized_client'
  if (!URL.canParse(redirect) || (redirectUris !== null && !redirectUris.includes(redirect)))
    return 'invalid redirect_uri'
  if (asked.get('response_type') !== 'code') return 'unsupported_response_type'
  const unknown = (asked.get('scope') ?? '').split(' ').filter((scope) => scope !== '' && !scopes.includes(scope))
  return unknown.length > 0 ? 'invalid_scope' : null
}

function denied(asked: URLSearchParams): string {
  const back = new URL(asked.get('redirect_uri') ?? '')
  back.searchParams.set('error', 'access_denied')
  back.searchParams.set('state', asked.get('state') ?? '')
  return back.toString()
}

/** https://datatracker.ietf.org/doc/html/rfc7636#section-4.6; without a challenge there is nothing to prove. */
function verified(challenge: string | null, verifier: unknown): boolean {
  if (challenge === null) return true
  return createHash('sha256').update(String(verifier)).digest('base64url') === challenge
}

function proven({ proof, client }: OAuthRules, request: Request, body: Body): boolean {
  if (proof === 'body') return body['client_id'] === client.id && body['client_secret'] === client.secret
  const [, basic = ''] = /^Basic (.+)$/.exec(request.headers['authorization'] ?? '') ?? []
  const given = Buffer.from(basic, 'base64').toString()
  return given === `${encodeURIComponent(client.id)}:${encodeURIComponent(client.secret)}`
}

function bodyOf(request: Request): Body {
  const text = textOf(request)
  if (!/json/.test(request.headers['content-type'] ?? '')) return Object.fromEntries(new URLSearchParams(text))
  try {
    return Object(JSON.parse(text)) as Body
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

const textOf = (request: Request): string => new TextDecoder().decode(request.body)
const shown = (body: string): Answer => ({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body })
const refused = (error: string, status = 400): Answer => noStore(json(status, { error, error_description: error }))
const noStore = (answer: Answer): Answer => ({ ...answer, headers: { ...answer.headers, 'cache-control': 'no-store' } })
