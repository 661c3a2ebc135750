import { press, tabTo, typeInto } from './keyboard'
import { expect, inside, test } from './kit'
import { everyLook, visit } from './looks'
import { places } from './places'
import { company, crm, isWorking, keys } from './set-up'
import { ownTenant } from './tenants'

const tenant = ownTenant('keyboard')
const start = /^Start: create \d+, update \d+, remove 0$/

test.describe.configure({ mode: 'serial', timeout: 900_000 })

test('Concord is installed and set up from the keyboard alone, up to the plan', async ({ page }) => {
  await page.goto(`${places().host}/marketplace?tenant=${tenant}`)
  await press(page, page.getByRole('link', { name: 'Install' }))
  await press(page, page.getByRole('button', { name: 'Allow and install' }))
  const frame = await inside(page)
  const button = (name: string) => frame.getByRole('button', { name })
  await press(page, frame.getByRole('link', { name: 'Skip to the content' }))
  await press(page, frame.getByRole('link', { name: 'Set up' }))
  await typeInto(page, frame.getByLabel('Public key'), keys.publicKey)
  await typeInto(page, frame.getByLabel('Private key'), keys.privateKey)
  await press(page, button('Check and connect'))
  await press(page, frame.getByRole('link', { name: 'Continue' }))
  await typeInto(page, frame.getByLabel('Gateway address'), places().books)
  await typeInto(page, frame.getByLabel('Gateway key'), keys.gatewayKey)
  await press(page, button('Check and connect'))
  await press(page, frame.getByRole('link', { name: 'Continue' }))
  const chosen = frame.getByRole('radio', { name: company.name })
  await tabTo(page, frame.getByRole('radio').first())
  while ((await chosen.getAttribute('aria-checked')) !== 'true') await page.keyboard.press('ArrowDown')
  await press(page, button('Use this company'))
  await tabTo(page, frame.getByRole('combobox', { name: 'Who owns what nobody owns?' }))
  await page.keyboard.press('Enter')
  await frame.getByRole('option', { name: /Alice Moreau/ }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await press(page, button('Save and see what will happen'))
  await expect(frame.getByRole('button', { name: start })).toBeVisible({ timeout: 120_000 })
})

test('people are matched from the keyboard alone, and the effect is shown', async ({ open, page }) => {
  const frame = await open({ tenant })
  await frame.goto(`${frame.url()}/setup/people`)
  await tabTo(page, frame.getByRole('combobox', { name: /^CRM user for/ }).first())
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(frame.getByText('chosen by you').first()).toBeVisible()
  await press(page, frame.getByRole('button', { name: 'Save and see the effect' }))
  await expect(frame.getByRole('button', { name: start })).toBeVisible({ timeout: 120_000 })
})

test('ten records are tried first, looked at, and taken back after a question that keeps the focus', async ({
  open,
  page,
}) => {
  const frame = await open({ tenant })
  await frame.goto(`${frame.url()}/setup/review`)
  await press(page, frame.getByRole('button', { name: 'Try 10 records first' }))
  await frame.getByRole('heading', { name: /records were tried/ }).waitFor({ timeout: 90_000 })
  const written = async () => (await crm().rows('list', 'accounts')).filter((row) => row['Z_SyncRef']).length
  expect(await written()).toBeGreaterThan(0)
  const clean = frame.getByRole('button', { name: 'Clean up' })
  await press(page, clean)
  const dialog = frame.getByRole('alertdialog', { name: 'Take these changes back?' })
  const inDialog = () => dialog.evaluate((box) => box.contains(document.activeElement))
  for (let times = 0; times < 5; times += 1) {
    await page.keyboard.press('Tab')
    expect(await inDialog()).toBe(true)
  }
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(clean).toBeFocused()
  await page.keyboard.press('Enter')
  await press(page, dialog.getByRole('button', { name: 'Clean up' }))
  await frame.getByRole('heading', { name: 'The trial was taken back.' }).waitFor({ timeout: 90_000 })
  const left = (await crm().rows('list', 'accounts')).filter((row) => row['Z_SyncRef'] && row['deleted'] !== true)
  expect(left).toEqual([])
})

test('the trial and the plan are readable by everybody in three languages', async ({ open, page }) => {
  const reach = (path: string) => async (locale: 'en' | 'fr' | 'es') => {
    const frame = await open({ tenant, locale })
    await visit(frame, `${frame.url()}${path}`)
    return frame
  }
  await everyLook(page, 'trial', reach('/setup/trial'))
  const review = await reach('/setup/review')('en')
  const plan = await review.locator('main a[href*="/plan/"]').first().getAttribute('href')
  const path = /\/plan\/[^?]+/.exec(plan ?? '')?.[0] ?? 'none'
  await everyLook(page, 'plan', reach(path))
  await everyLook(page, 'review-first', reach('/setup/review'))
})

test('the first run is started from the keyboard alone', async ({ open, page }) => {
  const frame = await open({ tenant })
  await frame.goto(`${frame.url()}/setup/review`)
  const plan = frame.locator('main a[href*="/plan/"]').first()
  const before = (await plan.getAttribute('href')) ?? 'none'
  await press(page, frame.getByRole('button', { name: 'Plan again' }))
  // The plan of before, and its button, stay until the new one is there.
  await expect(plan).not.toHaveAttribute('href', before, { timeout: 60_000 })
  await press(page, frame.getByRole('button', { name: start }))
  await frame.waitForURL(/\/embed\/[\w-]+$/)
  await isWorking(frame)
})
