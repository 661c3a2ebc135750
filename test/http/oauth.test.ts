import { describe, expect, test } from 'vitest'
import { authorizeUrl, exchange, refresh, revoke } from '@/lib/http/oauth'
import type { OAuthClient } from '@/lib/http/oauth'
import { makeSend } from '@/lib/http/send'
import { signed } from '@/lib/http/signed'
import type { OAuth, Send, Tokens } from '@/lib/model/connector'
import { asFetch } from '../../sandbox/kit/as-fetch'
import { virtualClock } from '../../sandbox/kit/clock'
import { oauth } from '../../sandbox/kit/oauth'
import type { OAuthRules } from '../../sandbox/kit/oauth'
import { json } from '../../sandbox/kit/server'
import type { Answer, Request } from '../../sandbox/kit/server'

const manifest: OAuth = {
  kind: 'oauth',
  asked: [],
  authorizeUrl: 'https://login.vendor.test/authorize',
  tokenUrl: 'https://login.vendor.test/token',
  revokeUrl: 'https://login.vendor.test/revoke',
  client: 'basic-form',
  pkce: true,
  scopes: { always: ['offline'], read: {}, write: {} },
  rotates: true,
  graceSeconds: 1800,
  idleSeconds: 60 * 86_400,
  keeps: ['companyId'],
}
const client: OAuthClient = {
  id: 'concord',
  secret: 's3cret value',
  redirectUri: 'https://concord.test/api/oauth/vendor/callback',
  origin: null,
  labels: {},
}
const verifier = 'v'.repeat(64)

function vendor(rules: Partial<OAuthRules> = {}) {
  const clock = virtualClock(Date.UTC(2026, 10, 21))
  const server = oauth(clock, {
    paths: { authorize: '/authorize', token: '/token', revoke: '/revoke' },
    client: { id: client.id, secret: client.secret },
    redirectUris: [client.redirectUri],
    proof: 'basic',
    scopes: ['offline', 'read'],
    accessMs: 1_800_000,
    refreshMs: 60 * 86_400_000,
    rotation: 'each',
    graceMs: 1_800_000,
    companies: () => [{ id: 'c1', name: 'Batidis <1>' }],
    answer: (companyId) => ({ companyId }),
    ...rules,
  })
  const handle = async (request: Request): Promise<Answer> => {
    const own = server.answer(request)
    if (own) return own
    const standing = server.standing(request)
    return typeof standing === 'string' ? json(401, {}) : json(200, { company: standing.company })
  }
  const send = makeSend({
    key: 'oauth',
    limits: { rates: [], atOnce: 5 },
    now: clock.now,
    sleep: clock.sleep,
    timeoutMs: 5_000,
    allowPrivate: true,
    fetch: asFetch(handle),
  })
  return { clock, server, send, handle }
}

const consented = async (auth: OAuth, { server, send }: ReturnType<typeof vendor>, asked = {}) => {
  const url = authorizeUrl(auth, client, { state: 'st', verifier, scopes: ['offline', 'read'] })
  const back = new URL(server.admin.consent(url))
  const code = back.searchParams.get('code') ?? ''
  return exchange(auth, client, send, { code, verifier, ...asked })
}

const kindOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'fine',
    (error: unknown) => (error as { problem: { kind: string } }).problem.kind,
  )

describe('consent', () => {
  test('a code becomes tokens with their ends, scopes and what the vendor told beside them', async () => {
    const at = vendor()
    const tokens = await consented(manifest, at)
    expect(tokens).toMatchObject({
      accessUntil: at.clock.now() + 1_800_000,
      refreshUntil: at.clock.now() + 60 * 86_400_000,
      scopes: ['offline', 'read'],
      kept: { companyId: 'c1' },
    })
  })

  test('a code is good once, for who holds the verifier, at the address it was sent to', async () => {
    const at = vendor()
    expect(await kindOf(consented(manifest, at, { verifier: 'another' }))).toBe('signed-out')
    const url = authorizeUrl(manifest, client, { state: 'st', verifier, scopes: ['read'] })
    const code = new URL(at.server.admin.consent(url)).searchParams.get('code') ?? ''
    await exchange(manifest, client, at.send, { code, verifier })
    expect(await kindOf(exchange(manifest, client, at.send, { code, verifier }))).toBe('signed-out')
  })

  test('a customer who has an own host is sent there, and never anywhere else', () => {
    const auth = { ...manifest, authorizeUrl: 'https://{domain}.vendor.test/authorize' }
    const asked = { state: 'st', verifier, scopes: [] }
    expect(authorizeUrl(auth, { ...client, labels: { domain: 'acme' } }, asked)).toMatch(
      /^https:\/\/acme\.vendor\.test\/authorize\?/,
    )
    expect(() => authorizeUrl(auth, { ...client, labels: { domain: 'evil.test/' } }, asked)).toThrow()
  })

  test('the consent page shows who asks for what, and names cannot break it', async () => {
    const { handle } = vendor()
    const url = new URL(authorizeUrl(manifest, client, { state: '"><script>', verifier, scopes: ['read'] }))
    const request = { method: 'GET', path: url.pathname, query: url.searchParams, headers: {}, body: new Uint8Array() }
    const answer = await handle({ ...request, origin: url.origin })
    expect(String(answer.body)).toContain('<li>read</li>')
    expect(String(answer.body)).not.toContain('<script>')
    expect(String(answer.body)).not.toContain('Batidis <1>')
  })
})

