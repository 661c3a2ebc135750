import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enter, type Gate } from '@/lib/auth/enter'
import { launches } from '@/lib/connectors'
import type { LaunchCall, LaunchTrust } from '@/lib/model/launch'
import type { Database } from '@/lib/store/db'
import { DEMO_KEYS } from '../../sandbox/sage-sales'
import { freshDatabase } from '../kit/fresh-database'
import { sageDesk } from './sage-desk'

const now = Date.UTC(2026, 10, 26, 12)

let db: Database
beforeAll(async () => {
  db = await freshDatabase()
})
afterAll(() => db.close())

const { crm, send } = sageDesk(now)
const known = { secrets: [], send, baseUrl: null, frames: [] }
const trust: LaunchTrust = { ...known, now, secretOf: async () => null }
const gate = (): Gate => ({
  ...{ db, keys: [], audience: 'https://concord.test', now: () => now, newId: randomUUID },
  trustOf: () => known,
})
const refusalOf = async (call: LaunchCall) => {
  const verdict = await launches['sage-sales']?.verify(call, trust)
  return verdict?.ok === false ? verdict.refusal : 'welcome'
}

describe('a launch from Sage Sales Management', () => {
  const token = (user: number) => crm.admin.bridgeToken(user)
  const ours = {
    ...{ 'content-type': 'application/json', origin: 'https://concord.test', 'sec-fetch-site': 'same-origin' },
  }
  const call = (fields: Record<string, string | null>, headers: Record<string, string> = ours): LaunchCall => ({
    ...{ path: '/launch/sage-sales', headers },
    body: JSON.stringify(fields),
  })
  const origin = 'https://app.forcemanager.net'

  test('is whoever the CRM says its bearer is, and the bearer is kept nowhere', async () => {
    const bearer = token(501)
    const entered = await enter('sage-sales', call({ token: bearer, origin }), gate())
    expect(entered).toMatchObject({ ok: true })
    const verdict = await launches['sage-sales']?.verify(call({ token: token(502), origin }), trust)
    expect(verdict).toMatchObject({ ok: true, launch: { user: '502', role: 'viewer', origin } })
    expect(await launches['sage-sales']?.verify(call({ token: token(501), origin }), trust)).toMatchObject({
      launch: { role: 'admin' },
    })
    expect(JSON.stringify(verdict)).not.toContain(bearer)
    expect(await enter('sage-sales', call({ token: bearer, origin }), gate())).toEqual({
      ok: false,
      refusal: 'launch_replayed',
    })
  })

  test('with a bearer of nobody, one that has ended, a key of the other API or a foreign frame is refused', async () => {
    expect(await refusalOf(call({ token: 'x'.repeat(40), origin }))).toBe('launch_signature')
    const ended = token(501)
    crm.admin.expireBridge()
    expect(await refusalOf(call({ token: ended, origin }))).toBe('launch_expired')
    expect(await refusalOf(call({ token: token(501), origin: 'https://evil.test' }))).toBe('launch_signature')
    expect(await refusalOf(call({ token: DEMO_KEYS.privateKey, origin }))).not.toBe('welcome')
    expect(await refusalOf(call({ token: token(501) }))).toBe('launch_malformed')
    expect(
      await refusalOf({
        path: '',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ token: token(501), origin }).toString(),
      }),
    ).toBe('launch_malformed')
    expect(await refusalOf(call({ token: token(501), origin, role: 'admin' }))).toBe('launch_malformed')
  })

  test.each([
    'https://app.forcemanager.net.evil.test',
    'https://evil.test/.forcemanager.net',
    'https://forcemanager.net',
    'http://app.forcemanager.net',
    'https://app.forcemanager.net:8443',
    'https://somebody@app.forcemanager.net',
    'https://evilforcemanager.net',
    'null',
  ])('inside a page at %s is refused before the CRM is asked whose bearer it is', async (around) => {
    const before = crm.calls().length
    expect(await refusalOf(call({ token: token(501), origin: around }))).toBe('launch_signature')
    expect(crm.calls().length).toBe(before)
  })

  test('with a bearer that was used, written with something around it, is not taken for another one', async () => {
    const bearer = token(501)
    expect(await enter('sage-sales', call({ token: bearer, origin }), gate())).toMatchObject({ ok: true })
    for (const same of [`${bearer} `, ` ${bearer}`, `${bearer}\t`, `${bearer}\r\n`, `Bearer ${bearer}`])
      expect(await enter('sage-sales', call({ token: same, origin }), gate())).toEqual({
        ok: false,
        refusal: 'launch_malformed',
      })
  })

  test('inside another page of the vendor, or of an operator, installs with exactly that origin', async () => {
    for (const around of ['https://eu.app.forcemanager.com', 'https://crm.cordier.test']) {
      const own = { ...trust, frames: ['https://crm.cordier.test'] }
      const given = call({ token: token(501), origin: around })
      expect(await launches['sage-sales']?.verify(given, own)).toMatchObject({ launch: { origin: around } })
    }
    expect(await refusalOf(call({ token: token(501), origin: 'https://crm.cordier.test' }))).toBe('launch_signature')
  })

  test.each([
    ['another site', { ...ours, origin: 'https://evil.test' }],
    ['a plain navigation', { ...ours, 'sec-fetch-site': 'none' }],
    ['a program', { 'content-type': 'application/json' }],
  ])('sent by %s is refused: it would sign somebody in as somebody else', async (_who, headers) => {
    const bearer = token(501)
    const refusal = { ok: false, refusal: 'launch_foreign' }
    expect(await enter('sage-sales', call({ token: bearer, origin }, headers), gate())).toEqual(refusal)
    expect(await enter('sage-sales', call({ token: bearer, origin }), gate())).toMatchObject({ ok: true })
  })

  test('at the page of one company lets nobody of another one in, and spends nothing', async () => {
    const first = await enter('sage-sales', call({ token: token(501), origin }), gate())
    const install = first.ok ? first.installKey : ''
    const bearer = token(502)
    const elsewhere = call({ token: bearer, origin, install: 'of-somebody-else' })
    const refusal = { ok: false, refusal: 'launch_tenant_unknown' }
    expect(await enter('sage-sales', elsewhere, gate())).toEqual(refusal)
    const entered = await enter('sage-sales', call({ token: bearer, origin, install }), gate())
    expect(entered).toMatchObject({ ok: true, installKey: install })
  })

  test('while the CRM does not answer nobody is let in', async () => {
    crm.faults.add({ path: /users\/me/, do: 'cut-before' })
    expect(await refusalOf(call({ token: token(501), origin }))).toBe('launch_signature')
  })
})
