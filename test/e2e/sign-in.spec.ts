import { expect, signed, test } from './kit'
import { places } from './places'

const ours = (): Record<string, string> => ({ origin: places().app, 'sec-fetch-site': 'same-origin' })
const cookiesOf = (answer: Response) => answer.headers.getSetCookie()
const jar = (cookies: readonly string[]) => cookies.map((cookie) => cookie.split(';')[0]).join('; ')

async function ticket(tenant: string): Promise<string> {
  const body = new URLSearchParams({ launch: signed({ tenant }) })
  const answer = await fetch(`${places().app}/launch/demo`, { method: 'POST', body, redirect: 'manual' })
  return /#t=(.+)$/.exec(answer.headers.get('location') ?? '')?.[1] ?? ''
}

/** What our page does with a ticket, header by header. */
async function redeem(given: string, headers: Record<string, string>): Promise<Response> {
  const asked = await fetch(`${places().app}/api/auth/csrf`)
  const { csrfToken } = (await asked.json()) as { readonly csrfToken: string }
  return fetch(`${places().app}/api/auth/callback/launch`, {
    method: 'POST',
    redirect: 'manual',
    headers: { ...headers, cookie: jar(cookiesOf(asked)) },
    body: new URLSearchParams({ ticket: given, csrfToken, json: 'true', callbackUrl: '/embed' }),
  })
}

const signedIn = (answer: Response) => cookiesOf(answer).some((cookie) => cookie.startsWith('__Host-cl.session=ey'))

test.describe('A ticket', () => {
  test('opens a session for our own page, once', async () => {
    const mine = await ticket('sign-in')
    expect(signedIn(await redeem(mine, ours()))).toBe(true)
    const again = await redeem(mine, ours())
    expect([again.status, signedIn(again)]).toEqual([401, false])
  })

  const strangers: Readonly<Record<string, () => Record<string, string>>> = {
    'a form of another site': () => ({ origin: places().stranger, 'sec-fetch-site': 'cross-site' }),
    'a plain navigation': () => ({ 'sec-fetch-site': 'none' }),
    'a sandboxed frame': () => ({ ...ours(), origin: 'null' }),
    'a sender that hides its origin': () => ({ 'sec-fetch-site': 'same-origin' }),
    'a sender that is no browser': () => ({ origin: places().app }),
  }
  for (const [name, headers] of Object.entries(strangers)) {
    test(`is refused to ${name}, and stays good`, async () => {
      const mine = await ticket('sign-in-stranger')
      expect((await redeem(mine, headers())).status).toBe(403)
      expect(signedIn(await redeem(mine, ours()))).toBe(true)
    })
  }

  test('is taken by one of fifty who come at once', async () => {
    const mine = await ticket('sign-in-race')
    const answers = await Promise.all(Array.from({ length: 50 }, () => redeem(mine, ours())))
    expect(answers.filter(signedIn)).toHaveLength(1)
  })
})

test('the session cookie is the host’s own, hidden from scripts and kept per site, to the letter', async () => {
  const answer = await redeem(await ticket('sign-in-cookie'), ours())
  const session = cookiesOf(answer).find((cookie) => cookie.startsWith('__Host-cl.session=')) ?? ''
  const [value = '', ...flags] = session.split('; ')
  expect(flags.filter((flag) => !flag.startsWith('Expires')).sort()).toEqual(
    ['HttpOnly', 'Partitioned', 'Path=/', 'SameSite=None', 'Secure'].sort(),
  )
  expect(value.length).toBeLessThan(1024)
})

test('next-auth shows none of its own pages, and answers only what the frame needs', async () => {
  for (const action of [
    'signin',
    'signin/launch',
    'signout',
    'error',
    'verify-request',
    'callback/launch',
    '_log',
    'x',
  ]) {
    expect((await fetch(`${places().app}/api/auth/${action}`)).status, action).toBe(404)
  }
  for (const action of ['signin/launch', '_log', 'session', 'csrf', 'callback/other']) {
    const answer = await fetch(`${places().app}/api/auth/${action}`, { method: 'POST', headers: ours() })
    expect(answer.status, action).toBe(404)
  }
})

test('signing out needs our own page too', async () => {
  const headers = { origin: places().stranger, 'sec-fetch-site': 'cross-site' }
  expect((await fetch(`${places().app}/api/auth/signout`, { method: 'POST', headers })).status).toBe(403)
})

test('no answer allows other sites to read it', async () => {
  for (const path of ['/', '/api/health', '/api/auth/csrf', '/api/auth/session', '/embed/x']) {
    const { headers } = await fetch(places().app + path, { headers: { origin: places().stranger } })
    expect(headers.get('access-control-allow-origin'), path).toBeNull()
  }
})

test('jobs are called by whoever holds the signing key, nobody else', async () => {
  const answer = await fetch(`${places().app}/api/inngest?fnId=concord-tick&stepId=step`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ version: 2, event: { name: 'x', data: {} }, events: [], steps: {}, ctx: {} }),
  })
  expect(answer.status).toBe(401)
})
