import { randomInt } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from './kit'
import { places } from './places'

const word = fc.oneof(
  fc.constantFrom('null', '{}', '[]', 'a.b', 'eyJhbGciOiJub25lIn0.e30.', '%00', '../../etc/passwd', "' or 1=1 --"),
  fc.string({ unit: 'binary', maxLength: 80 }),
)
const name = fc.constantFrom(
  'launch',
  'event',
  'signed_request',
  'token',
  'ticket',
  'csrfToken',
  'attempt',
  'secret',
  'state',
)
const form = fc
  .array(fc.tuple(name, word), { maxLength: 6 })
  .map((pairs) =>
    pairs.map(([key, value]) => `${key}=${encodeURIComponent(value.replace(/\p{Surrogate}/gu, ''))}`).join('&'),
  )
const body = fc.oneof(
  form,
  fc.json(),
  word,
  fc.dictionary(name, fc.anything()).map((value) => JSON.stringify(value) ?? ''),
)
const type = fc.constantFrom(
  'application/json',
  'application/x-www-form-urlencoded',
  'text/plain',
  'multipart/form-data',
  '',
)
const key = fc.oneof(
  fc.constantFrom('demo', 'none', 'xero', 'freshsales', 'salesforce', '__proto__'),
  fc.stringMatching(/^[\w-]{1,40}$/),
)

/** Every door that takes something from somebody without a session. */
const doors: readonly ((key: string) => string)[] = [
  (of) => `/launch/${of}`,
  (of) => `/api/lifecycle/${of}`,
  (of) => `/api/webhooks/${of}?c=${of}`,
  (of) => `/api/oauth/${of}/callback`,
  (of) => `/connect/${of}/look`,
  (of) => `/connect/${of}/open`,
  (of) => `/u/${of}`,
  (of) => `/to/${of}?page=/${of}&for=${of}`,
  (of) => `/embed/${of}`,
  (of) => `/embed/${of}/export`,
  () => '/api/auth/callback/launch',
  (of) => `/api/auth/${of}`,
  (of) => `/api/inngest?fnId=${of}&stepId=step`,
]

const secrets = /demo-private-key|gw-demo-key|NEXTAUTH_SECRET|at \w+ \(.*:\d+:\d+\)|node_modules/

interface Asked {
  readonly path: string
  readonly body: string
  readonly type: string
  readonly sameOrigin: boolean
}

async function ask({ path, body: sent, type: said, sameOrigin }: Asked): Promise<void> {
  const { app } = places()
  const answer = await fetch(app + path, {
    method: 'POST',
    redirect: 'manual',
    body: sent,
    signal: AbortSignal.timeout(20_000),
    headers: {
      ...(said === '' ? {} : { 'content-type': said }),
      ...(sameOrigin ? { origin: app, 'sec-fetch-site': 'same-origin' } : {}),
      // Refusals are counted by address; here every request is a first one.
      'x-forwarded-for': `10.${String(randomInt(256))}.${String(randomInt(256))}.${String(randomInt(256))}`,
    },
  })
  const text = await answer.text()
  // The SDK of the jobs says 500 to what it cannot read; what it says beside that counts as everywhere.
  if (!path.startsWith('/api/inngest')) expect(answer.status, `${path} ${said} ${sent}`).toBeLessThan(500)
  expect(text).not.toMatch(secrets)
}

test('whatever is sent to a door of the running app, it neither breaks, hangs nor tells a secret', async () => {
  test.setTimeout(240_000)
  const asked = fc.record({
    path: fc.tuple(fc.constantFrom(...doors), key).map(([at, of]) => at(of)),
    body,
    type,
    sameOrigin: fc.boolean(),
  })
  const all = fc.sample(asked, 1_200)
  for (let at = 0; at < all.length; at += 12) await Promise.all(all.slice(at, at + 12).map(ask))
  expect((await fetch(`${places().app}/api/health`)).status).toBe(200)
})

test('a change that calls itself something else than POST changes nothing', async ({ open }) => {
  const frame = await open({ tenant: 'overridden' })
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) {
    const asked = fetch(frame.url(), { method, headers: { 'x-http-method-override': 'POST', 'next-action': 'x' } })
    const status = await asked.then(
      (answer) => answer.status,
      () => 405,
    )
    expect(status, method).toBeGreaterThanOrEqual(200)
    expect(status, method).not.toBe(500)
  }
})
