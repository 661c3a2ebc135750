import { expect, test } from './kit'
import { company, connectBooks, connectCrm, goOn } from './set-up'

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
    // The browser's global scope, where the line above put it.
    const scope = globalThis as unknown as { readonly pressed: () => void }
    addEventListener('click', (event) => void (event.isTrusted && scope.pressed()), true)
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
