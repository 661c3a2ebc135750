import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GET, POST } from '@/app/to/[install]/route'
import { enter, type Gate } from '@/lib/auth/enter'
import { launches, makeLaunchSend, vendorName } from '@/lib/connectors'
import type { LaunchCall } from '@/lib/model/launch'
import { pageAddress } from '@/lib/service/page-address'
import { setOut, wayTo } from '@/lib/service/set-out'
import { inTenant, type Database } from '@/lib/store/db'
import { addRecipient, recipientsOf } from '@/lib/store/recipients'
import { installAt, registerInstall, saveInstallSecret, type Installation } from '@/lib/store/tenants'
import type { Visitor } from '../../sandbox/crm-host/launch'
import { asFetch } from '../../sandbox/kit/as-fetch'
import { sageSales } from '../../sandbox/sage-sales'
import { freshDatabase } from '../kit/fresh-database'
import { aLaunch } from './launching'

const secret = 'a secret of the marketplace'
const clock = { at: Date.UTC(2026, 10, 26, 12), now: () => clock.at }
const page = '/errors?cause=customer.rejected.books.code'

let db: Database
beforeAll(async () => {
  db = await freshDatabase()
  Object.assign(globalThis, { [Symbol.for('concord.database')]: Promise.resolve(db) })
})
afterAll(() => db.close())

const crm = sageSales({ unlimited: true, size: 1 })
const mailOf = (user: number): string =>
  String(crm.admin.list('users').find(({ id }) => id === user)?.['email']).toLowerCase()
const gate = (): Gate => ({
  ...{ db, keys: [], audience: 'https://concord.test', now: clock.now, newId: randomUUID },
  trustOf: () => ({
    ...{ secrets: [secret], baseUrl: null, frames: [] },
    send: makeLaunchSend({
      ...{ timeoutMs: 5_000, allowPrivate: true, now: clock.now, sleep: async () => undefined },
      fetch: asFetch(crm.handle),
    }),
  }),
})

interface Host {
  readonly vendor: string
  readonly organisation: string
  readonly reader: string
  /** What the CRM sends when this person opens us. */
  readonly opens: () => LaunchCall
}

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const ours = {
  ...{ 'content-type': 'application/json', origin: 'https://concord.test', 'sec-fetch-site': 'same-origin' },
}
const account = 'acme.myfreshworks.com'
const perInstall = 'made when it was installed'

const hosts: Readonly<Record<string, Host>> = {
  'Sage Sales Management': {
    ...{ vendor: 'sage-sales', organisation: '7731', reader: mailOf(501) },
    opens: () => ({
      path: '/launch/sage-sales',
      headers: ours,
      body: JSON.stringify({ token: crm.admin.bridgeToken(501), origin: 'https://app.forcemanager.net' }),
    }),
  },
  Freshsales: {
    ...{ vendor: 'freshsales', organisation: account, reader: 'bruno@acme.test' },
    opens: () => {
      const path = '/launch/freshsales'
      const user = { id: 42, name: 'Bruno', email: 'Bruno@acme.test' }
      const body = JSON.stringify({ account, origin: `https://${account}`, nonce: randomUUID(), user })
      const at = String(clock.now())
      const signature = createHmac('sha256', perInstall).update(['POST', path, at, body].join('\n')).digest('hex')
      const headers = { 'content-type': 'application/json', 'x-concord-time': at, 'x-concord-signature': signature }
      return { path, headers, body }
    },
  },
  Salesforce: {
    ...{ vendor: 'salesforce', organisation: '00Dx0000000ABCD', reader: 'ana@acme.test' },
    opens: () => {
      const said = {
        ...{ algorithm: 'HMACSHA256', issuedAt: clock.now() - Math.floor(Math.random() * 1_000) },
        client: { targetOrigin: 'https://acme.lightning.force.com' },
        context: {
          user: { userId: '005x00000012345', fullName: 'Ana Durand', email: 'ana@acme.test', language: 'fr' },
          organization: { organizationId: '00Dx0000000ABCDEAA', name: 'Acme' },
        },
        nonce: randomUUID(),
      }
      const envelope = Buffer.from(JSON.stringify(said)).toString('base64')
      const signature = createHmac('sha256', secret).update(envelope).digest('base64')
      const body = new URLSearchParams({ signed_request: `${signature}.${envelope}` }).toString()
      return { path: '/launch/salesforce', headers: form, body }
    },
  },
}

async function launched(host: Host): Promise<string> {
  const entry = await enter(host.vendor, host.opens(), gate())
  if (!entry.ok) throw new Error(entry.refusal)
  return entry.path
}

/** Somebody who gets mail there, and their letter's link. */
async function letterTo(installed: Installation, email: string): Promise<URL> {
  const room = { tenant: installed.tenant, now: clock.now, newId: randomUUID }
  const reader = await inTenant({ db, tenant: installed.tenant }, async (tx) => {
    await addRecipient(tx, room, installed.id, { id: randomUUID(), email, locale: 'fr', token: randomUUID() })
    return (await recipientsOf(tx, room, installed.id)).find((one) => one.email === email)?.id ?? ''
  })
  return new URL(pageAddress(installed, { integration: null, path: page, reader }))
}

