import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enter, type Gate } from '@/lib/auth/enter'
import { toldBy } from '@/lib/auth/lifecycle'
import { applyLifecycle } from '@/lib/service/lifecycle'
import { launches } from '@/lib/connectors'
import type { LaunchCall, LaunchTrust } from '@/lib/model/launch'
import { inTenant, type Database } from '@/lib/store/db'
import { findMember, installAt } from '@/lib/store/tenants'
import { spendTicket } from '@/lib/auth/ticket'
import { freshDatabase } from '../kit/fresh-database'
import { sageDesk } from './sage-desk'

const now = Date.UTC(2026, 10, 26, 12)
const secret = 'a secret of the marketplace'
const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString()
const formHeaders = { 'content-type': 'application/x-www-form-urlencoded' }

let db: Database
beforeAll(async () => {
  db = await freshDatabase()
})
afterAll(() => db.close())

const { send } = sageDesk(now)
const trust: LaunchTrust = { now, secrets: [secret], secretOf: async () => null, send, baseUrl: null, frames: [] }
const gate = (at = now): Gate => ({
  ...{ db, keys: [], audience: 'https://concord.test', now: () => at, newId: randomUUID },
  trustOf: () => ({ secrets: [secret], send, baseUrl: null, frames: [] }),
})
const refusalOf = async (name: string, call: LaunchCall, against = trust) => {
  const verdict = await launches[name]?.verify(call, against)
  return verdict?.ok === false ? verdict.refusal : 'welcome'
}

describe('a launch from Salesforce', () => {
  const said = {
    ...{ algorithm: 'HMACSHA256', issuedAt: now - 60_000, userId: '005x' },
    client: { targetOrigin: 'https://acme.lightning.force.com', oauthToken: 'never kept' },
    context: {
      user: { userId: '005x00000012345', fullName: 'Ana Durand', email: 'ana@acme.test', language: 'fr' },
      organization: { organizationId: '00Dx0000000ABCDEAA', name: 'Acme' },
    },
  }
  const ofOrganisation = (organizationId: string) => ({
    context: { ...said.context, organization: { organizationId, name: 'Other' } },
  })
  const envelopeOf = (change: object) => Buffer.from(JSON.stringify({ ...said, ...change })).toString('base64')
  const behind = (given: LaunchCall, more: string): LaunchCall => {
    const signed = new URLSearchParams(given.body).get('signed_request') ?? ''
    return { ...given, body: form({ signed_request: signed.replace('.', `${more}.`) }) }
  }
  const call = (change: object = {}, key = secret, bend = (text: string) => text): LaunchCall => {
    const envelope = envelopeOf(change)
    const signature = createHmac('sha256', key).update(envelope).digest('base64')
    return {
      path: '/launch/salesforce',
      headers: formHeaders,
      body: form({ signed_request: `${signature}.${bend(envelope)}` }),
    }
  }

  test('is whoever the organisation says, as somebody who may look until their rights are read', async () => {
    const verdict = await launches['salesforce']?.verify(call(), trust)
    expect(verdict).toMatchObject({
      ok: true,
      launch: {
        ...{
          crm: 'salesforce',
          crmTenant: '00Dx0000000ABCD',
          tenantName: 'Acme',
          user: '005x00000012345',
          role: 'viewer',
        },
        ...{ locale: 'fr', origin: 'https://acme.lightning.force.com', email: 'ana@acme.test' },
      },
    })
    expect(JSON.stringify(verdict)).not.toContain('never kept')
  })

  test.each([
    ['another secret', call({}, 'of another app'), 'launch_signature'],
    ['a changed word', call({}, secret, (text) => `${text.slice(0, -4)}AAA=`), 'launch_signature'],
    ['another algorithm in the text', call({ algorithm: 'none' }), 'launch_signature'],
    ['a stronger algorithm in the text', call({ algorithm: 'HMACSHA512' }), 'launch_signature'],
    ['more behind its signature', behind(call(), '!'), 'launch_signature'],
    [
      'another organisation under a good signature',
      call({}, secret, () => envelopeOf(ofOrganisation('00Dx0000000ZZZZEAA'))),
      'launch_signature',
    ],
    ['too old', call({ issuedAt: now - 3 * 60 * 60_000 }), 'launch_expired'],
    ['from the future', call({ issuedAt: now + 120_000 }), 'launch_expired'],
    ['a frame of somebody else', call({ client: { targetOrigin: 'https://evil.test' } }), 'launch_signature'],
    [
      'a frame that only ends like one',
      call({ client: { targetOrigin: 'https://evil.test/.my.salesforce.com' } }),
      'launch_signature',
    ],
    ['no user', call({ context: {} }), 'launch_malformed'],
    [
      'two requests in one',
      { path: '', headers: formHeaders, body: 'signed_request=a.b&signed_request=a.b' },
      'launch_malformed',
    ],
    ['no signature', { path: '', headers: formHeaders, body: 'signed_request=.e30=' }, 'launch_malformed'],
  ] as const)('with %s is refused', async (_what, given, refusal) => {
    expect(await refusalOf('salesforce', given)).toBe(refusal)
  })

  const shownOn = (environment: object) =>
    launches['salesforce']?.verify(call({ context: { ...said.context, environment } }), trust)
  const locationUrl = 'https://acme--c.vf.force.com/apex/Concord?concord=%2Ferrors'

  test('opens the page that stands in the address of the page which shows us, and letters lead back to it', async () => {
    expect(await shownOn({ locationUrl, parameters: { concord: '/errors?cause=customer.rejected' } })).toMatchObject({
      launch: { path: '/errors?cause=customer.rejected', tab: 'https://acme--c.vf.force.com/apex/Concord' },
    })
    expect(await shownOn({ locationUrl, parameters: { concord: '' } })).not.toHaveProperty('launch.path')
  })

  test.each([
    ['signs no such word', { locationUrl, parameters: {} }],
    ['says nothing about itself', {}],
    ['names another site', { locationUrl: 'https://evil.test/apex/Concord', parameters: { concord: '/errors' } }],
    ['leads elsewhere', { locationUrl, parameters: { concord: '//evil.test' } }],
  ])('opens the first page where the page which shows us %s', async (_what, environment) => {
    const verdict = await shownOn(environment)
    expect(verdict).toMatchObject({ ok: true })
    expect(verdict).not.toHaveProperty('launch.path')
    expect(verdict).not.toHaveProperty('launch.tab')
  })

  test('keeps two organisations apart, although one app secret signs for both', async () => {
    const mine = await enter('salesforce', call({ issuedAt: now - 2 }), gate())
    const theirs = await enter('salesforce', call(ofOrganisation('00Dx0000000ZZZZEAA')), gate())
    if (!mine.ok || !theirs.ok) throw new Error('Both are welcome')
    expect(theirs.tenant).not.toBe(mine.tenant)
    expect(theirs.installKey).not.toBe(mine.installKey)
  })

  test('works once, and while a key is changed both are good', async () => {
    const twice = call({ issuedAt: now - 1 })
    expect(await enter('salesforce', twice, gate())).toMatchObject({ ok: true })
    expect(await enter('salesforce', twice, gate())).toEqual({ ok: false, refusal: 'launch_replayed' })
    expect(await refusalOf('salesforce', call({}, 'old'), { ...trust, secrets: ['new', 'old'] })).toBe('welcome')
  })
})

