import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test as base, expect } from '@playwright/test'
import type { Frame, Page } from '@playwright/test'
import { signLaunch } from '../../sandbox/crm-host/launch'
import type { Signing, Visitor } from '../../sandbox/crm-host/launch'
import { places } from './places'

export { expect }

export interface Opening {
  readonly tenant: string
  readonly locale?: Visitor['locale']
  readonly role?: Visitor['role']
  /** The CRM page; the one of most tests unless said. */
  readonly host?: string
}

interface Kit {
  /** The Concord tab of the CRM page; answers with what is inside the frame. */
  readonly open: (opening: Opening) => Promise<Frame>
  /** Console errors that this test brings about on purpose. */
  readonly foreseen: RegExp[]
}

/** Every test runs in the CRM's frame with third-party cookies blocked, and fails on any error in the console. */
export const test = base.extend<Kit & { quiet: void }>({
  foreseen: async ({}, use) => use([]),
  quiet: [
    async ({ page, foreseen }, use) => {
      const said: string[] = []
      page.on('console', (message) => void (message.type() === 'error' && said.push(message.text())))
      page.on('pageerror', (error) => void said.push(error.message))
      await use()
      expect(said.filter((line) => !foreseen.some((pattern) => pattern.test(line)))).toEqual([])
    },
    { auto: true },
  ],
  page: async ({ page }, use) => {
    await blockThirdPartyCookies(page)
    await use(page)
  },
  open: async ({ page }, use) => {
    await use(async ({ tenant, locale = 'en', role = 'admin', host = places().host }) => {
      await page.goto(`${host}/concord?${new URLSearchParams({ tenant, locale, role }).toString()}`)
      return inside(page)
    })
  },
})

export async function blockThirdPartyCookies(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCookieControls', { enableThirdPartyCookieRestriction: true })
}

/** The frame once it is signed in: its address has lost the ticket and shows the page's head. */
export async function inside(page: Page): Promise<Frame> {
  await expect.poll(() => frameOf(page)?.url() ?? '', { timeout: 20_000 }).toMatch(/\/embed\/[\w-]+$/)
  const frame = frameOf(page)
  if (!frame) throw new Error('There is no frame')
  await frame.getByRole('navigation').first().waitFor()
  return frame
}

export const frameOf = (page: Page): Frame | null => page.frame({ name: 'concord' })

export const visitor: Visitor = {
  user: 'u-1',
  name: 'Ana García',
  email: 'ana@example.test',
  role: 'admin',
  locale: 'en',
  tenant: 'signed-by-hand',
}

/** A launch signed as the CRM page would, for tests that post it by themselves. */
export function signed(who: Partial<Visitor> = {}, how: Partial<Signing> = {}, now = Date.now()): string {
  const { home, app, host } = places()
  const { issuer, key } = JSON.parse(readFileSync(join(home, 'crm-host.json'), 'utf8')) as Pick<
    Signing,
    'issuer' | 'key'
  >
  return signLaunch({ ...visitor, ...who }, { issuer, key, audience: app, origin: host, ...how }, now)
}
