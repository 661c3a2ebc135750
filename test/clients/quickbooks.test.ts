import OAuthClient from 'intuit-oauth'
import QuickBooks from 'node-quickbooks'
import { z } from 'zod'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { virtualClock } from '@/sandbox/kit/clock'
import type { VirtualClock } from '@/sandbox/kit/clock'
import { serve } from '@/sandbox/kit/server'
import { CLIENT, MAIN, SECOND, quickBooks } from '@/sandbox/quickbooks'

/** Code that nobody here wrote drives our simulator over loopback: a wrong belief of ours would trip it. */
const REDIRECT = 'http://localhost:3000/callback'
const HOUR = 3_600_000

type Simulated = ReturnType<typeof quickBooks>
let clock: VirtualClock
let simulator: Simulated
let server: { url: string; close(): Promise<void> }

beforeEach(async () => {
  clock = virtualClock(Date.now())
  simulator = quickBooks({ clock, size: 12 })
  server = await serve(simulator.handle)
})
afterEach(() => server.close())

function consenting(): OAuthClient {
  OAuthClient.environment = { sandbox: `${server.url}/`, production: `${server.url}/` }
  const client = new OAuthClient({
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    environment: 'sandbox',
    redirectUri: REDIRECT,
    includeRefreshTokenHardExpiresIn: true,
  })
  client.setAuthorizeURLs({
    authorizeEndpoint: `${server.url}/connect/oauth2`,
    tokenEndpoint: `${server.url}/oauth2/v1/tokens/bearer`,
    revokeEndpoint: `${server.url}/v2/oauth2/tokens/revoke`,
    userInfoEndpoint: `${server.url}/v1/openid_connect/userinfo`,
  })
  return client
}

/** The browser's part: the page is shown, «Allow» is pressed, and the vendor sends us back. */
async function allowed(client: OAuthClient, company = MAIN): Promise<string> {
  const scope = [OAuthClient.scopes.Accounting, OAuthClient.scopes.OpenId]
  const page = new URL(client.authorizeUri({ scope, state: 'our-state' }))
  expect((await fetch(page)).status).toBe(200)
  const form = new URLSearchParams([...page.searchParams, ['company', company], ['decision', 'allow']])
  const back = await fetch(`${server.url}/connect/oauth2`, { method: 'POST', body: form, redirect: 'manual' })
  return back.headers.get('location') ?? ''
}

async function connected(company = MAIN): Promise<OAuthClient> {
  const client = consenting()
  await client.createToken(await allowed(client, company))
  return client
}

function books(client: OAuthClient): QuickBooks {
  const { access_token: access, refresh_token: refresh, realmId } = client.getToken()
  const found = new QuickBooks(CLIENT.id, CLIENT.secret, access, false, realmId, true, false, '75', '2.0', refresh)
  Object.assign(found, { endpoint: `${server.url}/v3/company/` })
  Object.assign(QuickBooks, {
    TOKEN_URL: `${server.url}/oauth2/v1/tokens/bearer`,
    REVOKE_URL: `${server.url}/v2/oauth2/tokens/revoke`,
  })
  return found
}

/** The client speaks in callbacks, and tells of refusals by what came. */
type Back = (error: unknown, data?: unknown) => void
interface Told {
  readonly error: unknown
  readonly data: unknown
}
const told = (work: (back: Back) => void): Promise<Told> =>
  new Promise((resolve) => work((error, data) => resolve({ error, data })))

const record = z.looseObject({ Id: z.string(), SyncToken: z.string().optional() })
const customersIn = (data: unknown) =>
  z.object({ QueryResponse: z.object({ Customer: z.array(record).default([]) }) }).parse(data).QueryResponse.Customer
const recordIn = (data: unknown) => record.required().parse(data)