describe('refreshing', () => {
  test('the old refresh token works within its grace and is refused after it', async () => {
    const at = vendor()
    const first = await consented(manifest, at)
    const second = await refresh(manifest, client, at.send, first.refresh ?? '')
    expect(second.refresh).not.toBe(first.refresh)
    at.clock.advance(1_700_000)
    expect((await refresh(manifest, client, at.send, first.refresh ?? '')).refresh).toBe(second.refresh)
    at.clock.advance(200_000)
    expect(await kindOf(refresh(manifest, client, at.send, first.refresh ?? ''))).toBe('signed-out')
  })

  test('where the vendor changes it once a day, it stays the same until then', async () => {
    const at = vendor({ rotation: 'daily', graceMs: 86_400_000 })
    const first = await consented(manifest, at)
    at.clock.advance(3_600_000)
    expect((await refresh(manifest, client, at.send, first.refresh ?? '')).refresh).toBe(first.refresh)
    at.clock.advance(86_400_000)
    expect((await refresh(manifest, client, at.send, first.refresh ?? '')).refresh).not.toBe(first.refresh)
  })

  test('an idle grant dies, and where only one may live a new consent ends the one before', async () => {
    const at = vendor({ single: true })
    const first = await consented(manifest, at)
    const second = await consented(manifest, at)
    expect(await kindOf(refresh(manifest, client, at.send, first.refresh ?? ''))).toBe('signed-out')
    at.clock.advance(61 * 86_400_000)
    expect(await kindOf(refresh(manifest, client, at.send, second.refresh ?? ''))).toBe('signed-out')
  })

  test('a client that proves itself in the body is served, with a form or with JSON', async () => {
    for (const proof of ['body-form', 'body-json'] as const) {
      const at = vendor({ proof: 'body' })
      expect((await consented({ ...manifest, client: proof }, at)).access).toMatch(/^at-/)
      expect(await kindOf(consented(manifest, at))).toBe('unreachable')
    }
  })

  test('no answer, too many calls and a page instead of tokens are told apart', async () => {
    const answers = (status: number, body = '{}', headers = {}): Send =>
      Object.assign(() => Promise.resolve({ status, headers, body: Buffer.from(body), sentAt: 0, took: 0 }), {
        now: () => 0,
        sleep: () => Promise.resolve(),
      })
    expect(await kindOf(refresh(manifest, client, answers(503), 'rt'))).toBe('unreachable')
    expect(await kindOf(refresh(manifest, client, answers(429), 'rt'))).toBe('slow-down')
    expect(await kindOf(refresh(manifest, client, answers(200, '<html>'), 'rt'))).toBe('surprise')
    expect(await kindOf(refresh(manifest, client, answers(400, '{"error":"unsupported_grant_type"}'), 'rt'))).toBe(
      'surprise',
    )
  })

  test('a new refresh token is never thrown away for what stands beside it', async () => {
    const given = { access_token: 'at', refresh_token: 'rt-2', expires_in: '1800', scope: null, created_at: 'now' }
    const send: Send = Object.assign(
      () => Promise.resolve({ status: 200, headers: {}, body: Buffer.from(JSON.stringify(given)), sentAt: 0, took: 0 }),
      { now: () => 0, sleep: () => Promise.resolve() },
    )
    expect(await refresh(manifest, client, send, 'rt-1')).toMatchObject({
      ...{ access: 'at', refresh: 'rt-2', accessUntil: 1_800_000, scopes: null },
    })
  })

  test('a revoked grant opens nothing any more', async () => {
    const at = vendor()
    const { access, refresh: token } = await consented(manifest, at)
    expect(await revoke(manifest, client, at.send, token ?? '')).toBe(true)
    const answer = await at.send({
      method: 'GET',
      url: 'https://api.vendor.test/x',
      headers: { authorization: `Bearer ${access}` },
    })
    expect(answer.status).toBe(401)
  })
})

describe('signing', () => {
  const tokensOf = (list: readonly string[], renewals: string[]): Tokens => ({
    access: () => Promise.resolve(list[0] ?? ''),
    renewed: (stale) => {
      renewals.push(stale)
      return Promise.resolve(list[1] ?? '')
    },
  })

  test('a refused token is replaced once, and the call repeated once', async () => {
    const at = vendor()
    const good = at.server.admin.grant().access
    const renewals: string[] = []
    const call = { method: 'GET', url: 'https://api.vendor.test/x' } as const
    expect((await signed(at.send, tokensOf(['stale', good], renewals))(call)).status).toBe(200)
    expect(renewals).toEqual(['stale'])
    expect((await signed(at.send, tokensOf(['stale', 'bad'], renewals))(call)).status).toBe(401)
    expect(renewals).toHaveLength(2)
  })
})
