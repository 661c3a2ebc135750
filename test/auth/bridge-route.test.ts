import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { enterThrough } from '@/app/bridge/_enter'
import { poster } from '@/app/bridge/_post'
import { POST } from '@/app/launch/[crm]/route'
import { bridgePage } from '@/lib/auth/bridge'
import { ancestorsOf } from '@/lib/auth/frame'
import { redeem } from '@/lib/auth/redeem'
import { env } from '@/lib/env'
import { inTenant, type Database } from '@/lib/store/db'
import { findMember, installOf, registerInstall } from '@/lib/store/tenants'
import { serve } from '../../sandbox/kit/server'
import { sageSales } from '../../sandbox/sage-sales'
import { openEmbedded } from '../kit/embedded'
import { aFrame, answering } from './a-frame'

/** Mail of a new administrator is another test's; here nothing leaves the house. */
vi.mock('@/app/_server/emit', () => ({ emit: async () => undefined }))

const origin = 'https://app.forcemanager.net'
const ours = { origin: new URL(env().NEXTAUTH_URL).origin, 'sec-fetch-site': 'same-origin' }
const crm = sageSales({ unlimited: true, size: 1 })
let db: Database
let simulator: Awaited<ReturnType<typeof serve>>

beforeAll(async () => {
  db = await openEmbedded()
  Object.assign(globalThis, { [Symbol.for('concord.database')]: Promise.resolve(db) })
  simulator = await serve(crm.handle)
  vi.stubEnv('SAGE_SALES_BASE_URL', `${simulator.url}/api/v4`)
})
afterEach(() => void vi.unstubAllGlobals())
afterAll(async () => {
  vi.unstubAllEnvs()
  await simulator.close()
  await db.close()
})

let caller = 0
/** Each test comes from an address of its own, so that refusals of one do not slow the next. */
const address = () => `10.1.0.${String((caller += 1))}`

function launch(fields: object, from = address(), headers: Readonly<Record<string, string>> = ours): Promise<Response> {
  const request = new Request(`${ours.origin}/launch/sage-sales`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', 'x-forwarded-for': from },
    body: JSON.stringify(fields),
  })
  return POST(request, { params: Promise.resolve({ crm: 'sage-sales' }) })
}

const refusalOf = async (answer: Response): Promise<readonly [number, unknown]> => [answer.status, await answer.json()]
const bearer = () => crm.admin.bridgeToken(501)

/** Our page in the frame, its requests carried to the route as a browser would. */
async function throughFrame(replies: Readonly<Record<string, () => unknown>>, install: string | null = null) {
  const page = await bridgePage('sage-sales', install)
  if (!page) throw new Error('There is no such page')
  const from = address()
  const elsewhere = globalThis.fetch
  vi.stubGlobal('fetch', (address: string | URL | Request, given?: RequestInit) =>
    address === '/launch/sage-sales' ? launch(bodyOf(given), from) : elsewhere(address, given),
  )
  return enterThrough(aFrame(answering(replies)).inside, page, poster('sage-sales', install), 'en')
}

const bodyOf = (given?: RequestInit): object => JSON.parse(String(given?.body)) as object // our own page wrote it
const ticketIn = (location: string): string => /#t=([\w-]{43})$/.exec(location)?.[1] ?? ''
const keyIn = (location: string): string => /^\/embed\/([\w-]+)#/.exec(location)?.[1] ?? ''

