import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enter, type Gate } from '@/lib/auth/enter'
import { toldBy } from '@/lib/auth/lifecycle'
import { applyLifecycle } from '@/lib/service/lifecycle'
import type { Database } from '@/lib/store/db'
import { installAt } from '@/lib/store/tenants'
import { crmHost } from '../../sandbox/crm-host/host'
import type { Handle } from '../../sandbox/kit/server'
import { freshDatabase } from '../kit/fresh-database'

const audience = 'https://concord.test'
const origin = 'https://crm.test'
const shops = [
  ['sage-sales', 'Sage Sales Management', 'sales orders'],
  ['freshsales', 'Freshsales', 'deals'],
] as const

describe.each(shops)('the marketplace of %s', (vendor, brand, records) => {
  let db: Database
  let host: Handle
  let gate: Gate
  const seen: { status: number; body: string }[] = []

  beforeAll(async () => {
    seen.length = 0
    db = await freshDatabase()
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
    const pinned = { ...(await exportJWK(publicKey)), kid: 'k1', iss: 'demo', crm: vendor, origins: [origin] }
    gate = {
      ...{ db, keys: [pinned], audience, now: Date.now, newId: randomUUID },
      trustOf: () => {
        throw new Error('The generic signature asks nobody')
      },
    }
    host = crmHost({
      ...{ vendor, crmUrl: '', booksUrl: '', hints: [], now: Date.now },
      signing: { key: { ...(await exportJWK(privateKey)), kid: 'k1' }, issuer: 'demo', audience },
      fetch: async (url, init) => answer(String(url), String(init?.body)),
    })
  })
  afterAll(() => db.close())

  /** Our route, without its server. */
  async function answer(url: string, body: string): Promise<Response> {
    const call = { path: new URL(url).pathname, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body }
    const told = await toldBy('demo', call, gate)
    seen.push({ status: told.ok ? 200 : 401, body })
    if (!told.ok) return Response.json({}, { status: 401 })
    return Response.json((await applyLifecycle(told, async () => undefined, { db, now: Date.now })) ?? {})
  }

  const ask = (method: string, path: string, typed: Record<string, string> = {}) =>
    host({
      ...{ method, path: path.split('?')[0] ?? '', query: new URLSearchParams(path.split('?')[1] ?? ''), headers: {} },
      ...{ body: Buffer.from(new URLSearchParams(typed).toString()), origin },
    })

  test('the listing leads to a consent that names what is allowed, and only a yes installs', async () => {
    const listing = String((await ask('GET', '/marketplace')).body)
    expect(listing).toContain('/marketplace/consent')
    expect(listing).toContain(`<div class="brand">${brand}`)
    const consent = String((await ask('GET', '/marketplace/consent')).body)
    expect(consent).toContain('Maison Cordier allows Concord to')
    expect(consent).toContain(`products and ${records}`)
    await ask('POST', '/marketplace/install', { decision: 'deny' })
    expect(await installAt(db, vendor, 'demo:cordier')).toBeNull()
    const installed = await ask('POST', '/marketplace/install', { decision: 'allow' })
    expect(installed).toMatchObject({ status: 303, headers: { location: '/concord?tenant=cordier' } })
    expect(await installAt(db, vendor, 'demo:cordier')).toMatchObject({ status: 'active', origins: [origin] })
  })

  test('the same event told twice is taken once', async () => {
    const [first] = seen
    expect((await answer(`${audience}/api/lifecycle/demo`, first?.body ?? '')).status).toBe(401)
  })

  test('after it was uninstalled a launch is refused, until the organisation installs again', async () => {
    const launch = async () => {
      const shown = String((await ask('GET', '/concord?tenant=cordier')).body)
      const token = /name="launch" value="([^"]+)"/.exec(shown)?.[1] ?? ''
      const call = { path: '/launch/demo', headers: {}, body: new URLSearchParams({ launch: token }).toString() }
      return enter('demo', call, gate)
    }
    expect(await launch()).toMatchObject({ ok: true })
    await ask('POST', '/marketplace/uninstall', { decision: 'allow' })
    expect(await installAt(db, vendor, 'demo:cordier')).toMatchObject({ status: 'ended' })
    expect(await launch()).toEqual({ ok: false, refusal: 'launch_suspended' })
    await ask('POST', '/marketplace/install', { decision: 'allow' })
    expect(await launch()).toMatchObject({ ok: true })
  })
})
