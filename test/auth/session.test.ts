import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { encode } from 'next-auth/jwt'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import type { Claims } from '@/lib/auth/claims'
import { enter } from '@/lib/auth/enter'
import { redeem } from '@/lib/auth/redeem'
import { sessionOf } from '@/lib/auth/session'
import { spendTicket } from '@/lib/auth/ticket'
import { inTenant, openDatabase } from '@/lib/store/db'
import type { Database } from '@/lib/store/db'
import { raiseEpoch } from '@/lib/store/tenants'

const hour = 60 * 60 * 1000
const origin = 'http://localhost:4100'
const audience = 'https://concord.example'
const now = () => Date.now()

let db: Database
let pair: CryptoKeyPair
let keys: readonly unknown[]

beforeAll(async () => {
  db = await openDatabase('pglite:memory')
  pair = await generateKeyPair('EdDSA', { extractable: true })
  keys = [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', iss: 'demo-host', crm: 'a-crm', origins: [origin] }]
})
afterAll(() => db.close())

async function launch(claims: Record<string, unknown> = {}): Promise<string> {
  const at = Math.floor(now() / 1000)
  const said = { sub: 'u-1', tenant: 'northwind', role: 'admin', name: 'Ana', locale: 'es', origin, jti: randomUUID() }
  return new SignJWT({ iss: 'demo-host', aud: audience, iat: at, exp: at + 60, ...said, ...claims })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'k1' })
    .sign(pair.privateKey)
}

const noTrust = () => {
  throw new Error('A signed launch asks nobody')
}
const carried = (body: string) =>
  enter(
    'demo',
    { path: '/launch/demo', headers: {}, body },
    { db, keys, audience, now, newId: randomUUID, trustOf: noTrust },
  )
const entered = (token: string) => carried(new URLSearchParams({ launch: token }).toString())

async function signedIn(claims: Record<string, unknown> = {}): Promise<Claims & { readonly installKey: string }> {
  const entry = await entered(await launch(claims))
  if (!entry.ok) throw new Error(entry.refusal)
  const session = await redeem(entry.ticket, db)
  if (session === null) throw new Error('The ticket was not taken')
  return { ...session, installKey: entry.installKey }
}

const cookieOf = (said: Claims, maxAge = 1800) => encode({ token: { ...said }, secret: env().NEXTAUTH_SECRET, maxAge })

describe('opening Concord from the CRM', () => {
  test('installs it at the first launch and finds the same installation at the next', async () => {
    const [first, second] = [await signedIn({ tenant: 'first' }), await signedIn({ tenant: 'first', sub: 'u-2' })]
    expect(second.installKey).toBe(first.installKey)
    expect(second.member).not.toBe(first.member)
  })

  test('keeps two organisations of one CRM apart', async () => {
    const [one, other] = [await signedIn({ tenant: 'one' }), await signedIn({ tenant: 'other' })]
    expect(other.tenant).not.toBe(one.tenant)
    expect(other.installKey).not.toBe(one.installKey)
  })

  test('works once per signed launch', async () => {
    const token = await launch()
    expect(await entered(token)).toMatchObject({ ok: true })
    expect(await entered(token)).toEqual({ ok: false, refusal: 'launch_replayed' })
  })

  test('works once, in however many ways the same signature can be written', async () => {
    const token = await launch()
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    // The last letter of a signature carries four bits that mean nothing.
    const another = `${token.slice(0, -1)}${letters[letters.indexOf(token.slice(-1)) ^ 1] ?? ''}`
    expect(await entered(token)).toMatchObject({ ok: true })
    for (const same of [another, `${token}==`, `${token} `, `${token.slice(0, -5)} ${token.slice(-5)}`])
      expect(await entered(same)).toEqual({ ok: false, refusal: 'launch_replayed' })
  })

  test.each([
    ['the launch twice', (launched: string) => `launch=${launched}&launch=${launched}`],
    ['a role beside it', (launched: string) => `launch=${launched}&role=admin`],
    ['a role before it', (launched: string) => `role=admin&launch=${launched}`],
  ])('takes one signed field: not %s', async (_what, bodyOf) => {
    expect(await carried(bodyOf(await launch()))).toEqual({ ok: false, refusal: 'launch_malformed' })
  })
})

describe('a ticket', () => {
  const ticketOf = async () => {
    const entry = await entered(await launch())
    return entry.ok ? entry.ticket : ''
  }

  test('is worth one session, whoever comes first of fifty', async () => {
    const ticket = await ticketOf()
    const taken = await Promise.all(Array.from({ length: 50 }, () => redeem(ticket, db)))
    expect(taken.filter((session) => session !== null)).toHaveLength(1)
  })

  test('is worth nothing after a minute', async () => {
    expect(await spendTicket(db, await ticketOf(), now() + 61_000)).toBeNull()
  })

  test.each(['', 'x', undefined, 42, { a: 1 }, `${'a'.repeat(43)}'; drop table tenants`])(
    'that nobody issued opens nothing (%s)',
    async (ticket) => {
      expect(await redeem(ticket, db)).toBeNull()
    },
  )
})

describe('a session', () => {
  test('knows who sits there', async () => {
    const session = await sessionOf(await cookieOf(await signedIn()), db, now)
    expect(session?.member).toMatchObject({ name: 'Ana', role: 'admin', locale: 'es' })
  })

  test('ends after eight hours, however busy', async () => {
    const cookie = await cookieOf(await signedIn())
    expect(await sessionOf(cookie, db, () => now() + 7.9 * hour)).not.toBeNull()
    expect(await sessionOf(cookie, db, () => now() + 8.1 * hour)).toBeNull()
  })

  test('ends after half an hour without a sign of life', async () => {
    expect(await sessionOf(await cookieOf(await signedIn(), -60), db, now)).toBeNull()
  })

  test('ends at once when everybody is signed out', async () => {
    const said = await signedIn({ tenant: 'signed-out' })
    const cookie = await cookieOf(said)
    const room = { db, tenant: said.tenant, now, newId: randomUUID }
    await inTenant(room, (tx) => raiseEpoch(tx, room, said.installation))
    expect(await sessionOf(cookie, db, now)).toBeNull()
  })

  test('loses its rights with the next launch that says so', async () => {
    const cookie = await cookieOf(await signedIn({ tenant: 'roles', sub: 'u-9' }))
    await signedIn({ tenant: 'roles', sub: 'u-9', role: 'viewer' })
    expect((await sessionOf(cookie, db, now))?.member.role).toBe('viewer')
  })

  test('of one organisation cannot be turned into another', async () => {
    const [mine, theirs] = [await signedIn({ tenant: 'mine' }), await signedIn({ tenant: 'theirs' })]
    expect(await sessionOf(await cookieOf({ ...mine, tenant: theirs.tenant }), db, now)).toBeNull()
    expect(await sessionOf(await cookieOf({ ...mine, member: theirs.member }), db, now)).toBeNull()
  })

  test.each([undefined, '', 'not a cookie', 'a.b.c.d.e'])('is not made of just any cookie (%s)', async (cookie) => {
    expect(await sessionOf(cookie, db, now)).toBeNull()
  })

  test('sealed with another secret is nobody’s', async () => {
    const foreign = await encode({ token: { ...(await signedIn()) }, secret: 'another secret that is long enough too' })
    expect(await sessionOf(foreign, db, now)).toBeNull()
  })
})
