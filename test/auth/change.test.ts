import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { GET } from '@/app/api/auth/[...nextauth]/route'
import { action } from '@/app/_server/action'
import { redeem } from '@/lib/auth/redeem'
import { issueTicket } from '@/lib/auth/ticket'
import { env } from '@/lib/env'
import { done } from '@/lib/service/fault'
import { inTenant, type Database } from '@/lib/store/db'
import { saveMember } from '@/lib/store/tenants'
import { freshDatabase } from '../kit/fresh-database'
import { signIn, signOut } from '../kit/jar'
import { consenting, type Consenting } from '../service/consenting'

const sent = vi.hoisted((): { headers: Readonly<Record<string, string>> } => ({ headers: {} }))
vi.mock('next/headers', async () => ({
  ...(await import('../kit/jar')).headers,
  headers: async () => new Headers(sent.headers),
}))

const app = new URL(env().NEXTAUTH_URL).origin
const ours = { origin: app, 'sec-fetch-site': 'same-origin' }
const stranger = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' }

let db: Database
let house: Consenting
let install: string
beforeAll(async () => {
  db = await freshDatabase()
  house = await consenting(db)
})
beforeEach(async () => {
  install = await signIn(house.desk, { name: 'Ana', role: 'admin' })
})
afterAll(() => db.close())

/** How often a change was made by a request with these headers, in a browser that holds a good session. */
async function changesBy(headers: Readonly<Record<string, string>>, at = install): Promise<number> {
  sent.headers = headers
  let made = 0
  const change = action(async () => {
    made += 1
    return done(null)
  })
  const said = await change(at, {})
  expect(said).toEqual(made === 1 ? { ok: true, value: null } : { ok: false, fault: { kind: 'forbidden' } })
  return made
}

describe('a change that somebody else sends in our name', () => {
  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ['a form of another site', { ...stranger, 'content-type': 'application/x-www-form-urlencoded' }],
    ['a form with files of another site', { ...stranger, 'content-type': 'multipart/form-data; boundary=x' }],
    ['JSON that calls itself text', { ...stranger, 'content-type': 'text/plain' }],
    ['a sender without an origin', { 'sec-fetch-site': 'same-origin' }],
    ['a sandboxed frame (Origin: null)', { ...ours, origin: 'null' }],
    ['a script of another site', { ...stranger, 'content-type': 'application/json' }],
    ['a sibling domain', { ...ours, 'sec-fetch-site': 'same-site' }],
    ['another method that calls itself POST', { ...stranger, 'x-http-method-override': 'POST' }],
    ['a navigation', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
  ])('is not made: %s', async (_who, headers) => {
    expect(await changesBy(headers)).toBe(0)
  })

  test('from our own page it is made, with its session and for its own installation alone', async () => {
    expect(await changesBy(ours)).toBe(1)
    const other = await consenting(db)
    const elsewhere = await signIn(other.desk, { name: 'Bob', role: 'admin' })
    expect(await changesBy(ours)).toBe(0)
    expect(await changesBy(ours, elsewhere)).toBe(1)
    signOut()
    expect(await changesBy(ours, elsewhere)).toBe(0)
  })
})

test('a ticket is not spent by a request that only calls itself a POST', async () => {
  const room = { ...house.desk, now: () => Date.now(), newId: randomUUID }
  const ticket = await inTenant(room, async (tx) =>
    issueTicket(
      tx,
      room,
      await saveMember(tx, room, {
        ...{ installation: room.installation, crmUserId: 'u', name: 'Ana', email: null, role: 'admin', locale: 'en' },
      }),
    ),
  )
  for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
    const address = `${app}/api/auth/callback/launch?_method=POST&ticket=${ticket}`
    const place = { params: Promise.resolve({ nextauth: ['callback', 'launch'] }) }
    const answer = await GET(new Request(address, { headers: { ...ours, [name]: 'POST' } }), place)
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([404, []])
  }
  expect(await redeem(ticket, db)).not.toBeNull()
})