describe('the official OAuth client', () => {
  test('walks from the consent to the company and learns which company it is from the way back only', async () => {
    const client = consenting()
    const back = await allowed(client, SECOND)
    expect(new URL(back).searchParams.get('realmId')).toBe(SECOND)
    expect(new URL(back).searchParams.get('state')).toBe('our-state')
    const { json } = await client.createToken(back)
    expect(json).toMatchObject({ token_type: 'bearer', expires_in: 3600, x_refresh_token_expires_in: 8_726_400 })
    expect(json).not.toHaveProperty('realmId')
    expect(client.getToken()).toMatchObject({ realmId: SECOND, x_refresh_token_hard_expires_in: 157_680_000 })
    const info = await client.makeApiCall({ url: `v3/company/${SECOND}/companyinfo/${SECOND}` })
    expect(info.json).toMatchObject({ CompanyInfo: { CompanyName: 'Atelier Lumière', Country: 'FR' } })
    expect(info.headers['intuit_tid']).toMatch(/^1-/)
    expect((await client.getUserInfo()).json).toMatchObject({ email: 'ana@example.test' })
  })

  test('keeps its refresh token for a day; the one before the newest works for another day and then no more', async () => {
    const client = await connected()
    const first = client.getToken().refresh_token
    await client.refresh()
    expect(client.getToken().refresh_token).toBe(first)
    clock.advance(25 * HOUR)
    await client.refreshUsingToken(first)
    const second = client.getToken().refresh_token
    expect(second).not.toBe(first)
    clock.advance(2 * HOUR)
    expect((await client.refreshUsingToken(first)).json['refresh_token']).toBe(second)
    clock.advance(23 * HOUR)
    await expect(client.refreshUsingToken(first)).rejects.toMatchObject({ message: expect.anything() as string })
    expect((await client.refreshUsingToken(second)).status()).toBe(200)
  })

  test('is shut out at once after it revoked its consent', async () => {
    const client = await connected()
    const { access_token: access, refresh_token: refresh } = client.getToken()
    expect((await client.revoke()).status()).toBe(200)
    await expect(client.refreshUsingToken(refresh)).rejects.toBeDefined()
    const shut = await fetch(`${server.url}/v3/company/${MAIN}/companyinfo/${MAIN}`, {
      headers: { authorization: `Bearer ${access}`, accept: 'application/json' },
    })
    expect([shut.status, await shut.json()]).toMatchObject([
      401,
      { fault: { type: 'AUTHENTICATION', error: [{ code: '3200' }] } },
    ])
  })

  test('understands our refusal of a stale write, and is told apart from a wrong company', async () => {
    const client = await connected()
    const url = `v3/company/${MAIN}/customer?minorversion=75`
    const stale = client.makeApiCall({ url, method: 'POST', body: { Id: '4', SyncToken: '7', sparse: true } })
    await expect(stale).rejects.toMatchObject({ code: '5010', faultType: 'ValidationFault' })
    const other = client.makeApiCall({ url: `v3/company/${SECOND}/companyinfo/${SECOND}` })
    await expect(other).rejects.toMatchObject({ code: '403' })
  })
})

