import { beforeEach, describe, expect, it } from 'vitest'
import { virtualClock } from '@/sandbox/kit/clock'
import { sageSales } from '@/sandbox/sage-sales/index'
import { COMPANY, HOST, START, signedIn, tenant } from './sage-sales-tenant'

describe('signing in', () => {
  it('gives an opaque token for a key pair and refuses a wrong one', async () => {
    const crm = tenant()
    expect((await crm.login('wrong')).status).toBe(401)
    const { status, body } = await crm.login()
    expect([status, Object.keys(body)]).toEqual([200, ['token']])
    expect((await crm.call('GET', 'users')).status).toBe(200)
  })

  it('answers 401 without a token, with a made-up one and with one that has run out', async () => {
    const crm = tenant({ tokenLifetimeMs: 60_000 })
    expect((await crm.call('GET', 'users')).status).toBe(401)
    expect((await crm.call('GET', 'users', undefined, { 'X-Session-Key': 'x' })).status).toBe(401)
    await crm.login()
    crm.clock.advance(60_000)
    expect(await crm.call('GET', 'users')).toMatchObject({ status: 401, body: { message: 'Token is expired' } })
    await crm.login()
    crm.sim.admin.expireTokens()
    expect((await crm.call('GET', 'users')).status).toBe(401)
  })

  it('lets nobody in once the administrator has revoked the keys, until they are given again', async () => {
    const crm = await signedIn()
    crm.sim.admin.revokeKeys()
    expect((await crm.call('GET', 'users')).status).toBe(401)
    expect((await crm.login()).status).toBe(401)
    crm.sim.admin.restoreKeys()
    expect((await crm.login()).status).toBe(200)
  })

  it('serves 4 or 13 requests a second by the plan of the key, and answers 429 beyond', async () => {
    const crm = await signedIn({ plan: 4 })
    const burst = async (calls: number) => {
      const replies = []
      for (let at = 0; at < calls; at += 1) replies.push((await crm.call('GET', 'branches')).status)
      return replies
    }
    expect(await burst(4)).toEqual([200, 200, 200, 429])
    crm.clock.advance(1000)
    expect(await burst(5)).toEqual([200, 200, 200, 200, 429])
    crm.sim.admin.setPlan(13)
    expect((await burst(14)).filter((status) => status === 429)).toHaveLength(1)
    crm.sim.admin.setPlan('unlimited')
    expect((await burst(30)).every((status) => status === 200)).toBe(true)
  })
})

describe('reading', () => {
  let crm: Awaited<ReturnType<typeof signedIn>>
  beforeEach(async () => {
    crm = await signedIn()
  })

  it('finds a resource however its path is written', async () => {
    const direct = await crm.fetch(`${HOST}/API/V4/SalesOrdersLines`, { headers: { 'X-Session-Key': 'x' } })
    expect(direct.status).toBe(401)
    expect((await crm.call('GET', 'salesordersLines')).status).toBe(200)
    expect((await crm.call('GET', 'SALESORDERSLINES')).status).toBe(200)
  })

  it('answers 400 and code 910 for a resource or an id that does not exist', async () => {
    for (const path of ['invoices', 'accounts/1', 'genders', 'accounts/x']) {
      expect(await crm.call('GET', path)).toMatchObject({ status: 400, body: { code: 910 } })
    }
    expect((await crm.call('PUT', 'accounts/1', { name: 'x' })).status).toBe(400)
    expect((await crm.call('DELETE', 'accounts/1')).status).toBe(400)
  })

  it('pages from 0, by 50 unless a header asks otherwise, at most 100, and ends on an empty page', async () => {
    const count = async (query: string, headers = {}) =>
      (await crm.call('GET', `countries${query}`, undefined, headers)).body.length
    expect(await count('')).toBe(50)
    expect(await count('', { Count: '7' })).toBe(7)
    expect(await count('', { 'X-FM-Entity-Count': '8' })).toBe(8)
    expect(await count('', { Count: '5000' })).toBe(100)
    expect(await count('?page=2', { Count: '100' })).toBe(49)
    expect(await count('?page=3', { Count: '100' })).toBe(0)
    expect((await crm.call('GET', 'countries?page=-1')).status).toBe(400)
  })

  it('always sorts descending, records without a value last', async () => {
    const [first, second, third] = [
      await crm.create('accounts', COMPANY),
      await crm.create('accounts', COMPANY),
      await crm.create('accounts', COMPANY),
    ]
    crm.clock.advance(1000)
    await crm.call('PUT', `accounts/${second}`, { city: 'Lyon' })
    crm.clock.advance(1000)
    await crm.call('PUT', `accounts/${first}`, { city: 'Paris' })
    const sorted = await crm.rows('accounts?order=dateUpdated')
    expect(sorted.map((row) => row.id)).toEqual([first, second, third])
    expect(await crm.call('GET', 'accounts?order=nothing')).toMatchObject({ status: 400, body: { code: 901 } })
  })

  it('keeps deleted records in lists, marked and dated', async () => {
    const id = await crm.create('accounts', COMPANY)
    crm.clock.advance(1500)
    expect((await crm.call('DELETE', `accounts/${id}`)).body).toEqual({ Message: 'entity deleted' })
    const shown = { id, deleted: true, dateDeleted: '2026-11-21T09:00:01.5Z', salesRepIdDeleted: 501 }
    expect((await crm.call('GET', 'accounts')).body).toMatchObject([shown])
    expect((await crm.call('GET', `accounts/${id}`)).body).toMatchObject(shown)
    expect((await crm.call('PUT', `accounts/${id}`, { name: 'Back' })).status).toBe(400)
    expect((await crm.call('DELETE', `accounts/${id}`)).status).toBe(400)
  })

  it('has no date of update before the first edit, and shows instants with as few decimals as they need', async () => {
    const id = await crm.create('accounts', COMPANY)
    const read = async () => (await crm.call('GET', `accounts/${id}`)).body
    expect(await read()).toMatchObject({
      dateCreated: '2026-11-21T09:00:00Z',
      dateUpdated: null,
      salesRepIdCreated: 501,
    })
    crm.clock.advance(460)
    await crm.call('PUT', `accounts/${id}`, { city: 'Lyon' })
    expect(await read()).toMatchObject({ dateUpdated: '2026-11-21T09:00:00.46Z', salesRepIdUpdated: 501 })
  })

  it('can keep time in whole seconds only', async () => {
    const coarse = await signedIn({ precision: 'seconds' })
    coarse.clock.advance(1999)
    const id = await coarse.create('accounts', COMPANY)
    expect((await coarse.call('GET', `accounts/${id}`)).body.dateCreated).toBe('2026-11-21T09:00:01Z')
  })

  it('shows a reference with its text, in the language asked for, and takes it back as a bare number', async () => {
    const id = await crm.create('accounts', { ...COMPANY, statusId: 25, countryId: 75 })
    const french = (await crm.call('GET', `accounts/${id}?lang=fr`)).body
    expect(french).toMatchObject({
      statusId: { id: 25, value: 'Perdu' },
      branchId: { id: 438, value: 'Lyon' },
      typeId: null,
    })
    expect((await crm.call('GET', `accounts/${id}`)).body).toMatchObject({
      statusId: { id: 25, value: 'Lost' },
      salesRepId1: { id: 502, value: 'Bruno Lefèvre' },
      countryId: { id: 75, value: 'France' },
    })
    expect((await crm.call('PUT', `accounts/${id}`, { statusId: { id: 21 } })).status).toBe(400)
    expect((await crm.call('PUT', `accounts/${id}`, { statusId: 999 })).status).toBe(400)
    expect((await crm.call('PUT', `accounts/${id}`, { statusId: 21 })).status).toBe(200)
  })

  it('tells its clock in every answer', async () => {
    const response = await crm.fetch(`${HOST}/api/v4/users`)
    expect(response.headers.get('date')).toBe('Sat, 21 Nov 2026 09:00:00 GMT')
  })
})

