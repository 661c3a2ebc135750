import type { Frame, Page } from '@playwright/test'
import { expect, test } from './kit'
import { lookAlone } from './looks'
import { places } from './places'

const frameOf = (page: Page): Frame | undefined => page.frames().find((frame) => frame.url().startsWith(places().app))

/** Our page in the CRM's own frame once somebody is signed in there. */
async function inside(page: Page): Promise<Frame> {
  await expect.poll(() => frameOf(page)?.url() ?? '', { timeout: 20_000 }).toMatch(/\/embed\/[\w-]+$/)
  const frame = frameOf(page)
  if (!frame) throw new Error('There is no frame')
  await frame.getByRole('navigation').first().waitFor()
  return frame
}

/** Third-party cookies are blocked, as in every test of this folder. */
test('the CRM’s own frame says by its own word who opens Concord, every time anew', async ({ page, foreseen }) => {
  // What the browser notes of a bearer that was used before.
  foreseen.push(/status of 401/)
  const posted: string[] = []
  page.on('request', (request) => void (request.url().endsWith('/launch/sage-sales') && posted.push(request.url())))
  await page.goto(`${places().host}/fragment?user=501`)
  const first = await inside(page)
  await expect(first.getByRole('link', { name: 'Configurer' })).toBeVisible()
  expect(posted).toHaveLength(1)
  const { headers } = await fetch(first.url())
  expect(headers.get('content-security-policy')).toMatch(new RegExp(`frame-ancestors ${places().host}$`))

  await page.goto(`${places().host}/fragment?user=505`)
  const colleague = await inside(page)
  await expect(colleague.getByText(/Only an administrator/)).toBeVisible()

  // The CRM still holds the bearer that was used: a new one is asked for, and comes.
  await page.goto(`${places().host}/fragment?user=501`)
  await expect((await inside(page)).getByRole('link', { name: 'Configurer' })).toBeVisible()
  expect(posted).toHaveLength(4)
})

test('outside the CRM’s frame the page says where to go, and a stranger cannot show it', async ({ page, foreseen }) => {
  foreseen.push(/frame-ancestors/)
  await page.goto(`${places().app}/bridge/sage-sales`)
  await expect(page.getByRole('heading')).toHaveText('Open Concord inside Sage Sales Management')
  await expect(page.getByRole('link', { name: 'Open Sage Sales Management in a new tab' })).toBeVisible()
  await expect(page.getByRole('button')).toHaveCount(0)
  await lookAlone(page, 'bridge-outside')
  await page.goto(`${places().stranger}/?src=${encodeURIComponent(`${places().app}/bridge/sage-sales`)}`)
  await expect.poll(() => page.frame({ name: 'framed' })?.url()).toContain('chrome-error')
})

test('a page of the CRM that never answers is not waited for without end, and may be asked again', async ({ page }) => {
  await page.addInitScript(() => {
    if (top === self) window.addEventListener = () => undefined
  })
  await page.goto(`${places().host}/fragment?user=501`)
  const frame = page.frameLocator('iframe')
  await expect(frame.getByRole('heading')).toHaveText('Sage Sales Management did not answer')
  await expect(frame.getByRole('button', { name: 'Try again' })).toBeVisible()
})
