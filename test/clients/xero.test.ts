import { createRequire } from 'node:module'
import type { AxiosStatic } from 'axios'
import { Issuer } from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Contact, Invoice, XeroClient } from 'xero-node'
import { z } from 'zod'
import { serve } from '@/sandbox/kit/server'
import { CLIENT, MAIN, SECOND, xero as simulated } from '@/sandbox/xero'
import { jumpingClock } from '../connectors/stage'

/** The client loads the CommonJS copy, which is not the one an import would give. */
const axios = createRequire(import.meta.url)('axios') as AxiosStatic

/** Xero's own client, pointed at our simulator: two of its addresses are literals, so that its HTTP client turns them round. */
const clock = jumpingClock()
const simulator = simulated({ clock, size: { contacts: 30, items: 6, invoices: 40, quotes: 2, users: 2 } })
const scopes = [
  'offline_access',
  ...['contacts', 'invoices', 'payments', 'settings'].map((name) => `accounting.${name}`),
]
const redirectUri = 'http://127.0.0.1:9/callback'

let server: Awaited<ReturnType<typeof serve>>
let client: XeroClient
let turned = -1

beforeAll(async () => {
  server = await serve(simulator.handle)
  turned = axios.interceptors.request.use((config) => {
    const url = (config.url ?? '').replace(/^https:\/\/(api|identity)\.xero\.com/, server.url)
    if (!url.startsWith(server.url)) throw new Error(`not ours: ${url}`)
    return { ...config, url }
  })
  client = new XeroClient({
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    redirectUris: [redirectUri],
    scopes,
    state: 's1',
  })
  const issuer = new Issuer({
    issuer: 'https://identity.xero.com',
    authorization_endpoint: `${server.url}/identity/connect/authorize`,
    token_endpoint: `${server.url}/connect/token`,
    revocation_endpoint: `${server.url}/connect/revocation`,
  })
  client.openIdClient = new issuer.Client({
    client_id: CLIENT.id,
    client_secret: CLIENT.secret,
    redirect_uris: [redirectUri],
    response_types: ['code'],
  })
  client.accountingApi.basePath = `${server.url}/api.xro/2.0`
})

afterAll(async () => {
  axios.interceptors.request.eject(turned)
  await server.close()
})

/** Its errors are JSON in a string. */
const Refusal = z.object({
  response: z.object({
    statusCode: z.number(),
    headers: z.record(z.string(), z.unknown()),
    body: z.unknown(),
  }),
})

async function refusalOf(work: Promise<unknown>): Promise<z.infer<typeof Refusal>['response']> {
  try {
    await work
  } catch (error) {
    return Refusal.parse(typeof error === 'string' ? JSON.parse(error) : error).response
  }
  throw new Error('not refused')
}