describe('from the frame of the CRM to a session', () => {
  test('the CRM says who it is, and a ticket opens the session of that very person, once', async () => {
    const entrance = await throughFrame({ getToken: bearer })
    if (entrance.kind !== 'open') throw new Error(entrance.why)
    const claims = await redeem(ticketIn(entrance.location), db)
    const installed = await installOf(db, keyIn(entrance.location))
    expect(installed).toMatchObject({ vendor: 'sage-sales', crmTenantId: '7731', origins: [origin] })
    expect(claims).toMatchObject({ key: keyIn(entrance.location), installation: installed?.id })
    const tenant = installed?.tenant ?? ''
    const room = { tenant, now: Date.now, newId: randomUUID }
    const member = await inTenant({ db, tenant }, (tx) => findMember(tx, room, claims?.member ?? ''))
    expect(member).toMatchObject({ name: 'Alice Moreau', role: 'admin' })
    expect(await redeem(ticketIn(entrance.location), db)).toBeNull()
  })

  test('a bearer that was used or is over is renewed once, and who renews comes in', async () => {
    const held = bearer()
    expect(await throughFrame({ getToken: () => held, getNewToken: bearer })).toMatchObject({ kind: 'open' })
    expect(await throughFrame({ getToken: () => held, getNewToken: bearer })).toMatchObject({ kind: 'open' })
    const over = bearer()
    crm.admin.expireBridge()
    expect(await throughFrame({ getToken: () => over, getNewToken: bearer })).toMatchObject({ kind: 'open' })
    expect(await throughFrame({ getToken: () => over, getNewToken: () => over })).toMatchObject({ why: 'refused' })
  })

  test('a bearer that the CRM does not know opens nothing', async () => {
    const stranger = () => 'x'.repeat(40)
    expect(await throughFrame({ getToken: stranger, getNewToken: bearer })).toMatchObject({ why: 'refused' })
  })

  test('the page of another company lets nobody in', async () => {
    const other = await registerInstall(db, {
      ...{ vendor: 'sage-sales', crmTenantId: '9999', name: 'Another', origins: [origin], locale: 'fr' },
      ...{ newTenant: randomUUID(), newId: randomUUID(), newKey: 'key-of-another-company', at: Date.now() },
    })
    const entrance = await throughFrame({ getToken: bearer }, other.installKey)
    expect(entrance).toMatchObject({ kind: 'closed', why: 'another' })
  })

  test('the page of one’s own company does', async () => {
    const first = await throughFrame({ getToken: bearer })
    const own = first.kind === 'open' ? keyIn(first.location) : ''
    const entrance = await throughFrame({ getToken: bearer }, own)
    expect(entrance.kind === 'open' && keyIn(entrance.location)).toBe(own)
  })

  test('the bearer is in no answer, in no log and nowhere in the database', async () => {
    const said = vi.spyOn(console, 'log').mockReturnValue(undefined)
    const complained = vi.spyOn(console, 'error').mockReturnValue(undefined)
    const token = bearer()
    const answers = [await launch({ token, origin }), await launch({ token, origin })]
    for (const answer of answers) expect(await answer.text()).not.toContain(token)
    expect([...said.mock.calls, ...complained.mock.calls]).toEqual([])
    const kept = await (await db.dump?.())?.text()
    expect(kept).toContain('alice.moreau@cordier.test')
    expect(kept).not.toContain(token)
    vi.restoreAllMocks()
  })
})