describe('the popular REST client', () => {
  test('lists in pages until fewer come than it asked for', async () => {
    const qbo = books(await connected())
    const { data } = await told((back) => qbo.findCustomers({ fetchAll: true, limit: 5 }, back))
    // Twelve customers and the project of one of them.
    expect(customersIn(data)).toHaveLength(13)
    expect(simulator.calls().filter(({ path }) => path.endsWith('/query'))).toHaveLength(3)
    const counted = await told((back) => qbo.findCustomers({ count: true }, back))
    expect(counted.data).toMatchObject({ QueryResponse: { totalCount: 13 } })
  })

  test('finds by name with quotes, by list, by pattern and past the inactive ones', async () => {
    const qbo = books(await connected())
    const found = async (criteria: unknown): Promise<readonly string[]> => {
      const { data } = await told((back) => qbo.findCustomers(criteria as never, back))
      return customersIn(data).map(({ Id }) => Id)
    }
    expect(await found([{ field: 'DisplayName', value: "Amy's Bird Sanctuary 1" }])).toEqual(['4'])
    expect(
      await found([
        { field: 'Id', value: ['5', '4'], operator: 'IN' },
        { field: 'asc', value: 'Id' },
      ]),
    ).toEqual(['4', '5'])
    expect(await found([{ field: 'DisplayName', value: '%Gardens 3', operator: 'LIKE' }])).toEqual(['6'])
    simulator.admin.deactivate(MAIN, 'Customer', '5')
    expect(await found([{ field: 'Id', value: ['5'], operator: 'IN' }])).toEqual([])
    expect(
      await found([
        { field: 'Active', value: [true, false], operator: 'IN' },
        { field: 'Id', value: '5' },
      ]),
    ).toEqual(['5'])
  })

  test('asks what changed since an instant, deletions included', async () => {
    const qbo = books(await connected())
    const since = new Date(clock.now()).toISOString()
    clock.advance(2_000)
    simulator.admin.edit(MAIN, 'Customer', '4', { Notes: 'new' })
    const [invoice] = simulator.admin.list(MAIN, 'Invoice')
    simulator.admin.delete(MAIN, 'Invoice', String(invoice?.['Id']))
    const { data } = await told((back) => qbo.changeDataCapture('Customer,Item,Invoice', since, back))
    expect(data).toMatchObject({
      CDCResponse: [
        {
          QueryResponse: [
            { Customer: expect.arrayContaining([expect.objectContaining({ Id: '4', Notes: 'new' })]) as unknown },
            {},
            { Invoice: [{ Id: invoice?.['Id'], status: 'Deleted' }] },
          ],
        },
      ],
    })
  })

  test('updates what it read, and is refused with what it read before', async () => {
    const qbo = books(await connected())
    const read = recordIn((await told((back) => qbo.getCustomer('4', back))).data)
    const changed = await told((back) => qbo.updateCustomer({ Id: '4', SyncToken: read.SyncToken, Notes: 'one' }, back))
    expect(changed.data).toMatchObject({
      SyncToken: String(Number(read.SyncToken) + 1),
      Notes: 'one',
      GivenName: 'Amy',
    })
    const late = await told((back) => qbo.updateCustomer({ Id: '4', SyncToken: read.SyncToken, Notes: 'two' }, back))
    expect(late.error).toMatchObject({ response: { data: { Fault: { Error: [{ code: '5010' }] } } } })
    const taken = await told((back) => qbo.createCustomer({ DisplayName: 'Books by Bessie' }, back))
    expect(taken.error).toMatchObject({ response: { status: 400, data: { Fault: { Error: [{ code: '6240' }] } } } })
  })

  test('voids and deletes by reading first and sending back what it read', async () => {
    const qbo = books(await connected())
    const [one, two] = simulator.admin.list(MAIN, 'Invoice').map((each) => String(each['Id']))
    await told((back) => qbo.voidInvoice(one ?? '', back))
    expect(simulator.admin.get(MAIN, 'Invoice', one ?? '')).toMatchObject({
      TotalAmt: 0,
      Balance: 0,
      PrivateNote: 'Voided',
    })
    const gone = await told((back) => qbo.deleteInvoice(two ?? '', back))
    expect(gone.data).toMatchObject({ Invoice: { Id: two, status: 'Deleted' } })
    const again = await told((back) => qbo.deleteInvoice(two ?? '', back))
    expect(again.error).toMatchObject({ response: { data: { Fault: { Error: [{ code: '610' }] } } } })
  })

  test('gets each answer of a batch, refusals among them', async () => {
    const qbo = books(await connected())
    const items = [
      { bId: 'a', operation: 'create', Customer: { DisplayName: 'New Diner' } },
      { bId: 'b', operation: 'create', Customer: { DisplayName: 'Emily Platt' } },
      { bId: 'c', Query: 'select count(*) from Item' },
    ]
    const { data } = await told((back) => qbo.batch(items as never, back))
    expect(Reflect.get(Object(data), 'BatchItemResponse')).toMatchObject([
      { bId: 'a', Customer: { DisplayName: 'New Diner', SyncToken: '0' } },
      { bId: 'b', Fault: { type: 'ValidationFault', Error: [{ code: '6240' }] } },
      { bId: 'c', QueryResponse: { totalCount: 14 } },
    ])
  })

  test('is throttled after ten calls within a second, whatever it asks for, and served again a second later', async () => {
    const qbo = books(await connected())
    const asked = () => told((back) => qbo.getCompanyInfo(MAIN, back))
    const answers = await Promise.all(Array.from({ length: 12 }, asked))
    const refused = answers.filter(({ error }) => error !== null)
    expect(refused).toHaveLength(2)
    for (const { error } of refused) {
      expect(error).toMatchObject({
        response: { status: 429, data: expect.stringContaining('<Error code="3001">') as string },
      })
    }
    clock.advance(1_000)
    expect((await asked()).error).toBeNull()
  })

  test('renews its own access after an hour, and gives it back by the same door', async () => {
    const qbo = books(await connected())
    clock.advance(HOUR + 1_000)
    const late = await told((back) => qbo.getCompanyInfo(MAIN, back))
    expect(late.error).toMatchObject({ response: { status: 401 } })
    const renewed = await told((back) => qbo.refreshAccessToken(back))
    expect(renewed.error).toBeNull()
    expect((await told((back) => qbo.getCompanyInfo(MAIN, back))).error).toBeNull()
    const revoked = await told((back) => qbo.revokeAccess(true, back))
    expect(revoked.error).toBeNull()
  })
})
