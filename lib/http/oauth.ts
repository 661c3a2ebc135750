import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { OAuth, Send, SendAnswer } from '../model/connector'
import { ConnectorError } from '../model/problem'
import { retryAt } from './answer'
import { jsonOf, parseAnswer } from './parse'

/** Who we are to the vendor, and where it lives: `origin` where the environment says otherwise (simulators). */
export interface OAuthClient {
  readonly id: string
  readonly secret: string
  readonly redirectUri: string
  readonly origin: string | null
  /** Labels that stand in the addresses. */
  readonly labels: Readonly<Record<string, string>>
}

/** Tokens as a vendor hands them out; instants in milliseconds UTC. */
export interface TokenSet {
  readonly access: string
  /** Null where the answer has none: the old one stays. */
  readonly refresh: string | null
  readonly accessUntil: number
  /** Null where no end is known. */
  readonly refreshUntil: number | null
  readonly scopes: readonly string[] | null
  readonly kept: Readonly<Record<string, string>>
}

/** Access tokens are a quarter of an hour to a day long; where the vendor does not say, we look again soon. */
const UNKNOWN_LIFE_S = 900
const PAUSE_MS = 30_000

/** The consent page, https://datatracker.ietf.org/doc/html/rfc6749#section-4.1.1 (PKCE: rfc7636). */
export function authorizeUrl(
  auth: OAuth,
  client: OAuthClient,
  asked: { readonly state: string; readonly verifier: string; readonly scopes: readonly string[] },
): string {
  const url = new URL(placeOf(auth.authorizeUrl, client))
  const challenge = createHash('sha256').update(asked.verifier).digest('base64url')
  const query = {
    response_type: 'code',
    client_id: client.id,
    redirect_uri: client.redirectUri,
    scope: asked.scopes.join(' '),
    state: asked.state,
    ...(auth.pkce ? { code_challenge: challenge, code_challenge_method: 'S256' } : {}),
  }
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url.toString()
}

/** A code for tokens. Throws `ConnectorError`: signed-out where the code is no good, unreachable where no answer came. */
export function exchange(
  auth: OAuth,
  client: OAuthClient,
  send: Send,
  given: { readonly code: string; readonly verifier: string },
): Promise<TokenSet> {
  const verifier = auth.pkce ? { code_verifier: given.verifier } : {}
  const grant = { grant_type: 'authorization_code', code: given.code, redirect_uri: client.redirectUri, ...verifier }
  return tokens(auth, client, send, grant)
}

/** We ourselves are not known there, by this id and secret: no grant is at fault, and nothing was spent. */
export const clientRefused = 'client-refused'

/** A refresh token for new ones. signed-out: the vendor says it is no good; unreachable: it may have been spent. */
export function refresh(auth: OAuth, client: OAuthClient, send: Send, token: string): Promise<TokenSet> {
  // One documented vendor wants the redirect address here too; the others take no offence (RFC 6749, section 6).
  return tokens(auth, client, send, {
    grant_type: 'refresh_token',
    refresh_token: token,
    redirect_uri: client.redirectUri,
  })
}

/** Ends a grant at the vendor, https://datatracker.ietf.org/doc/html/rfc7009; true unless it refused. */
export async function revoke(auth: OAuth, client: OAuthClient, send: Send, token: string): Promise<boolean> {
  if (auth.revokeUrl === null) return true
  const answer = await post(auth, client, send, auth.revokeUrl, { token })
  return answer.status < 300
}

async function tokens(
  auth: OAuth,
  client: OAuthClient,
  send: Send,
  body: Readonly<Record<string, string>>,
): Promise<TokenSet> {
  const answer = await post(auth, client, send, auth.tokenUrl, body)
  if (answer.status >= 300) throw refusalOf(answer)
  const given = parseAnswer(answer, tokenAnswer)
  const at = answer.sentAt
  const life = given.x_refresh_token_expires_in ?? auth.idleSeconds
  return {
    access: given.access_token,
    refresh: given.refresh_token ?? null,
    accessUntil: at + (given.expires_in ?? UNKNOWN_LIFE_S) * 1000,
    refreshUntil: life === null ? null : at + life * 1000,
    scopes: given.scope?.split(/[\s,]+/).filter((scope) => scope !== '') ?? null,
    kept: Object.fromEntries(auth.keeps.flatMap((name) => keptOf(name, given))),
  }
}

const seconds = z.coerce.number().positive().optional().catch(undefined)

/** The new refresh token exists nowhere else: what stands beside it may have any shape. */
const tokenAnswer = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional().catch(undefined),
  expires_in: seconds,
  x_refresh_token_expires_in: seconds,
  scope: z.string().optional().catch(undefined),
})

const keptOf = (name: string, given: Readonly<Record<string, unknown>>): [string, string][] => {
  const value = given[name]
  return typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : []
}

/** https://datatracker.ietf.org/doc/html/rfc6749#section-5.2: by code and status, never by prose. */
function refusalOf(answer: SendAnswer): ConnectorError {
  if (answer.status === 429) return new ConnectorError({ kind: 'slow-down', until: retryAt(answer, PAUSE_MS) })
  if (answer.status >= 500 || answer.status === 408)
    return new ConnectorError({ kind: 'unreachable', detail: `HTTP ${answer.status}` })
  const told = z.object({ error: z.string() }).safeParse(jsonOf(answer))
  if (told.success && told.data.error === 'invalid_client')
    return new ConnectorError({ kind: 'unreachable', detail: clientRefused })
  const dead = told.success && ['invalid_grant', 'access_denied', 'invalid_token'].includes(told.data.error)
  if (dead || answer.status === 401) return new ConnectorError({ kind: 'signed-out' })
  return new ConnectorError({ kind: 'surprise', detail: `token HTTP ${answer.status}` })
}

function post(
  auth: OAuth,
  client: OAuthClient,
  send: Send,
  address: string,
  body: Readonly<Record<string, string>>,
): Promise<SendAnswer> {
  const basic = Buffer.from(`${encodeURIComponent(client.id)}:${encodeURIComponent(client.secret)}`).toString('base64')
  const own = { client_id: client.id, client_secret: client.secret }
  const inside = auth.client === 'basic-form' ? body : { ...body, ...own }
  const isJson = auth.client === 'body-json'
  return send({
    method: 'POST',
    url: placeOf(address, client),
    as: 'session',
    headers: {
      accept: 'application/json',
      'content-type': isJson ? 'application/json' : 'application/x-www-form-urlencoded',
      ...(auth.client === 'basic-form' ? { authorization: `Basic ${basic}` } : {}),
    },
    body: isJson ? JSON.stringify(inside) : new URLSearchParams(inside).toString(),
  })
}

/** The address with its labels filled in; at another origin where the environment says so. */
function placeOf(address: string, { origin, labels }: OAuthClient): string {
  const filled = address.replace(/\{(\w+)\}/g, (_whole, key: string) => labelOf(labels[key]))
  return origin === null ? filled : `${origin}${new URL(filled).pathname}`
}

/** One part of a host name and nothing else: what a customer typed must not lead elsewhere. */
function labelOf(label: string | undefined): string {
  if (label !== undefined && /^[a-z0-9](-?[a-z0-9])*$/i.test(label)) return label
  throw new ConnectorError({ kind: 'rejected', field: 'domain', detail: 'not a name of a host' })
}
