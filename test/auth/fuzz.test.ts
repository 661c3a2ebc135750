import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jsonUpTo, textUpTo } from '@/lib/auth/body'
import { enter, type Gate } from '@/lib/auth/enter'
import { toldBy } from '@/lib/auth/lifecycle'
import { launches, makeLaunchSend } from '@/lib/connectors'
import { refusals } from '@/lib/model/launch'
import { finishConsent } from '@/lib/service/finish-consent'
import { lookAtConsent, openConsent } from '@/lib/service/open-consent'
import type { Database } from '@/lib/store/db'
import { asFetch } from '../../sandbox/kit/as-fetch'
import { sageSales } from '../../sandbox/sage-sales'
import { freshDatabase } from '../kit/fresh-database'

const secret = 'a secret that must never come out'
let db: Database
beforeAll(async () => {
  db = await freshDatabase()
})
afterAll(() => db.close())

const send = makeLaunchSend({
  ...{ timeoutMs: 5_000, allowPrivate: true, now: Date.now, sleep: async () => undefined },
  fetch: asFetch(sageSales({ unlimited: true, size: 0 }).handle),
})
const gate = (): Gate => ({
  ...{ db, keys: [], audience: 'https://concord.test', now: Date.now, newId: randomUUID },
  trustOf: () => ({ secrets: [secret], send, baseUrl: null, frames: [] }),
})

const names = [...Object.keys(launches), 'demo', '__proto__', 'constructor', '']
const scraps = [
  'signed_request',
  'launch',
  'event',
  'token',
  'origin',
  'a.b',
  'eyJhbGciOiJub25lIn0.e30.',
  'null',
  '{}',
  '[]',
  '%00',
]
const word = fc.oneof(fc.constantFrom(...scraps), fc.string({ unit: 'binary', maxLength: 60 }))
const fields = fc.array(fc.tuple(word, word), { maxLength: 5 })
const form = fields.map((pairs) =>
  pairs
    .map(([key, value]) => `${encodeURIComponent(wellFormed(key))}=${encodeURIComponent(wellFormed(value))}`)
    .join('&'),
)
const body = fc.oneof(
  form,
  word,
  fc.json(),
  fc.object().map((value) => JSON.stringify(value)),
)
const headers = fc.record({
  'content-type': fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'text/plain'),
  'x-concord-time': word,
  'x-concord-signature': word,
})

/** A browser cannot send half a surrogate pair. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '')
}

const isRefused = (answer: unknown): void => {
  const said = JSON.stringify(answer)
  expect(said).not.toContain(secret)
  expect(answer).toMatchObject({ ok: false })
  expect(Object.keys(refusals)).toContain((answer as { refusal: string }).refusal)
}

describe('whatever anybody sends to a door', () => {
  test('a launch is refused by name, and nothing breaks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), headers, body, async (crm, given, text) => {
        isRefused(await enter(crm, { path: `/launch/${crm}`, headers: given, body: text }, gate()))
      }),
      { numRuns: 300 },
    )
  })

  test('a lifecycle call is refused by name, and nothing breaks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), headers, body, async (crm, given, text) => {
        isRefused(await toldBy(crm, { path: `/api/lifecycle/${crm}`, headers: given, body: text }, gate()))
      }),
      { numRuns: 300 },
    )
  })

  test('an answer of a vendor that nobody asked for leads nowhere', async () => {
    const parameter = fc.constantFrom('state', 'code', 'iss', 'error', 'realmId')
    const query = fc.array(fc.tuple(parameter, word), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('quickbooks', 'sage-sales', '__proto__', ''),
        query,
        fc.option(word),
        async (vendor, pairs, browser) => {
          const asked = new URLSearchParams(pairs.map(([key, value]) => [key, wellFormed(value)]))
          expect(
            await finishConsent({ vendor, query: asked, browser: browser ?? undefined }, { db, now: Date.now }),
          ).toBeNull()
        },
      ),
      { numRuns: 200 },
    )
  })

  test('a window without a key opens nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.anything(), fc.record({ attempt: word, secret: word })), async (given) => {
        expect(await lookAtConsent(given, { db })).toBeNull()
        expect(await openConsent(given, undefined, { db })).toBeNull()
      }),
      { numRuns: 200 },
    )
  })
})

describe('a body', () => {
  const request = (text: string, type = 'application/json') =>
    new Request('https://concord.test/x', { method: 'POST', headers: { 'content-type': type }, body: text })

  test('longer than it may be is not read to its end', async () => {
    expect(await textUpTo(request('x'.repeat(1_025)), 1_024)).toBeNull()
    expect(await textUpTo(request('x'.repeat(1_024)), 1_024)).toHaveLength(1_024)
    expect(await jsonUpTo(request(JSON.stringify({ a: 'x'.repeat(1_024) })), 1_024)).toBeUndefined()
  })

  test('that is no JSON, or does not say that it is, says nothing', async () => {
    expect(await jsonUpTo(request('{"a":'), 1_024)).toBeUndefined()
    expect(await jsonUpTo(request('{"a":1}', 'text/plain'), 1_024)).toBeUndefined()
    expect(await jsonUpTo(request('{"a":1}'), 1_024)).toEqual({ a: 1 })
  })
})
