import { randomInt } from 'node:crypto'
import { expect, frameOf, inside, signed, test } from './kit'
import { places } from './places'

let caller = 0
/** Each test calls from an address of its own, so that refusals of one do not slow the next. */
const post = (body: string, type = 'application/x-www-form-urlencoded') => {
  caller += 1
  return fetch(`${places().app}/launch/demo`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { 'content-type': type, 'x-forwarded-for': `10.0.0.${caller}` },
  })
}
const form = (launch: string) => new URLSearchParams({ launch }).toString()

test.describe('Opening Concord from the CRM', () => {
  test('signs the person in inside the frame, although third-party cookies are blocked', async ({ open }) => {
    const frame = await open({ tenant: 'opens' })
    await expect(frame.getByRole('navigation').first()).toBeVisible()
    expect(frame.url()).not.toContain('#')
  })

  test('speaks the language of the CRM', async ({ open }) => {
    const frame = await open({ tenant: 'speaks', locale: 'fr' })
    await expect(frame.getByRole('link', { name: 'Historique' })).toBeVisible()
  })

  test('stays signed in when the page is loaded again', async ({ open, page }) => {
    const frame = await open({ tenant: 'stays' })
    await frame.evaluate(() => location.reload())
    await inside(page)
  })

  test('leaves the ticket in no cookie, no referrer and no address', async ({ page, open }) => {
    const seen: string[] = []
    page.on('request', (request) => void seen.push(`${request.url()} ${request.headers()['referer'] ?? ''}`))
    const spent = page.waitForRequest(/callback\/launch/)
    const frame = await open({ tenant: 'leaves-no-trace' })
    const ticket = new URLSearchParams((await spent).postData() ?? '').get('ticket') ?? 'none'
    expect(ticket).toMatch(/^[\w-]{43}$/)
    const cookies = await page.context().cookies()
    expect(JSON.stringify(cookies)).not.toContain(ticket)
    expect(seen.filter((line) => line.replace(/#.*? /, ' ').includes(ticket))).toEqual([])
    expect(frame.url()).not.toContain(ticket)
  })

  test('works in a new tab where the browser keeps no cookie in a frame', async ({ page, context }) => {
    const noCookie = '**/api/auth/csrf'
    // Asked outside the browser, so that it never sees the cookie: what a browser does that keeps none in a frame.
    await context.route(noCookie, async (route) =>
      route.fulfill({ contentType: 'application/json', body: await (await fetch(route.request().url())).text() }),
    )
    await page.goto(`${places().host}/concord?tenant=new-tab`)
    const link = page.frameLocator('iframe').getByRole('link', { name: 'Open in a new tab' })
    await expect(link).toBeVisible()
    await context.unroute(noCookie)
    const [tab] = await Promise.all([context.waitForEvent('page'), link.click()])
    await tab.getByRole('navigation').first().waitFor()
    expect(tab.url()).toMatch(/\/embed\/[\w-]+$/)
  })

  test('shows the next person as themselves, though the one before is still signed in', async ({ open }) => {
    await open({ tenant: 'changes-hands' })
    const frame = await open({ tenant: 'changes-hands', role: 'viewer', locale: 'es' })
    await expect(frame.getByText(/Solo un administrador del CRM/)).toBeVisible()
  })

  test('keeps two organisations apart in one browser', async ({ page, open }) => {
    const first = await open({ tenant: 'org-a' })
    const pathOfA = new URL(first.url()).pathname
    await open({ tenant: 'org-b' })
    await page.evaluate((src) => document.querySelector('iframe')?.setAttribute('src', src), places().app + pathOfA)
    const frame = page.frameLocator('iframe')
    await expect(frame.getByRole('heading', { name: 'Please open Concord again' })).toBeVisible()
    await expect(frame.getByRole('navigation')).toHaveCount(0)
  })
})

test.describe('A launch is refused', () => {
  test('when it is used a second time', async () => {
    const launch = form(signed())
    expect((await post(launch)).status).toBe(303)
    const again = await post(launch)
    expect([again.status, await again.json()]).toEqual([401, { error: 'launch_replayed' }])
  })

  test('when it is old, meant for another app or framed elsewhere', async () => {
    const old = signed({}, {}, Date.now() - 5 * 60_000)
    const answers = [old, signed({}, { audience: 'https://other.example' }), signed({}, { origin: places().stranger })]
    for (const launch of answers) expect((await post(form(launch))).status).toBe(401)
  })

  test('when it is not one signed form field of a bearable size', async () => {
    const bodies = ['', 'launch=', 'launch=x', `${form(signed())}&launch=x`, `${form(signed())}&role=admin`]
    for (const body of [...bodies, `launch=${'x'.repeat(30_000)}`]) expect((await post(body)).status).toBe(400)
    expect((await post(JSON.stringify({ launch: signed() }), 'application/json')).status).toBe(400)
  })

  test('when one address was refused too often', async () => {
    // An address of its own for every time this is told: the app remembers them.
    const address = `10.9.${randomInt(256)}.${randomInt(256)}`
    const again = () =>
      fetch(`${places().app}/launch/demo`, { method: 'POST', headers: { 'x-forwarded-for': address } })
    for (let time = 0; time < 10; time += 1) expect((await again()).status).toBe(400)
    expect((await again()).status).toBe(429)
  })
})

test('a stale address of the frame says what to do, and nothing about anybody', async ({ page, open }) => {
  const frame = await open({ tenant: 'stale' })
  const address = frame.url()
  await page.context().clearCookies()
  await page.evaluate((src) => document.querySelector('iframe')?.setAttribute('src', src), `${address}?again`)
  await expect(page.frameLocator('iframe').getByRole('heading')).toHaveText('Please open Concord again')
  expect(frameOf(page)?.url()).toContain('again')
})
