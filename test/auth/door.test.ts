import { createHmac, randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { POST } from '@/app/launch/[crm]/route'
import { redeem } from '@/lib/auth/redeem'
import type { Database } from '@/lib/store/db'
import { rowsOf } from '@/lib/store/rows'
import { freshDatabase } from '../kit/fresh-database'

vi.mock('@/app/_server/emit', () => ({ emit: async () => undefined }))

const secret = 'a secret of the marketplace'
let db: Database
beforeAll(async () => {
  db = await freshDatabase()
  Object.assign(globalThis, { [Symbol.for('concord.database')]: Promise.resolve(db) })
  vi.stubEnv('SALESFORCE_LAUNCH_SECRETS', secret)
})
afterEach(() => void vi.restoreAllMocks())
afterAll(async () => {
  vi.unstubAllEnvs()
  await db.close()
})

const json = 'application/json'
const form = 'application/x-www-form-urlencoded'
const tooLarge = ' '.repeat(20 * 1024)

let caller = 0
function launch(crm: string, type: string, body: string): Promise<Response> {
  const headers = { 'content-type': type, 'x-forwarded-for': `10.2.0.${String((caller += 1))}` }
  const request = new Request(`http://localhost/launch/${crm}`, { method: 'POST', headers, body })
  return POST(request, { params: Promise.resolve({ crm }) })
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const place = { account: 'acme.myfreshworks.com', origin: 'https://acme.myfreshworks.com', nonce: randomUUID() }

describe('a launch larger than a launch can be is refused before anybody reads it', () => {
  test.each([
    ['demo', form, `launch=${part({ alg: 'EdDSA', kid: 'x' })}.e30.AA`, [401, 'launch_signature']],
    ['salesforce', form, 'signed_request=AA.e30', [401, 'launch_signature']],
    ['freshsales', json, JSON.stringify({ ...place, user: { id: 1, name: 'A' } }), [403, 'launch_tenant_unknown']],
    ['sage-sales', json, JSON.stringify({ token: 'x'.repeat(40), origin: 'https://x.test' }), [403, 'launch_foreign']],
  ] as const)('from %s', async (crm, type, body, [status, refusal]) => {
    const read = await launch(crm, type, body)
    expect([read.status, await read.json()]).toEqual([status, { error: refusal }])
    const large = await launch(crm, type, body + tooLarge)
    expect([large.status, await large.json()]).toEqual([400, { error: 'launch_malformed' }])
    const text = await launch(crm, 'text/plain', body)
    expect([text.status, await text.json()]).toEqual([400, { error: 'launch_malformed' }])
  })
})

/** A launch that is welcome. */
function welcome(): string {
  const envelope = Buffer.from(
    JSON.stringify({
      ...{ algorithm: 'HMACSHA256', issuedAt: Date.now(), client: { targetOrigin: 'https://acme.my.salesforce.com' } },
      context: {
        user: { userId: '005x', fullName: 'Ana Durand' },
        organization: { organizationId: '00Dx0000000ABCD' },
      },
    }),
  ).toString('base64')
  const signature = createHmac('sha256', secret).update(envelope).digest('base64')
  return new URLSearchParams({ signed_request: `${signature}.${envelope}` }).toString()
}

test('a ticket is in the fragment of one address: in no cookie, in no log, and as a hash alone in the database', async () => {
  const spies = [
    ...(['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => vi.spyOn(console, name)),
    ...[vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')],
  ]
  const answer = await launch('salesforce', form, welcome())
  const [before = '', ticket = ''] = (answer.headers.get('location') ?? '').split('#t=')
  expect(ticket).toMatch(/^[\w-]{43}$/)
  expect([before, await answer.text(), ...answer.headers.getSetCookie()].join(' ')).not.toContain(ticket)
  expect(await everything()).toContain('Ana Durand')
  expect(await everything()).not.toContain(ticket)
  expect(await redeem(ticket, db)).not.toBeNull()
  expect(await redeem(ticket, db)).toBeNull()
  const said = spies.flatMap(({ mock }) => mock.calls.map((call) => call.map(String).join(' ')))
  expect(said.filter((line) => line.includes(ticket))).toEqual([])
})

/** All rows of all tables, as text. */
async function everything(): Promise<string> {
  const tables = await rowsOf<{ name: string }>(
    db.drizzle,
    sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await rowsOf<{ line: string }>(db.drizzle, sql`select t::text as line from ${sql.identifier(name)} t`)
    found.push(...rows.map(({ line }) => line))
  }
  return found.join('\n')
}
