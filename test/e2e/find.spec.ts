import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { build } from 'esbuild'
import type { Page } from '@playwright/test'
import { expect, test } from './kit'

/** As everywhere in the app. */
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

let script = ''
test.beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'find-page.tsx')],
    ...{ bundle: true, write: false, format: 'iife', jsx: 'automatic', logLevel: 'silent' },
    define: { 'process.env.NODE_ENV': '"production"', 'process.env': '{}' },
  })
  script = outputFiles[0]?.text ?? ''
})

test.beforeEach(async ({ page }) => {
  await page.setViewportSize({ width: 520, height: 700 })
  await page.setContent('<!doctype html><html lang="en"><title>Owners</title><body><h1>Owners</h1></body></html>')
  await page.addScriptTag({ content: script })
})

const one = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true })
const find = (page: Page) => page.getByRole('dialog').getByRole('combobox')
const options = (page: Page) => page.getByRole('option')
const highlighted = (page: Page) => page.locator('[role=option][data-highlighted]')

test('of two thousand values few are drawn, each says which of how many it is, and a part of a name finds one', async ({
  page,
}) => {
  await expect(one(page, 'Owner')).toHaveText('Owner 1500')
  await one(page, 'Owner').click()
  await expect(find(page)).toBeFocused()
  await expect(find(page)).toHaveAccessibleName('Owner')
  await expect(options(page).first()).toHaveAttribute('aria-setsize', '2000')
  expect(await options(page).count()).toBeLessThan(60)
  await expect(page.getByRole('option', { name: 'Owner 1500', exact: true })).toHaveAttribute('aria-selected', 'true')
  await find(page).fill('lefevre')
  await expect(options(page)).toHaveText([/^Zoé Lefèvre/])
  await expect(options(page)).toHaveAttribute('aria-setsize', '1')
  await page.keyboard.press('Enter')
  await expect(one(page, 'Owner')).toHaveText(/^Zoé Lefèvre/)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(one(page, 'Owner')).toBeFocused()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByLabel('Sent')).toHaveText('owner=u1987')
})

test('several are chosen one after the other, and taken back', async ({ page }) => {
  await one(page, 'Team').click()
  for (const name of ['Owner 1234', 'Owner 77']) {
    await find(page).fill(name)
    await page.getByRole('option', { name, exact: true }).click()
  }
  await find(page).fill('Owner 77')
  await page.getByRole('option', { name: 'Owner 77', exact: true }).click()
  await find(page).fill('Owner 1999')
  await page.getByRole('option', { name: 'Owner 1999', exact: true }).click()
  await page.keyboard.press('Escape')
  await expect(one(page, 'Team')).toHaveText('Owner 1234, Owner 1999')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByLabel('Sent')).toHaveText('owner=u1500 team=u1234 team=u1999')
})

test('the keyboard alone opens it, goes through it from end to end, and what has the focus is always drawn', async ({
  page,
}) => {
  await one(page, 'Sales rep').focus()
  await page.keyboard.press('ArrowDown')
  await expect(find(page)).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(highlighted(page)).toHaveText('Owner 2000')
  await expect(highlighted(page)).toBeInViewport()
  await page.keyboard.press('ArrowDown')
  await expect(highlighted(page)).toHaveText('Owner 1')
  for (let at = 0; at < 40; at++) await page.keyboard.press('ArrowDown')
  const far = await highlighted(page).textContent()
  expect(Number(/\d+/.exec(far ?? '')?.[0])).toBeGreaterThan(38)
  await expect(highlighted(page)).toBeInViewport()
  const id = await highlighted(page).getAttribute('id')
  await expect(find(page)).toHaveAttribute('aria-activedescendant', id ?? 'none')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Rep', { exact: true })).toHaveText(`u${/\d+/.exec(far ?? '')?.[0] ?? ''}`)
  await page.keyboard.press('Enter')
  await find(page).fill('nobody is called so')
  await expect(page.getByText('Nothing fits')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(one(page, 'Sales rep')).toHaveText(far ?? '')
})

test('nothing of it stands in a reader’s way, open or closed', async ({ page }) => {
  const faults = async () => {
    // Colours are those of the app's own style, which this page does not load.
    const { violations } = await new AxeBuilder({ page }).withTags(standards).disableRules(['color-contrast']).analyze()
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
  }
  expect(await faults()).toEqual([])
  await one(page, 'Owner').click()
  await expect(options(page).first()).toBeVisible()
  expect(await faults()).toEqual([])
})
