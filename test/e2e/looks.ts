import AxeBuilder from '@axe-core/playwright'
import type { Frame, Page } from '@playwright/test'
import { expect, test } from './kit'
import { places } from './places'

const widths = [1280, 520] as const
const locales = ['en', 'fr', 'es'] as const
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Pages of a running integration, by name of the picture; the last ones are found by following a link. */
const paths = {
  status: '',
  history: '/history',
  errors: '/errors',
  settings: '/settings',
  records: '/records',
  reconciliation: '/reconciliation',
  crm: '/setup/crm',
  books: '/setup/books',
  company: '/setup/company',
  choices: '/setup/choices',
  review: '/setup/review',
  people: '/setup/people',
  entities: '/setup/entities',
  fields: '/setup/fields',
  match: '/setup/match',
  advanced: '/settings/advanced',
  statistics: '/statistics',
  changes: '/history/changes',
  alerts: '/settings/alerts',
} as const

/** Every page in three languages and two widths: no barrier, no sideways scrolling; pictures are kept to look at. */
export function looks(tenant: string): void {
  for (const locale of locales) {
    test(`every page is readable by everybody in ${locale}, wide and narrow`, async ({ open, page }) => {
      test.setTimeout(300_000)
      const frame = await open({ tenant, locale })
      const base = frame.url()
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 })
        for (const [name, path] of Object.entries(paths)) {
          await visit(frame, base + path)
          await look(page, frame, `${name}-${locale}-${width}`)
        }
        await followed(page, frame, base, `${locale}-${width}`)
      }
    })
  }

  test('every page is readable in the dark', async ({ open, page }) => {
    await page.emulateMedia({ colorScheme: 'dark' })
    const frame = await open({ tenant })
    const base = frame.url()
    for (const name of ['status', 'errors', 'choices', 'review', 'entities', 'fields'] as const) {
      await visit(frame, base + paths[name])
      await look(page, frame, `${name}-en-dark`)
    }
  })
}

/** A run and a record: their addresses hang on what happened. */
async function followed(page: Page, frame: Frame, base: string, suffix: string): Promise<void> {
  await visit(frame, `${base}/history`)
  await frame.locator('main a[href*="/history/"]').first().click()
  await frame.waitForURL(/\/history\//)
  await look(page, frame, `run-${suffix}`)
  await visit(frame, `${base}/records`)
  await frame.locator('main a[href*="/records/"]').first().click()
  await frame.waitForURL(/\/records\//)
  await look(page, frame, `record-${suffix}`)
}

async function visit(frame: Frame, address: string): Promise<void> {
  await frame.goto(address)
  await frame.getByRole('heading', { level: 1 }).waitFor()
}

/** axe looks at our frame alone: the page around it is the CRM's. */
export async function look(page: Page, frame: Frame, name: string): Promise<void> {
  await frame.getByRole('heading', { level: 1 }).waitFor()
  const sideways = await frame.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(sideways, `${name} scrolls sideways`).toBeLessThanOrEqual(0)
  const shot = await page.locator('iframe').screenshot({ path: `test/output/screens/${name}.png` })
  expect(shot.byteLength).toBeGreaterThan(1000)
  const found = await new AxeBuilder({ page }).include(['iframe', 'body']).withTags(standards).analyze()
  // Rules that passed inside the frame: proof that axe looked there at all.
  expect(found.passes.filter(({ nodes }) => nodes.some(({ target }) => target.length > 1)).length).toBeGreaterThan(5)
  const said = found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  )
  expect(said, `${name} at ${places().app}`).toEqual([])
}