describe('the door behind the page', () => {
  test('says where to go, and ends the session of whoever sat here before', async () => {
    const answer = await launch({ token: bearer(), origin })
    expect(answer.headers.get('set-cookie')).toContain('__Host-cl.session=; Path=/; Max-Age=0')
    expect(await answer.json()).toEqual({ location: expect.stringMatching(/^\/embed\/[\w-]+#t=[\w-]{43}$/) as string })
  })

  test('opens once for a bearer', async () => {
    const token = bearer()
    expect((await launch({ token, origin })).status).toBe(200)
    expect(await refusalOf(await launch({ token, origin }))).toEqual([401, { error: 'launch_replayed' }])
  })

  test('is shut to every other page, and to a body that says more than it should', async () => {
    const foreign = { ...ours, origin: 'https://evil.test' }
    const answer = await launch({ token: bearer(), origin }, address(), foreign)
    expect(await refusalOf(answer)).toEqual([403, { error: 'launch_foreign' }])
    const more = await launch({ token: bearer(), origin, role: 'admin' })
    expect(await refusalOf(more)).toEqual([400, { error: 'launch_malformed' }])
  })

  test('is shut to an address whose bearers the CRM refused ten times in a minute', async () => {
    const from = address()
    const stranger = () => launch({ token: randomUUID(), origin }, from)
    for (let time = 0; time < 10; time += 1) expect((await stranger()).status).toBe(401)
    expect(await refusalOf(await launch({ token: bearer(), origin }, from))).toEqual([
      429,
      { error: 'launch_too_many' },
    ])
  })

  test('stays open to an office where twenty people open the CRM anew, each with a bearer that was used', async () => {
    const from = address()
    const used = bearer()
    await launch({ token: used, origin }, from)
    for (let person = 0; person < 20; person += 1) {
      expect(await refusalOf(await launch({ token: used, origin }, from))).toEqual([401, { error: 'launch_replayed' }])
    }
    expect((await launch({ token: bearer(), origin }, from)).status).toBe(200)
  })

  test('is slowed down for one company that opens more than thirty times in a minute', async () => {
    const answers: number[] = []
    for (let time = 0; time < 31; time += 1) answers.push((await launch({ token: bearer(), origin })).status)
    expect(answers.at(-1)).toBe(429)
    expect(answers[0]).toBe(200)
  })
})

describe('who may frame the page', () => {
  test('the CRM’s own hosts while no company is known, and what the operator names', async () => {
    const usual = ['https://*.forcemanager.net', 'https://*.forcemanager.com']
    expect(await ancestorsOf('/bridge/sage-sales', Date.now())).toEqual(usual)
    vi.stubEnv('SAGE_SALES_FRAME_ORIGINS', 'https://crm.cordier.test')
    expect(await ancestorsOf('/bridge/sage-sales', Date.now())).toEqual([...usual, 'https://crm.cordier.test'])
    vi.stubEnv('SAGE_SALES_FRAME_ORIGINS', '')
  })

  test('exactly the origin that a company installed from, for its own page', async () => {
    const from = 'https://eu.forcemanager.com'
    const { installKey } = await registerInstall(db, {
      ...{ vendor: 'sage-sales', crmTenantId: '5555', name: 'Third', origins: [from], locale: 'es' },
      ...{ newTenant: randomUUID(), newId: randomUUID(), newKey: 'key-of-a-third', at: Date.now() },
    })
    expect(await ancestorsOf(`/bridge/sage-sales/${installKey}`, Date.now())).toEqual([from])
    expect(await bridgePage('sage-sales', installKey)).toMatchObject({ frames: [from], install: installKey })
  })

  test('for a page inside the frame its own organisation alone, not a sibling at the same CRM', async () => {
    const hosts = ['https://acme.lightning.force.com', 'https://sibling.lightning.force.com']
    for (const [at, host] of hosts.entries()) {
      const { installKey } = await registerInstall(db, {
        ...{ vendor: 'salesforce', crmTenantId: `00Dx000000${String(at)}`, name: host, origins: [host], locale: 'en' },
        ...{ newTenant: randomUUID(), newId: randomUUID(), newKey: randomUUID(), at: Date.now() },
      })
      expect(await ancestorsOf(`/embed/${installKey}`, Date.now())).toEqual([host])
      expect(await ancestorsOf(`/embed/${installKey}/errors`, Date.now())).toEqual([host])
    }
  })

  test.each([
    '/bridge/freshsales',
    '/bridge/constructor',
    '/bridge/sage-sales/unknown',
    '/bridge/sage-sales/key-of-a-third/more',
    '/bridge',
  ])('nobody, at %s', async (path) => {
    expect(await ancestorsOf(path, Date.now())).toEqual([])
  })

  test('there is no page for a CRM without a bridge, or for the installation of another CRM', async () => {
    expect(await bridgePage('freshsales', null)).toBeNull()
    const { installKey } = await registerInstall(db, {
      ...{ vendor: 'freshsales', crmTenantId: 'a.b', name: 'Other', origins: ['https://a.b'], locale: 'en' },
      ...{ newTenant: randomUUID(), newId: randomUUID(), newKey: 'key-at-another-crm', at: Date.now() },
    })
    expect(await bridgePage('sage-sales', installKey)).toBeNull()
    expect(await bridgePage('sage-sales', 'a~b\u0000')).toBeNull()
  })
})
