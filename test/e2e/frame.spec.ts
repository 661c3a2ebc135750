import { expect, test } from './kit'
import { places } from './places'
import { routesOfBuild } from './routes'

const keyOf = (url: string) => /\/embed\/([\w-]+)/.exec(url)?.[1] ?? ''

test.describe('Who may show our pages inside theirs', () => {
  test('the CRM that opened them, by its exact origin', async ({ open }) => {
    const frame = await open({ tenant: 'framed' })
    const { headers } = await fetch(frame.url())
    expect(headers.get('content-security-policy')).toContain(`frame-ancestors ${places().host}`)
    expect(headers.get('x-frame-options')).toBeNull()
  })

  test('nobody else, though the address is known', async ({ page, open, foreseen }) => {
    foreseen.push(/frame-ancestors/)
    const address = (await open({ tenant: 'framed-elsewhere' })).url()
    await page.goto(`${places().stranger}/?src=${encodeURIComponent(address)}`)
    await expect.poll(() => page.frame({ name: 'framed' })?.url()).toContain('chrome-error')
  })

  test('not even the CRM, inside a page of somebody else', async ({ page, open, foreseen }) => {
    foreseen.push(/frame-ancestors|Failed to load resource/)
    await open({ tenant: 'framed-twice' })
    await page.goto(`${places().stranger}/?src=${encodeURIComponent(`${places().host}/concord?tenant=framed-twice`)}`)
    await expect.poll(() => page.frame({ name: 'concord' })?.url()).toContain('chrome-error')
  })

  test('nobody at all, for an address that no installation has', async () => {
    const { headers } = await fetch(`${places().app}/embed/unknown`)
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('x-frame-options')).toBe('DENY')
  })
})

test.describe('Every answer of the build', () => {
  const routes = routesOfBuild().map(({ path }) => path)

  test('tells the browser what it may run, and that nobody may frame it but the CRM', async ({ open }) => {
    const key = keyOf((await open({ tenant: 'routes' })).url())
    expect(routes.length).toBeGreaterThan(5)
    for (const route of routes) {
      const path = route
        .replace('[install]', key)
        .replace('[...nextauth]', 'csrf')
        .replace(/\[[^\]]+\]/g, 'x')
      const { headers } = await fetch(places().app + path)
      const framed = route.startsWith('/embed/') ? places().host : "'none'"
      expect(headers.get('content-security-policy'), route).toMatch(new RegExp(`frame-ancestors ${framed}$`))
      expect(headers.get('x-content-type-options'), route).toBe('nosniff')
      expect(headers.get('referrer-policy'), route).toBe('same-origin')
      expect(headers.get('strict-transport-security'), route).toContain('max-age=63072000')
      expect(headers.get('cache-control') ?? '', route).toMatch(/no-cache.*no-store|no-store.*no-cache|max-age/)
      expect(headers.get('x-powered-by'), route).toBeNull()
    }
  })

  test('carries no script that another page could have put there', async ({ open, foreseen }) => {
    foreseen.push(/inline event handler/)
    const frame = await open({ tenant: 'nonces' })
    const answer = await fetch(frame.url())
    const nonce = /'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1]
    const scripts = (await answer.text()).match(/<script[^>]*>/g) ?? []
    expect(scripts.length).toBeGreaterThan(0)
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`)
    const ran = await frame.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'window.ran = true'
      document.body.setAttribute('onclick', 'window.ran = true')
      document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.ran = true">')
      document.body.click()
      return 'ran' in window
    })
    expect(ran).toBe(false)
  })

  test('takes a new nonce', async () => {
    const nonces = await Promise.all(
      [1, 2].map(async () => (await fetch(places().app)).headers.get('content-security-policy')),
    )
    expect(nonces[0]).not.toBe(nonces[1])
  })
})
