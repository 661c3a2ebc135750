import { Client } from '@freshbooks/api'
import { SearchQueryBuilder } from '@freshbooks/api/dist/models/builders/SearchQueryBuilder'
import { PaginationQueryBuilder } from '@freshbooks/api/dist/models/builders/PaginationQueryBuilder'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { virtualClock } from '@/sandbox/kit/clock'
import type { VirtualClock } from '@/sandbox/kit/clock'
import { serve } from '@/sandbox/kit/server'
import { CLIENT, MAIN, SCOPES, freshBooks } from '@/sandbox/freshbooks'

/** Code that nobody here wrote drives our simulator over loopback: a wrong belief of ours would trip it. */
let clock: VirtualClock
let simulator: ReturnType<typeof freshBooks>
let server: { url: string; close(): Promise<void> }

beforeEach(async () => {
  clock = virtualClock(Date.now())
  simulator = freshBooks({ clock, size: 20 })
  server = await serve(simulator.handle)
})
afterEach(() => server.close())

async function connected(retryOptions: object = { retries: 0 }): Promise<Client> {
  const redirectUri = 'https://concord.test/callback'
  const options = { clientSecret: CLIENT.secret, redirectUri, apiUrl: server.url, retryOptions }
  const client = new Client(CLIENT.id, options)
  const asked = new URLSearchParams({ redirect_uri: redirectUri, scope: SCOPES.join(' '), state: 's' })
  const back = new URL(simulator.admin.consent(`${server.url}/oauth/authorize?${asked}`))
  await client.getAccessToken(back.searchParams.get('code') ?? '')
  return client
}

describe('the official client', () => {
  test('walks from the consent to the businesses, one of which keeps no accounts', async () => {
    const { data } = await (await connected()).users.me()
    expect(data?.businessMemberships?.map(({ business }) => business.accountId)).toContain(MAIN)
  })

  test('renews its tokens, and the one it had is dead at once', async () => {
    const client = await connected()
    const old = client.refreshToken
    await client.refreshAccessToken()
    expect(client.refreshToken).not.toBe(old)
    await expect(client.refreshAccessToken(old)).rejects.toBeDefined()
    expect((await client.clients.list(MAIN)).ok).toBe(true)
  })

  test('lists in pages of fifteen unless it asks, and clients by the day of their last change', async () => {
    const client = await connected()
    expect((await client.clients.list(MAIN)).data?.pages).toMatchObject({ total: 20, size: 15, pages: 2 })
    const paging = new PaginationQueryBuilder().page(1).perPage(100)
    expect((await client.clients.list(MAIN, [paging])).data?.clients).toHaveLength(20)
    const [first] = simulator.admin.list(MAIN, 'client')
    simulator.admin.edit(MAIN, 'client', Number(first?.['id']), { note: 'new' })
    const since = new SearchQueryBuilder().between('updated', { min: new Date(clock.now() - 86_400_000) })
    expect((await client.clients.list(MAIN, [since])).data?.clients.map(({ note }) => note)).toEqual(['new'])
  })

  test('updates, deletes and still reads what it deleted', async () => {
    const client = await connected()
    const id = String(simulator.admin.list(MAIN, 'client')[0]?.['id'])
    expect((await client.clients.update({ organization: 'Renamed' }, MAIN, id)).data?.organization).toBe('Renamed')
    await client.clients.delete(MAIN, id)
    expect((await client.clients.single(MAIN, id)).data).toMatchObject({ visState: 1 })
    expect((await client.clients.list(MAIN)).data?.pages).toMatchObject({ total: 19 })
  })

  test('understands why a client without a name, and one that never was, are refused', async () => {
    const client = await connected()
    await expect(client.clients.create({ pCity: 'Paris' }, MAIN)).rejects.toMatchObject({
      errors: [{ errorCode: 7012 }],
    })
    await expect(client.clients.single(MAIN, '1')).rejects.toMatchObject({ errors: [{ errorCode: 1012 }] })
  })

  test('is refused once the minute is full, and served again when it is told to come back', async () => {
    const client = await connected()
    simulator.admin.limit(3, 'until-when')
    const asked = () => client.clients.list(MAIN)
    for (let call = 0; call < 3; call += 1) expect((await asked()).ok).toBe(true)
    await expect(asked()).rejects.toMatchObject({ statusCode: '429' })
    expect(simulator.calls().at(-1)).toMatchObject({ status: 429 })
    clock.advance(60_000)
    expect((await asked()).ok).toBe(true)
  })

  test('waits and asks again by itself where it was made to, and the second answer is good', async () => {
    const client = await connected({ retries: 1, retryDelay: () => (clock.advance(60_000), 0) })
    simulator.admin.limit(1)
    expect((await client.clients.list(MAIN)).ok).toBe(true)
    expect((await client.clients.list(MAIN)).ok).toBe(true)
    expect(simulator.calls().map(({ status }) => status)).toContain(429)
  })

  test('gives its access back, and nothing that it had opens anything any more', async () => {
    const client = await connected()
    const body = JSON.stringify({ client_id: CLIENT.id, client_secret: CLIENT.secret, token: client.refreshToken })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${server.url}/auth/oauth/revoke`, { method: 'POST', headers, body })
    expect(answer.status).toBe(200)
    await expect(client.clients.list(MAIN)).rejects.toMatchObject({ statusCode: '401' })
    await expect(client.refreshAccessToken()).rejects.toBeDefined()
  })

  test.each([
    ['summer', '2026-07-01T16:48:49Z', '2026-07-01 12:48:49'],
    ['winter', '2026-12-01T16:48:49Z', '2026-12-01 11:48:49'],
  ])('reads the two zones of a stamp in %s as one moment', async (_season, moment, onTheWall) => {
    clock = virtualClock(Date.parse(moment))
    simulator = freshBooks({ clock, size: 1 })
    const again = await serve(simulator.handle)
    const id = String(simulator.admin.create(MAIN, 'client', { organization: 'Two clocks' })['userid'])
    const before = server
    server = again
    await before.close()
    const client = await connected()
    // One stamp is told in Eastern time, the other in UTC, and neither says so.
    expect(simulator.admin.get(MAIN, 'client', Number(id))).toMatchObject({
      updated: onTheWall,
      signup_date: moment.slice(0, 19).replace('T', ' '),
    })
    const { data } = await client.clients.single(MAIN, id)
    expect([data?.updated, data?.signupDate].map((date) => date?.toISOString())).toEqual(
      [1, 2].map(() => new Date(moment).toISOString()),
    )
  })
})
