import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from './kit'
import type { Page } from '@playwright/test'

/** Rows near the eye, beyond it, and the one that has the keyboard. */
const most = 120

let script = ''
test.beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'long-list-page.tsx')],
    ...{ bundle: true, write: false, format: 'iife', jsx: 'automatic', logLevel: 'silent' },
    define: { 'process.env.NODE_ENV': '"production"', 'process.env': '{}' },
  })
  script = outputFiles[0]?.text ?? ''
})

async function opened(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 800 })
  await page.setContent(
    '<!doctype html><html lang="en"><title>Records</title><style>ul{display:flow-root;overflow-anchor:none}</style><body></body></html>',
  )
  await page.addScriptTag({ content: script })
}

const drawn = (page: Page) => page.getByRole('listitem').count()

test('a list of ten thousand rows draws few of them at any time, and every one can be reached', async ({ page }) => {
  await opened(page, 520)
  for (let more = 0; more < 3; more++) {
    await page.getByText('Show more').click()
    await expect(
      page.getByRole('link', { name: `Record ${String((more + 1) * 2_500 + 1)}`, exact: true }),
    ).toBeInViewport()
    expect(await drawn(page)).toBeLessThan(most)
  }
  // Rows take their own height once they are seen, so that the end is a little further than it looked.
  await expect(async () => {
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
    await expect(page.getByRole('link', { name: 'Record 10000', exact: true })).toBeInViewport({ timeout: 200 })
  }).toPass()
  const last = page.getByRole('listitem').filter({ hasText: /^Record 10000$/ })
  await expect(last).toHaveAttribute('aria-posinset', '10000')
  await expect(last).toHaveAttribute('aria-setsize', '10000')
  expect(await drawn(page)).toBeLessThan(most)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(520)
})

test('the keyboard goes from row to row, and stays where it is while the list scrolls away and back', async ({
  page,
}) => {
  await opened(page, 1280)
  await page.getByRole('searchbox').focus()
  await page.evaluate(() => {
    const went: string[] = []
    document.addEventListener('focusin', ({ target }) => went.push((target as HTMLElement).innerText)) // a link of ours
    Object.assign(window, { went })
  })
  for (let at = 1; at <= 110; at++) await page.keyboard.press('Tab')
  const went = await page.evaluate(() => (window as unknown as { went: readonly string[] }).went) // just put there
  expect(went).toEqual(Array.from({ length: 110 }, (_, at) => `Record ${String(at + 1)}`))
  await page.evaluate(() => window.scrollTo(0, 100_000))
  await expect(page.getByRole('link', { name: 'Record 100', exact: true })).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Record 110', exact: true })).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(page.getByRole('link', { name: 'Record 109', exact: true })).toBeFocused()
})

test('a search finds what is far down, and nothing above what is read moves when more is added', async ({ page }) => {
  await opened(page, 520)
  await page.getByRole('searchbox').fill('9876')
  await expect(page.getByRole('listitem')).toHaveText(['Record 9876'])
  await page.getByRole('searchbox').fill('')
  await page.evaluate(() => window.scrollTo(0, 60_000))
  const middle = page.getByRole('link', { name: 'Record 828', exact: true })
  await expect(middle).toBeInViewport()
  const before = await middle.boundingBox()
  await page.waitForFunction(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))),
  )
  expect((await middle.boundingBox())?.y).toBe(before?.y)
})