describe("Xero's own client drives our simulator", () => {
  test('consent, code and tokens', async () => {
    const back = simulator.admin.consent(await client.buildConsentUrl(), MAIN)
    const tokens = await client.apiCallback(back)
    expect(tokens.token_type).toBe('Bearer')
    expect(tokens.expires_in).toBe(1800)
    expect(tokens.refresh_token).toBeTruthy()
  })

  test('one consent connects one organisation, a second one adds another', async () => {
    const seen = () => client.tenants.map((each: { tenantId: string }) => each.tenantId)
    await client.updateTenants(false)
    expect(seen()).toEqual([MAIN])
    simulator.admin.consent(await client.buildConsentUrl(), SECOND)
    await client.updateTenants(true)
    expect(new Set(seen())).toEqual(new Set([MAIN, SECOND]))
  })

  test('lists page by page, and only what moved since', async () => {
    const pages = await Promise.all(
      [1, 2, 3, 4].map((page) =>
        client.accountingApi.getContacts(
          MAIN,
          undefined,
          undefined,
          'ContactID ASC',
          undefined,
          page,
          true,
          false,
          undefined,
          8,
        ),
      ),
    )
    const contacts = pages.flatMap(({ body }) => body.contacts ?? [])
    expect(pages.map(({ body }) => body.contacts?.length)).toEqual([8, 8, 8, 6])
    expect(pages[0]?.body.pagination).toMatchObject({ page: 1, pageSize: 8, pageCount: 4, itemCount: 30 })
    expect(new Set(contacts.map(({ contactID }) => contactID)).size).toBe(30)
    const [first] = contacts
    clock.advance(5_000)
    const since = new Date(clock.now())
    simulator.admin.edit(MAIN, 'contacts', first?.contactID ?? '', { Name: 'Moved & Co' })
    const moved = await client.accountingApi.getContacts(MAIN, since)
    expect(moved.body.contacts?.map(({ name, contactStatus }) => [name, contactStatus])).toEqual([
      ['Moved & Co', Contact.ContactStatusEnum.ACTIVE],
    ])
    expect(moved.body.contacts?.[0]?.updatedDateUTC?.getTime()).toBe(since.getTime())
  })

  test('invoices come without lines unless a page is asked for', async () => {
    const statuses = ['AUTHORISED', 'PAID']
    const bare = await client.accountingApi.getInvoices(
      MAIN,
      undefined,
      'Type=="ACCREC"',
      undefined,
      undefined,
      undefined,
      undefined,
      statuses,
    )
    const full = await client.accountingApi.getInvoices(
      MAIN,
      undefined,
      'Type=="ACCREC"',
      undefined,
      undefined,
      undefined,
      undefined,
      statuses,
      1,
    )
    expect(bare.body.invoices?.length).toBe(full.body.invoices?.length)
    expect(bare.body.invoices?.every(({ lineItems }) => lineItems?.length === 0)).toBe(true)
    for (const { type, lineItems = [], subTotal, totalTax, total, date } of full.body.invoices ?? []) {
      expect(type).toBe(Invoice.TypeEnum.ACCREC)
      expect(lineItems.length).toBeGreaterThan(0)
      expect(Math.round(((subTotal ?? 0) + (totalTax ?? 0)) * 100)).toBe(Math.round((total ?? 0) * 100))
      expect(Number.isNaN(Date.parse(String(date)))).toBe(false)
    }
  })

  test('a name that another contact has is refused, alone and within a batch', async () => {
    const { body } = await client.accountingApi.getContacts(MAIN)
    const [one, two] = body.contacts ?? []
    const taken = { contactID: one?.contactID ?? '', name: two?.name ?? '' }
    const alone = await refusalOf(client.accountingApi.updateContact(MAIN, taken.contactID, { contacts: [taken] }))
    expect(alone.statusCode).toBe(400)
    expect(alone.body).toMatchObject({ ErrorNumber: 10, Type: 'ValidationException' })
    const batch = await client.accountingApi.createContacts(
      MAIN,
      { contacts: [{ name: taken.name }, { name: 'Brand new' }] },
      false,
      'key-1',
    )
    expect(batch.body.contacts?.map(({ hasValidationErrors }) => hasValidationErrors)).toEqual([true, false])
    const again = await client.accountingApi.createContacts(
      MAIN,
      { contacts: [{ name: taken.name }, { name: 'Brand new' }] },
      false,
      'key-1',
    )
    expect(again.body.contacts?.[1]?.contactID).toBe(batch.body.contacts?.[1]?.contactID)
  })

  test('too many calls: the answer says which limit, and for how long', async () => {
    simulator.admin.spend(MAIN, 5_000)
    const { statusCode, headers } = await refusalOf(client.accountingApi.getUsers(MAIN))
    expect(statusCode).toBe(429)
    expect(headers).toMatchObject({ 'x-rate-limit-problem': 'day', 'x-daylimit-remaining': '0' })
    expect(Number(headers['retry-after'])).toBeGreaterThan(3_600)
    simulator.admin.liftLimits()
  })

  test('each refresh replaces the refresh token; the old one lives half an hour more', async () => {
    const old = client.readTokenSet()
    const fresh = await client.refreshToken()
    expect(fresh.refresh_token).not.toBe(old.refresh_token)
    client.setTokenSet(old)
    expect((await client.refreshToken()).refresh_token).toBe(fresh.refresh_token)
    clock.advance(31 * 60_000)
    client.setTokenSet(old)
    await expect(client.refreshToken()).rejects.toThrow(/invalid_grant/)
    client.setTokenSet(fresh)
    await client.refreshToken()
    expect((await client.accountingApi.getOrganisations(MAIN)).body.organisations?.[0]?.organisationID).toBe(MAIN)
  })

  test('after a disconnection the organisation is forbidden, after a revocation everything is', async () => {
    await client.updateTenants(false)
    const connected = z.array(z.object({ id: z.string(), tenantId: z.string() })).parse(client.tenants)
    await client.disconnect(connected.find(({ tenantId }) => tenantId === SECOND)?.id ?? '')
    expect(await refusalOf(client.accountingApi.getUsers(SECOND))).toMatchObject({
      statusCode: 403,
      body: { Detail: 'AuthenticationUnsuccessful' },
    })
    const { access_token: access } = client.readTokenSet()
    await client.revokeToken()
    client.setTokenSet({ access_token: access ?? '', token_type: 'Bearer' })
    expect(await refusalOf(client.accountingApi.getUsers(MAIN))).toMatchObject({ statusCode: 401 })
  })
})
