import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { verifyLaunch, verifyLifecycle } from '@/lib/auth/launch'

const now = Date.UTC(2026, 10, 21, 12)
const seconds = now / 1000
const audience = 'https://concord.example'
const said = {
  iss: 'demo-host',
  aud: audience,
  sub: 'u-7',
  tenant: 'northwind',
  role: 'admin',
  iat: seconds,
  exp: seconds + 60,
  jti: 'a-very-own-number',
  name: 'Ana García',
  email: 'ana@example.com',
  locale: 'es',
  origin: 'http://localhost:4100',
}

let pair: CryptoKeyPair
let stranger: CryptoKeyPair
let keys: readonly unknown[]

beforeAll(async () => {
  pair = await generateKeyPair('EdDSA', { extractable: true })
  stranger = await generateKeyPair('EdDSA', { extractable: true })
  const pinned = { iss: 'demo-host', crm: 'a-crm', origins: ['http://localhost:4100'] }
  keys = [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', ...pinned }]
})

const signed = (claims: Record<string, unknown> = {}, key: CryptoKey = pair.privateKey, header = {}) =>
  new SignJWT({ ...said, ...claims }).setProtectedHeader({ alg: 'EdDSA', kid: 'k1', ...header }).sign(key)
const verdict = (token: string) => verifyLaunch(token, { keys, audience, now })
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('a CRM that signs its launch', () => {
  test('is believed about its user, role, language and origin', async () => {
    expect(await verdict(await signed())).toMatchObject({
      ok: true,
      launch: {
        crm: 'a-crm',
        crmTenant: 'demo-host:northwind',
        user: 'u-7',
        role: 'admin',
        locale: 'es',
        origin: 'http://localhost:4100',
      },
    })
  })

  test('may say which of our pages is meant, and which page of its own hands that on', async () => {
    const tab = 'http://localhost:4100/concord?role=admin'
    const path = '~c0ffee/errors?cause=customer.rejected'
    expect(await verdict(await signed({ tab, path }))).toMatchObject({ ok: true, launch: { tab, path } })
    const plain = await verdict(await signed())
    expect(plain.ok && Object.keys(plain.launch)).not.toContain('path')
  })

  test('is still believed when its clock is a little ahead', async () => {
    expect(await verdict(await signed({ iat: seconds + 50, exp: seconds + 90 }))).toMatchObject({ ok: true })
  })

  test('gives the same proof for the same launch, so that a second use is noticed', async () => {
    const token = await signed()
    expect(await verdict(token)).toEqual(await verdict(token))
  })
})

describe('a launch is refused', () => {
  const cases: readonly (readonly [string, () => Promise<string>, string])[] = [
    ['signed by somebody else', () => signed({}, stranger.privateKey), 'launch_signature'],
    ['signed by a key nobody pinned', () => signed({}, stranger.privateKey, { kid: 'k2' }), 'launch_signature'],
    ['meant for another app', () => signed({ aud: 'https://other.example' }), 'launch_signature'],
    ['from another host with this key', () => signed({ iss: 'other-host' }), 'launch_signature'],
    ['framed by an origin that is not pinned', () => signed({ origin: 'http://localhost:4101' }), 'launch_signature'],
    ['that has expired', () => signed({ iat: seconds - 90, exp: seconds - 30 }), 'launch_expired'],
    ['from the future', () => signed({ iat: seconds + 120, exp: seconds + 170 }), 'launch_expired'],
    ['that would live longer than a minute', () => signed({ exp: seconds + 3600 }), 'launch_expired'],
    ['without a role', () => signed({ role: undefined }), 'launch_malformed'],
    ['with a role we do not know', () => signed({ role: 'owner' }), 'launch_malformed'],
    ['without its own number', () => signed({ jti: undefined }), 'launch_malformed'],
    ['larger than 16 KiB', () => signed({ name: 'x'.repeat(20_000) }), 'launch_malformed'],
    ['that is no token at all', () => Promise.resolve('not a token'), 'launch_malformed'],
    ['that leads to another address', () => signed({ path: '//evil.example/x' }), 'launch_malformed'],
    ['that leads upwards', () => signed({ path: '/../api/health' }), 'launch_malformed'],
    ['that carries a ticket of its own', () => signed({ path: '/errors#t=abc' }), 'launch_malformed'],
    ['whose page lies at another origin', () => signed({ tab: 'https://evil.example/concord' }), 'launch_malformed'],
    ['that is empty', () => Promise.resolve(''), 'launch_malformed'],
    [
      'without any signature (alg none)',
      () => Promise.resolve(`${part({ alg: 'none', kid: 'k1' })}.${part(said)}.`),
      'launch_signature',
    ],
    [
      'signed with our public key as if it were a shared secret',
      () =>
        new SignJWT(said)
          .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
          .sign(new TextEncoder().encode(JSON.stringify(keys[0]))),
      'launch_signature',
    ],
  ]
  test.each(cases)('%s', async (_, token, refusal) => {
    expect(await verdict(await token())).toEqual({ ok: false, refusal })
  })

  test('whose content was changed after signing', async () => {
    const [head, , signature] = (await signed()).split('.')
    const forged = [head, part({ ...said, tenant: 'contoso' }), signature].join('.')
    expect(await verdict(forged)).toEqual({ ok: false, refusal: 'launch_signature' })
  })
})

describe('what a host signs about an organisation as a whole', () => {
  const left = { event: 'uninstall' }
  const told = (token: string) => verifyLifecycle(token, { keys, audience, now })

  test('is believed, and proven once however its signature is written', async () => {
    const token = await signed(left)
    const known = await told(token)
    expect(known).toMatchObject({ ok: true, event: 'uninstall', crm: 'a-crm', crmTenant: 'demo-host:northwind' })
    expect(await told(`${token}==`)).toEqual(known)
  })

  const cases: readonly (readonly [string, () => Promise<string>, string])[] = [
    ['signed by somebody else', () => signed(left, stranger.privateKey), 'launch_signature'],
    ['meant for another app', () => signed({ ...left, aud: 'https://other.example' }), 'launch_signature'],
    ['from another host with this key', () => signed({ ...left, iss: 'other-host' }), 'launch_signature'],
    ['of an origin that is not pinned', () => signed({ ...left, origin: 'https://evil.test' }), 'launch_signature'],
    ['that has expired', () => signed({ ...left, iat: seconds - 90, exp: seconds - 30 }), 'launch_expired'],
    ['from the future', () => signed({ ...left, iat: seconds + 120, exp: seconds + 170 }), 'launch_expired'],
    ['that is a launch', () => signed(), 'launch_malformed'],
    ['that we do not know', () => signed({ event: 'purge' }), 'launch_malformed'],
    ['larger than 16 KiB', () => signed({ ...left, more: 'x'.repeat(20_000) }), 'launch_malformed'],
    [
      'without any signature (alg none)',
      () => Promise.resolve(`${part({ alg: 'none', kid: 'k1' })}.${part({ ...said, ...left })}.`),
      'launch_signature',
    ],
  ]
  test.each(cases)('is refused %s', async (_, token, refusal) => {
    expect(await told(await token())).toEqual({ ok: false, refusal })
  })
})
