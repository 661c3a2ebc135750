import { randomInt } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { GET as answered } from '@/app/api/oauth/[vendor]/callback/route'
import { POST as told } from '@/app/api/lifecycle/[crm]/route'
import { POST as called } from '@/app/api/webhooks/[vendor]/route'
import { POST as looked } from '@/app/connect/[attempt]/look/route'
import { POST as opened } from '@/app/connect/[attempt]/open/route'
import { POST as launched } from '@/app/launch/[crm]/route'
import { GET as shown, POST as setOut } from '@/app/to/[install]/route'
import { GET as asked, POST as left } from '@/app/u/[token]/route'
import { env } from '@/lib/env'
import type { Database } from '@/lib/store/db'
import { freshDatabase } from '../kit/fresh-database'

/** Outside a server there is no jar; a browser that keeps nothing has an empty one. */
vi.mock('next/headers', () => ({ cookies: async () => ({ get: () => undefined, set: () => undefined }) }))

const secret = 'a secret of a marketplace that must never come out'
let db: Database
beforeAll(async () => {
  db = await freshDatabase()
  Object.assign(globalThis, { [Symbol.for('concord.database')]: Promise.resolve(db) })
  vi.stubEnv('SALESFORCE_LAUNCH_SECRETS', secret)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await db.close()
})

/** Some with every run of the tests; FUZZ_BODIES asks for as many as somebody has patience for. */
const bodies = Number(process.env['FUZZ_BODIES'] ?? 1_500)

type Door = (request: Request, of: string) => Promise<Response>
const at = <K extends string>(name: K, of: string) => ({ params: Promise.resolve({ [name]: of } as Record<K, string>) }) // K is the one name
const doors: Readonly<Record<string, Door>> = {
  launch: (request, of) => launched(request, at('crm', of)),
  lifecycle: (request, of) => told(request, at('crm', of)),
  webhook: (request, of) => called(request, at('vendor', of)),
  'consent answered': (request, of) => answered(new Request(request.url), at('vendor', of)),
  'window looks': (request) => looked(request),
  'window opens': (request) => opened(request),
  'letter ended, looked at': (request, of) => asked(new Request(request.url), at('token', of)),
  'letter ended': (request, of) => left(request, at('token', of)),
  'way out of a letter, looked at': (request, of) => shown(new Request(request.url), at('install', of)),
  'way out of a letter': (request, of) => setOut(request, at('install', of)),
}

const word = fc.oneof(
  fc.constantFrom(
    'null',
    '{}',
    '[]',
    'a.b',
    'eyJhbGciOiJub25lIn0.e30.',
    '%00',
    '../../etc/passwd',
    "' or 1=1 --",
    '\u0000',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
)
const name = fc.constantFrom(
  'launch',
  'event',
  'signed_request',
  'token',
  'origin',
  'attempt',
  'secret',
  'state',
  'code',
)
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '')
const pairs = fc
  .array(fc.tuple(name, word), { maxLength: 5 })
  .map((all) => new URLSearchParams(all.map(([key, value]) => [key, wellFormed(value)])).toString())
const sent = fc.record({
  door: fc.constantFrom(...Object.keys(doors)),
  of: fc.oneof(
    fc.constantFrom('demo', 'xero', 'quickbooks', 'freshsales', 'sage-sales', 'salesforce', '__proto__'),
    word,
  ),
  query: pairs,
  body: fc.oneof(
    pairs,
    fc.json(),
    word.map(wellFormed),
    fc.dictionary(name, fc.anything()).map((all) => JSON.stringify(all) ?? ''),
  ),
  type: fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'text/plain'),
  own: fc.boolean(),
})

const requestOf = ({ query, body, type, own }: { query: string; body: string; type: string; own: boolean }): Request =>
  new Request(`${env().NEXTAUTH_URL}/door?page=/errors&for=x&to=t&${query}`, {
    ...{ method: 'POST', body },
    headers: {
      'content-type': type,
      ...(own ? { origin: env().NEXTAUTH_URL, 'sec-fetch-site': 'same-origin' } : {}),
      // Refusals are counted by address; here every request is a first one.
      'x-forwarded-for': `10.${String(randomInt(256))}.${String(randomInt(256))}.${String(randomInt(256))}`,
    },
  })

const secrets = [secret, env().NEXTAUTH_SECRET, 'node_modules', ' at async ']

test(`whatever comes through a door without a session is turned away, and nothing breaks or comes out (${String(bodies)} times)`, async () => {
  await fc.assert(
    fc.asyncProperty(sent, async ({ door, of, ...given }) => {
      const answer = await doors[door]?.(requestOf(given), of)
      expect(answer?.status, door).toBeLessThan(500)
      const said = `${JSON.stringify([...(answer?.headers ?? [])])} ${(await answer?.text()) ?? ''}`
      expect(secrets.filter((one) => said.includes(one))).toEqual([])
    }),
    { numRuns: bodies },
  )
}, 1_800_000)