const askedOf = ({ pathname, searchParams }: URL) => ({
  install: pathname.slice('/to/'.length),
  page: searchParams.get('page') ?? '',
  reader: searchParams.get('for') ?? '',
})

describe.each(Object.entries(hosts))('%s, whose launch carries no page', (name, host) => {
  let installed: Installation
  let link: URL
  beforeAll(async () => {
    if (host.vendor === 'freshsales') {
      const { tenant, id } = await registerInstall(db, {
        ...{ vendor: 'freshsales', crmTenantId: account, name: 'Acme', origins: [`https://${account}`], locale: 'en' },
        ...{ newTenant: randomUUID(), newId: randomUUID(), newKey: randomUUID(), at: clock.now() },
      })
      const room = { tenant, now: clock.now, newId: randomUUID }
      await inTenant({ db, tenant }, (tx) => saveInstallSecret(tx, room, id, perInstall))
    }
    expect(await launched(host)).toBe('')
    const found = await installAt(db, host.vendor, host.organisation)
    if (!found) throw new Error(`${name} is not installed`)
    installed = found
    link = await letterTo(installed, host.reader)
  })

  test('a letter leads by way of our page into the CRM, and the next launch of its reader opens the very group, once', async () => {
    const params = { params: Promise.resolve({ install: askedOf(link).install }) }
    const looked = await (await GET(new Request(link), params)).text()
    for (const words of [`Ouvrir Concord dans ${name}`, `Aller à ${name}`]) expect(looked).toContain(words)
    expect(await launched(host)).toBe('')
    const gone = await POST(new Request(link, { method: 'POST' }), params)
    expect(await gone.text()).toContain(`content="0;url=${installed.origins[0] ?? 'nowhere'}"`)
    expect(await launched(host)).toBe(page)
    expect(await launched(host)).toBe('')
  })

  test('somebody else who opens the CRM is not led there', async () => {
    const other = await letterTo(installed, 'somebody.else@acme.test')
    expect(await setOut(askedOf(other), { db, now: clock.now })).not.toBeNull()
    expect(await launched(host)).toBe('')
  })

  test('a way not gone within a quarter of an hour is forgotten', async () => {
    await setOut(askedOf(link), { db, now: clock.now })
    clock.at += 16 * 60_000
    expect(await launched(host)).toBe('')
  })
})

test('the page that a launch itself names comes first, and the way that was noted is still there afterwards', async () => {
  const door = await aLaunch(db, clock)
  const visitor: Visitor = {
    ...{ user: 'u1', name: 'Ana', email: 'ana@acme.test' },
    ...{ role: 'admin' as const, locale: 'en' as const, tenant: randomUUID() },
  }
  const opens = async (path?: string) => {
    const entry = await enter('demo', door.call(path === undefined ? visitor : { ...visitor, path }), door.gate)
    if (!entry.ok) throw new Error(entry.refusal)
    return entry.path
  }
  await opens()
  const installed = await installAt(db, 'sage-sales', `demo:${visitor.tenant}`)
  if (!installed) throw new Error('Not installed')
  await setOut(askedOf(await letterTo(installed, visitor.email)), { db, now: clock.now })
  expect([await opens('/history'), await opens(), await opens()]).toEqual(['/history', page, ''])
})

test.each([
  ['an unknown installation', { install: 'nobody' }],
  ['a reader of nobody', { reader: 'nobody' }],
  ['a page of another site', { page: '//evil.test' }],
  ['a page above ours', { page: '/../connect/x' }],
])('a link with %s leads nowhere', async (_what, bent) => {
  const installed = await installAt(db, 'salesforce', '00Dx0000000ABCD')
  if (!installed) throw new Error('Not installed')
  const given = { ...askedOf(await letterTo(installed, 'luc@acme.test')), ...bent }
  expect(await wayTo(given, { db })).toBeNull()
  expect(await setOut(given, { db, now: clock.now })).toBeNull()
  const address = `https://concord.test/to/${given.install}?page=${encodeURIComponent(given.page)}&for=${given.reader}`
  const params = { params: Promise.resolve({ install: given.install }) }
  expect((await POST(new Request(address, { method: 'POST' }), params)).status).toBe(404)
})

test('every CRM that opens us is called as people call it, also in letters; an unknown one by its id', () => {
  for (const vendor of Object.keys(launches)) expect(vendorName(vendor)).toMatch(/^[A-Z][\w ]+$/)
  expect(['salesforce', 'sage-sales', 'a-crm', 'constructor'].map(vendorName)).toEqual([
    ...['Salesforce', 'Sage Sales Management', 'a-crm', 'constructor'],
  ])
})
