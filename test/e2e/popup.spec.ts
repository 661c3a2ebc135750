import type { Frame, Locator, Page } from '@playwright/test'
import { aside } from '../../sandbox/crm-host/aside'
import { expect, inside, test } from './kit'
import { lookAlone } from './looks'
import { places } from './places'
import { isWorking } from './set-up'
import { ownTenant } from './tenants'

const family = () => places().family
const tenant = ownTenant('popup', family)

test.describe.configure({ mode: 'serial', timeout: 120_000 })

/** The vendor's own window, as the press on the button opens it. */
async function windowOf(page: Page, frame: Frame, button: string | RegExp): Promise<Page> {
  const [opened] = await Promise.all([page.waitForEvent('popup'), frame.getByRole('button', { name: button }).click()])
  await opened.getByRole('heading', { name: 'Allow Concord to connect?' }).waitFor()
  return opened
}

const problem = (frame: Frame) => frame.locator('main').getByRole('alert')

async function allow(opened: Page, company?: string): Promise<void> {
  if (company !== undefined) await opened.getByRole('radio', { name: company }).check()
  await opened.getByRole('button', { name: 'Allow' }).click()
}

test('installed from its marketplace, the CRM is connected in a window of its own, although third-party cookies are blocked', async ({
  page,
}) => {
  await page.goto(`${family().host}/marketplace?tenant=${tenant}`)
  await page.getByRole('link', { name: 'Install' }).click()
  await expect(page.getByText('Read accounts, contacts, products and deals')).toBeVisible()
  await lookAlone(page, 'marketplace-freshsales')
  await page.getByRole('button', { name: 'Allow and install' }).click()
  const frame = await inside(page)
  await frame.getByRole('link', { name: 'Set up' }).click()
  await frame.getByLabel('Name in your address').fill('cordier')
  const opened = await windowOf(page, frame, 'Sign in to Freshsales')
  await allow(opened)
  await expect(opened.getByRole('heading', { name: 'Connected' })).toBeVisible()
  await lookAlone(opened, 'window-connected')
  await frame.getByRole('heading', { name: 'Tested just now' }).waitFor()
  const closed = opened.waitForEvent('close')
  await opened.getByRole('button', { name: 'Close this window' }).click()
  await closed
  await frame.getByRole('link', { name: 'Continue' }).click()
  await expect(frame.getByRole('heading', { name: 'Which accounting system?' })).toBeVisible()
})

test('a consent that is refused says so, and nothing is connected', async ({ open, page }) => {
  const frame = await toBooks(await open({ tenant, host: family().host }))
  const opened = await windowOf(page, frame, 'Sign in to Xero')
  await opened.getByRole('button', { name: 'Cancel' }).click()
  await expect(opened.getByRole('heading', { name: 'Not connected' })).toBeVisible()
  await lookAlone(opened, 'window-refused')
  await expect(problem(frame)).toContainText('You said no')
  await expect(problem(frame)).toContainText('Nothing was connected')
})

test('a window that is closed half-way leaves a page that says how to begin again', async ({ open, page }) => {
  const frame = await toBooks(await open({ tenant, host: family().host }))
  const opened = await windowOf(page, frame, 'Sign in to Xero')
  await opened.close()
  await expect(frame.getByText('Waiting for your answer in the window of Xero.')).toBeVisible()
  await expect(frame.getByText('If you closed the window, begin again.')).toBeVisible()
  await frame.getByRole('button', { name: 'Begin again' }).click()
  await expect(frame.getByRole('button', { name: 'Sign in to Xero' })).toBeVisible()
})

test('where no window may open, a link opens it, and only that browser may come back', async ({
  open,
  page,
  context,
}) => {
  const frame = await toBooks(await open({ tenant, host: family().host }))
  await frame.evaluate(() => {
    window.open = () => null
  })
  await frame.getByRole('button', { name: 'Sign in to Xero' }).click()
  await expect(frame.getByText('The window was not allowed to open')).toBeVisible()
  const [opened] = await Promise.all([
    context.waitForEvent('page'),
    frame.getByRole('link', { name: 'Open Xero' }).click(),
  ])
  await opened.getByRole('heading', { name: 'Allow Concord to connect?' }).waitFor()
  const address = opened.url()
  const stranger = await page.context().browser()?.newContext()
  const elsewhere = await stranger?.newPage()
  await elsewhere?.goto(address)
  if (elsewhere) await allow(elsewhere)
  await expect(problem(frame)).toContainText('The answer came from another browser')
  await stranger?.close()
})

