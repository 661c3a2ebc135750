import { expect, test } from './kit'
import { look } from './looks'
import { company, connectBooks, connectCrm, crm, goOn, isWorking } from './set-up'

const tenant = 'details'
/** Install and consent come before the frame. */
const most = 12 - 2

test.describe.configure({ mode: 'serial', timeout: 240_000 })

/** What a person pressed inside the frame; typing is not pressing. */
let presses = 0

test('from the first page to a plan and its start in at most twelve clicks, install and consent included', async ({
  open,
  page,
}) => {
  await page.exposeFunction('pressed', () => void (presses += 1))
  await page.addInitScript(() => {
    addEventListener('click', (event) => void (event.isTrusted && Reflect.get(globalThis, 'pressed')()), true)
  })
  const frame = await open({ tenant })
  presses = 0
  await frame.getByRole('link', { name: 'Set up' }).click()
  await connectCrm(frame)
  await goOn(frame)
  await connectBooks(frame)
  await goOn(frame)
  await frame.getByRole('radio', { name: company.name }).click()
  await frame.getByRole('button', { name: 'Use this company' }).click()
  await frame.getByRole('button', { name: 'Save and see what will happen' }).click()
  await expect(frame.getByRole('button', { name: /^Start: create \d+/ })).toBeVisible({ timeout: 120_000 })
  expect(presses).toBeGreaterThan(6)
  expect(presses + 1).toBeLessThanOrEqual(most)
})

test('people are matched from the keyboard alone, and the effect is shown', async ({ open, page }) => {
  const frame = await open({ tenant })
  await frame.goto(`${frame.url()}/setup/people`)
  const first = frame.getByRole('combobox', { name: /^CRM user for/ }).first()
  await first.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(frame.getByText('chosen by you').first()).toBeVisible()
  await frame.getByRole('button', { name: 'Save and see the effect' }).focus()
  await page.keyboard.press('Enter')
  await expect(frame.getByRole('button', { name: /^Start: create \d+/ })).toBeVisible({ timeout: 120_000 })
})

test('a filter is counted while it is made', async ({ open, page }) => {
  const frame = await open({ tenant })
  await frame.goto(`${frame.url()}/setup/entities`)
  await frame.getByText('Customers: direction, conflicts, filter').click()
  const card = frame.locator('section', { hasText: 'Only records where' }).first()
  const all = /^(\d+) of \1 customers$/
  await expect(card.getByText(all)).toBeVisible()
  await card.getByRole('button', { name: 'Add a condition' }).click()
  await card.getByRole('textbox', { name: 'Value' }).fill('no company is called this')
  await expect(card.getByText(/^0 of \d+ customers$/)).toBeVisible()
  await look(page, frame, 'entities-filter-en-1280')
  await card.getByRole('button', { name: 'Remove this condition' }).click()
  await expect(card.getByText(all)).toBeVisible()
})

test('fields are joined row by row, and a row that cannot be says why', async ({ open, page }) => {
  const frame = await open({ tenant })
  await frame.goto(`${frame.url()}/setup/fields?entity=customer`)
  await frame.getByRole('button', { name: 'Add a row' }).click()
  await frame.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(frame.getByText('This answer is needed.')).toBeVisible()
  await look(page, frame, 'fields-fault-en-1280')
  await frame.getByRole('button', { name: 'Remove … and …' }).click()
  await frame.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(frame.getByText(/^Saved as a draft/)).toBeVisible()
})

test('the plan can be searched, filtered by field and exported', async ({ open, page }) => {
  const frame = await open({ tenant })
  await frame.goto(`${frame.url()}/setup/review`)
  await frame.getByRole('button', { name: 'Plan again' }).click()
  await expect(frame.getByRole('button', { name: /^Start: create \d+/ })).toBeVisible({ timeout: 120_000 })
  await frame.getByRole('link', { name: /^See all/ }).click()
  await frame.getByRole('combobox', { name: 'Field' }).selectOption('city')
  await frame.getByRole('searchbox', { name: 'Find a record' }).fill('zzz nobody')
  await frame.getByRole('button', { name: 'Search' }).click()
  await expect(frame.getByText('No change of this kind is planned.')).toBeVisible()
  await look(page, frame, 'plan-en-1280')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    frame.getByRole('link', { name: 'Export as CSV' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('plan.csv')
})

test('ten records are tried, looked at and taken back; then the start sends everything', async ({ open, page }) => {
  const live = async () => (await crm().rows('list', 'accounts')).filter((row) => row['deleted'] !== true).length
  const frame = await open({ tenant })
  const before = await live()
  await frame.goto(`${frame.url()}/setup/review`)
  await frame.getByRole('button', { name: 'Try 10 records first' }).click()
  await expect(frame.getByRole('heading', { level: 1 })).toHaveText('10 records were tried', { timeout: 60_000 })
  expect(await live()).toBeGreaterThan(before)
  await look(page, frame, 'trial-en-1280')
  await frame.getByRole('button', { name: 'Clean up' }).click()
  await frame.getByRole('alertdialog').getByRole('button', { name: 'Clean up' }).click()
  await expect(frame.getByRole('heading', { level: 1 })).toHaveText('The trial was taken back.', { timeout: 60_000 })
  expect(await live()).toBe(before)
  await frame.getByRole('button', { name: 'Plan again' }).click()
  const start = frame.getByRole('button', { name: /^Start: create \d+/ })
  await expect(start).toBeVisible({ timeout: 120_000 })
  await start.click()
  await isWorking(frame)
})

test('a changed setting is a draft with its effect shown first, and an older version comes back', async ({ open }) => {
  const frame = await open({ tenant })
  const base = frame.url()
  await frame.goto(`${base}/setup/entities`)
  await frame.getByRole('switch', { name: 'Products' }).click()
  await frame.getByRole('button', { name: 'Save and see the effect' }).click()
  await frame.getByRole('button', { name: /^(Approve|Put the changes)/ }).click({ timeout: 120_000 })
  await frame.waitForURL(/\/embed\/[\w-]+$/)
  await frame.goto(`${base}/settings/advanced`)
  await expect(frame.getByText('Products no longer travel')).toBeVisible()
  await frame.getByRole('button', { name: 'Restore version 1' }).click()
  await expect(frame.getByText('1 unpublished change', { exact: true })).toBeVisible()
  await frame.getByRole('button', { name: 'Discard' }).click()
  await frame.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click()
  await expect(frame.getByText('1 unpublished change', { exact: true })).toHaveCount(0)
})