describe('a bad day', () => {
  it('can be slow, time out, fail or lose an answer on demand', async () => {
    const crm = await signedIn()
    crm.sim.faults.add({ do: 'answer', status: 408 }, { do: 'answer', status: 500, after: true, method: 'POST' })
    expect((await crm.call('GET', 'users')).status).toBe(408)
    expect((await crm.call('POST', 'accounts', COMPANY)).status).toBe(500)
    crm.sim.faults.add({ do: 'cut-after', method: 'POST', path: /accounts$/ })
    await expect(crm.call('POST', 'accounts', COMPANY)).rejects.toThrow('fetch failed')
    expect(crm.sim.admin.list('accounts')).toHaveLength(2)
  })

  it('counts every call it gets', async () => {
    const crm = await signedIn()
    crm.sim.forgetCalls()
    await crm.call('GET', 'accounts?page=0')
    await crm.call('GET', 'accounts/1')
    expect(crm.sim.calls()).toEqual([
      { method: 'GET', path: '/api/v4/accounts', query: 'page=0', status: 200, at: START },
      { method: 'GET', path: '/api/v4/accounts/1', query: '', status: 400, at: START },
    ])
  })
})

describe('the seeded firm', () => {
  it('is the same for the same seed: 10 clients, 10 prospects and 5 others without external id, 20 contacts', () => {
    const firm = (seed: number) => sageSales({ clock: virtualClock(START), seed }).admin
    const accounts = firm(1).list('accounts')
    const withStatus = (id: number) => accounts.filter((account) => account['statusId'] === id).length
    expect([withStatus(22), withStatus(21), accounts.length]).toEqual([10, 10, 25])
    expect(accounts.every((account) => account['extId'] === null)).toBe(true)
    expect(firm(1).list('contacts')).toHaveLength(20)
    expect(firm(1).list('products')).toEqual([])
    expect(firm(1).list('salesorders')).toEqual([])
    expect(firm(1).list('accounts')).toEqual(accounts)
    expect(firm(2).list('accounts')).not.toEqual(accounts)
  })

  it('grows to the size asked for, and pages through it without looking at every record each time', async () => {
    const crm = await signedIn({ size: 10_000 })
    const where = encodeURIComponent("dateUpdated>'2020-01-01' OR dateCreated>'2020-01-01' OR dateDeleted>'2020-01-01'")
    const seen = new Set<number>()
    for (let page = 0; ; page += 1) {
      const rows = await crm.rows(`accounts?where=${where}&order=dateUpdated&page=${page}`, { Count: '100' })
      if (rows.length === 0) break
      for (const row of rows) seen.add(row.id)
    }
    expect(seen.size).toBe(10_000)
    expect(crm.sim.calls().length).toBe(102)
  })
})