test('a vendor whose page cuts every tie to ours is heard of all the same', async ({ open, page, context }) => {
  const cut = /identity\/connect\/authorize/
  await context.route(cut, async (route) => {
    const answer = await route.fetch()
    const headers = { ...answer.headers(), 'cross-origin-opener-policy': 'same-origin' }
    await route.fulfill({ response: answer, headers })
  })
  const frame = await toBooks(await open({ tenant, host: family().host }))
  const opened = await windowOf(page, frame, 'Sign in to Xero')
  expect(await opened.evaluate(() => opener === null)).toBe(true)
  await opened.getByRole('button', { name: 'Cancel' }).click()
  await expect(problem(frame)).toContainText('You said no')
})

test('the books are connected, and one of their companies is chosen', async ({ open, page }) => {
  const frame = await toBooks(await open({ tenant, host: family().host }))
  await allow(await windowOf(page, frame, 'Sign in to Xero'))
  await frame.getByRole('heading', { name: 'Tested just now' }).waitFor()
  await frame.getByRole('link', { name: 'Continue' }).click()
  await frame.getByRole('radio').first().click()
  await frame.getByRole('button', { name: 'Use this company' }).click()
  await expect(frame.getByRole('heading', { name: 'How should it work here?' })).toBeVisible()
})

test('an answer that is missing is named, linked and ready to be given; all others are suggested', async ({ open }) => {
  const frame = await open({ tenant, host: family().host })
  await frame.goto(`${frame.url()}/setup/choices`)
  const won = frame.getByRole('combobox', { name: 'Deal stages that mean won' })
  await pick(frame, won)
  await frame.getByRole('button', { name: 'Save and see what will happen' }).click()
  await expect(problem(frame)).toContainText('One answer needs you')
  await expect(won).toBeFocused()
  await frame.getByRole('button', { name: 'Save and see what will happen' }).focus()
  await problem(frame).getByRole('link', { name: 'Deal stages that mean won' }).click()
  await expect(won).toBeFocused()
  await pick(frame, won)
})

/** Takes the choice back, or makes it again. */
async function pick(frame: Frame, won: Locator): Promise<void> {
  await won.click()
  await frame.getByRole('option', { name: 'Won (suggested)' }).click()
  await won.press('Escape')
}

test('a first run of the two is previewed and finished without one answer more', async ({ open }) => {
  test.setTimeout(240_000)
  const frame = await open({ tenant, host: family().host })
  await frame.goto(`${frame.url()}/setup/choices`)
  await frame.getByRole('button', { name: 'Save and see what will happen' }).click()
  await frame.getByRole('button', { name: /^Start: create \d+, update \d+, remove 0$/ }).click({ timeout: 120_000 })
  await isWorking(frame)
})

test('signing in again to another company is refused by its name', async ({ open, page }) => {
  const frame = await open({ tenant, host: family().host })
  await frame.goto(`${frame.url()}/setup/books`)
  const opened = await windowOf(page, frame, 'Sign in to Xero again')
  const [first, second] = await opened.getByRole('radio').all()
  // Somebody took the first one away from us at the vendor, and now says yes for the second one.
  await aside(family().books).call('disconnect', await first?.getAttribute('value'))
  await second?.check()
  await allow(opened)
  await expect(problem(frame)).toContainText('This is another company')
  await expect(problem(frame)).toContainText('Hartwell Studio')
})

async function toBooks(frame: Frame): Promise<Frame> {
  await frame.goto(`${frame.url()}/setup/books`)
  await frame.getByRole('link', { name: 'Connect Xero' }).click()
  await frame.getByRole('heading', { name: 'Connect Xero' }).waitFor()
  return frame
}

test('a link that is no longer good says what to do, in the language of the browser', async ({ browser }) => {
  for (const locale of ['en', 'fr', 'es']) {
    const context = await browser.newContext({ locale })
    const page = await context.newPage()
    await page.goto(`${places().app}/connect/none`)
    await expect(page.locator('[lang]').last()).toHaveAttribute('lang', locale)
    await lookAlone(page, `window-spent-${locale}`)
    await context.close()
  }
})