describe('a launch from Freshsales', () => {
  const account = 'acme.myfreshworks.com'
  const place = () => ({ account, origin: `https://${account}`, locale: 'es-ES', nonce: randomUUID() })
  const user = { id: 42, name: 'Bruno', email: 'bruno@acme.test' }
  const call = (path: string, body: object, key: string, at: number | string = now): LaunchCall => {
    const text = JSON.stringify(body)
    const signature = createHmac('sha256', key)
      .update(['POST', path, String(at), text].join('\n'))
      .digest('hex')
    const headers = {
      'content-type': 'application/json',
      'x-concord-time': String(at),
      'x-concord-signature': signature,
    }
    return { path, headers, body: text }
  }
  const event = (what: 'install' | 'uninstall', key = secret) =>
    call('/api/lifecycle/freshsales', { ...place(), event: what, name: 'Acme' }, key)
  const events: unknown[] = []
  const install = async (): Promise<string> => {
    const told = await toldBy('freshsales', event('install'), gate())
    if (!told.ok) throw new Error(told.refusal)
    const kept = await applyLifecycle(told, async (one) => void events.push(one), { db, now: () => now })
    return kept?.secret ?? ''
  }

  test('needs the secret of this very installation, which the marketplace got when it installed', async () => {
    const launch = (key: string) => call('/launch/freshsales', { ...place(), user }, key)
    expect(await enter('freshsales', launch('anything'), gate())).toEqual({
      ok: false,
      refusal: 'launch_tenant_unknown',
    })
    const own = await install()
    const entered = await enter('freshsales', launch(own), gate())
    expect(entered).toMatchObject({ ok: true })
    expect(await enter('freshsales', launch(secret), gate())).toEqual({ ok: false, refusal: 'launch_signature' })
    const taken = entered.ok ? await spendTicket(db, entered.ticket, now) : null
    const member =
      taken &&
      (await inTenant({ db, tenant: taken.tenant }, (tx) => findMember(tx, { tenant: taken.tenant }, taken.member)))
    expect(member).toMatchObject({ name: 'Bruno', role: 'viewer', locale: 'es' })
    const again = await install()
    expect(await enter('freshsales', launch(own), gate())).toEqual({ ok: false, refusal: 'launch_signature' })
    expect(await enter('freshsales', launch(again), gate())).toMatchObject({ ok: true })
  })

  test('is bound to its path, its time and its very words', async () => {
    const own = await install()
    const against = { ...trust, secretOf: async () => own }
    const good = () => call('/launch/freshsales', { ...place(), user }, own)
    expect(await refusalOf('freshsales', { ...good(), path: '/api/lifecycle/freshsales' }, against)).toBe(
      'launch_signature',
    )
    expect(await refusalOf('freshsales', { ...good(), body: good().body.replace('Bruno', 'Admin') }, against)).toBe(
      'launch_signature',
    )
    for (const at of [now - 301_000, now + 61_000, 'soon'])
      expect(await refusalOf('freshsales', call('/launch/freshsales', { ...place(), user }, own, at), against)).toBe(
        'launch_expired',
      )
    for (const wrong of [{ account: 'evil.test' }, { origin: 'https://evil.test' }, { nonce: 'short' }, { user: {} }])
      expect(
        await refusalOf('freshsales', call('/launch/freshsales', { ...place(), user, ...wrong }, own), against),
      ).toBe('launch_malformed')
    expect(await refusalOf('freshsales', { ...good(), headers: formHeaders }, against)).toBe('launch_malformed')
  })

  test('works once', async () => {
    const launch = call('/launch/freshsales', { ...place(), user }, await install())
    expect(await enter('freshsales', launch, gate())).toMatchObject({ ok: true })
    expect(await enter('freshsales', launch, gate())).toEqual({ ok: false, refusal: 'launch_replayed' })
  })

  test('signed by another installation, by another algorithm, not at all or twice is refused', async () => {
    const own = await install()
    const body = { ...place(), user }
    const good = call('/launch/freshsales', body, own)
    const { 'x-concord-time': at = '', 'x-concord-signature': signature = '' } = good.headers
    const other = createHmac('sha512', own).update(['POST', good.path, at, good.body].join('\n')).digest('hex')
    const elsewhere = { account: 'other.myfreshworks.com', origin: 'https://other.myfreshworks.com' }
    const told = await toldBy(
      'freshsales',
      call('/api/lifecycle/freshsales', { ...place(), ...elsewhere, event: 'install', name: 'Other' }, secret),
      gate(),
    )
    if (!told.ok) throw new Error(told.refusal)
    const theirs = await applyLifecycle(told, async (one) => void events.push(one), { db, now: () => now })
    const signed = (by: string): LaunchCall => ({ ...good, headers: { ...good.headers, 'x-concord-signature': by } })
    for (const wrong of [
      call('/launch/freshsales', body, theirs?.secret ?? ''),
      ...['', other, other.slice(0, 64), `${signature}, ${signature}`, `${signature}00`].map(signed),
      { ...good, headers: { ...good.headers, 'x-concord-time': `${at}, ${at}` } },
      { ...good, body: good.body.replace('{', '{"user":{"id":1,"name":"Admin"},') },
    ])
      expect(await enter('freshsales', wrong, gate())).toEqual({ ok: false, refusal: 'launch_signature' })
    expect(await enter('freshsales', good, gate())).toMatchObject({ ok: true })
  })

  test('once it is uninstalled nobody comes in, and a forged goodbye changes nothing', async () => {
    const own = await install()
    expect(await toldBy('freshsales', event('uninstall', 'forged'), gate())).toEqual({
      ok: false,
      refusal: 'launch_signature',
    })
    const goodbye = event('uninstall')
    const told = await toldBy('freshsales', goodbye, gate())
    if (!told.ok) throw new Error(told.refusal)
    await applyLifecycle(told, async (one) => void events.push(one), { db, now: () => now })
    expect(await installAt(db, 'freshsales', account)).toMatchObject({ status: 'ended' })
    expect(await toldBy('freshsales', goodbye, gate())).toEqual({ ok: false, refusal: 'launch_replayed' })
    const launch = call('/launch/freshsales', { ...place(), user }, own)
    expect(await enter('freshsales', launch, gate())).toEqual({ ok: false, refusal: 'launch_tenant_unknown' })
    await install()
    expect(await installAt(db, 'freshsales', account)).toMatchObject({ status: 'active', purgeAfter: null })
  })
})

test('a CRM without such calls has no lifecycle, and an unknown one needs the generic signature', async () => {
  const call = { path: '/api/lifecycle/x', headers: formHeaders, body: 'event=a.b.c' }
  expect(await toldBy('salesforce', call, gate())).toEqual({ ok: false, refusal: 'launch_tenant_unknown' })
  expect(await toldBy('constructor', call, gate())).toEqual({ ok: false, refusal: 'launch_malformed' })
})
