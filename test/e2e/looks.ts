import AxeBuilder from '@axe-core/playwright'
import type { Frame, Page } from '@playwright/test'
import { expect, test } from './kit'
import { places } from './places'
import { routesOfBuild } from './routes'

const widths = [1280, 520] as const
const narrowest = Math.min(...widths)
const locales = ['en', 'fr', 'es'] as const
type Locale = (typeof locales)[number]
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Pages of a running integration, by name of the picture; `followed` are found by following a link from a page. */
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
  companies: '/settings/companies',
  disconnect: '/settings/disconnect/crm',
  leave: '/settings/leave',
} as const

const followed = {
  run: { from: '/history', link: 'main a[href*="/history/"]:not([href*="/changes"])' },
  change: { from: '/history/changes', link: 'main a[href*="/history/changes/"]:not([href*="/csv"])' },
  record: { from: '/records', link: 'main a[href*="/records/"]' },
  fix: { from: '/errors', link: 'main a[href$="/fix"]' },
} as const

/** Looked at where they are reached, and one that only leads on. */
const elsewhere = ['/setup/trial', '/plan/[run]', '/setup']
const addresses: Readonly<Record<keyof typeof followed, string>> = {
  run: '/history/[run]',
  change: '/history/changes/[entry]',
  record: '/records/[link]',
  fix: '/records/[link]/fix',
}

/** Every page in three languages and two widths, and in the dark: no barrier, no sideways scrolling; pictures are kept to look at. */
export function looks(tenant: string): void {
  test('no page of the build is left out of what is looked at', () => {
    const known = [...Object.values(paths), ...Object.values(addresses), ...elsewhere]
    const inside = routesOfBuild().filter(({ path, file }) => !file && path.startsWith('/embed/[install]'))
    expect(inside.length).toBeGreaterThan(20)
    const seen = (path: string) => known.includes(path.replace('/embed/[install]', '').replace('[side]', 'crm'))
    expect(inside.map(({ path }) => path).filter((path) => !seen(path))).toEqual([])
  })

  for (const locale of locales) {
    test(`every page is readable by everybody in ${locale}, wide and narrow`, async ({ open, page }) => {
      test.setTimeout(900_000)
      const frame = await open({ tenant, locale })
      const base = frame.url()
      for (const [name, path] of Object.entries(paths)) {
        await visit(frame, base + path)
        await lookAtBoth(page, frame, name, locale)
      }
      for (const [name, { from, link }] of Object.entries(followed)) {
        await follow(frame, base + from, link)
        await lookAtBoth(page, frame, name, locale)
      }
    })
  }

  test('every page is readable in the dark', async ({ open, page }) => {
    test.setTimeout(900_000)
    await page.emulateMedia({ colorScheme: 'dark' })
    const frame = await open({ tenant })
    const base = frame.url()
    for (const [name, path] of Object.entries(paths)) {
      await visit(frame, base + path)
      await picture(page, frame, `${name}-en-dark`)
      await noBarrier(page, `${name}-en-dark`, (axe) => axe.withRules(['color-contrast']))
    }
  })
}

/** One page in three languages and two widths, reached as `reach` says. */
export async function everyLook(page: Page, name: string, reach: (locale: Locale) => Promise<Frame>): Promise<void> {
  for (const locale of locales) await lookAtBoth(page, await reach(locale), name, locale)
}

async function follow(frame: Frame, from: string, link: string): Promise<void> {
  await visit(frame, from)
  const address = await frame.locator(link).first().getAttribute('href')
  await visit(frame, new URL(address ?? 'none', frame.url()).href)
}

export async function visit(frame: Frame, address: string): Promise<void> {
  await frame.goto(address)
  await frame.getByRole('heading', { level: 1 }).waitFor()
}

/**
 * A page that was just opened; what moved while it came in counts before anything is resized. axe looks at English twice
 * and at a translation where there is least room for its longer words.
 */
async function lookAtBoth(page: Page, frame: Frame, path: string, locale: Locale): Promise<void> {
  const name = `${path}-${locale}`
  expect(await shiftIn(frame), `${name} moves while it comes in`).toBeLessThan(0.02)
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    await picture(page, frame, `${name}-${width}`)
    if (locale === 'en' || width === narrowest) await noBarrier(page, `${name}-${width}`)
  }
}

/** Cumulative layout shift so far, as browsers report it: 0.1 is the mark of a good page. */
const shiftIn = (frame: Frame): Promise<number> =>
  frame.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const observer = new PerformanceObserver((list) => {
          // The entry's own type is not among the browser's types that TypeScript knows.
          const shifts = list.getEntries() as unknown as readonly { readonly value: number }[]
          resolve(shifts.reduce((sum, { value }) => sum + value, 0))
        })
        observer.observe({ type: 'layout-shift', buffered: true })
        setTimeout(() => resolve(0), 100)
      }),
  )

async function picture(page: Page, frame: Frame, name: string): Promise<void> {
  await frame.getByRole('heading', { level: 1 }).waitFor()
  const sideways = await frame.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(sideways, `${name} scrolls sideways`).toBeLessThanOrEqual(0)
  const shot = await page.locator('iframe').screenshot({ path: `test/output/screens/${name}.png` })
  expect(shot.byteLength).toBeGreaterThan(1000)
}

type Rules = (axe: AxeBuilder) => AxeBuilder
const all: Rules = (axe) => axe.withTags(standards)

/** axe looks at our frame alone: the page around it is the CRM's. */
async function noBarrier(page: Page, name: string, rules = all): Promise<void> {
  const { passes, violations } = await insideLooked(page, rules)
  // What passed inside the frame: proof that axe looked there at all.
  expect(passes.flatMap(({ nodes }) => nodes.filter(isFramed)).length, name).toBeGreaterThan(5)
  const ours = violations.map(({ id, nodes }) => ({ id, nodes: nodes.filter(isFramed) }))
  expect(barriers(ours.filter(({ nodes }) => nodes.length > 0)), `${name} at ${places().app}`).toEqual([])
}

/** axe gives a frame up that is busy when it comes by, and says nothing of it: then it looks once more. */
async function insideLooked(page: Page, rules: Rules, tries = 4): ReturnType<AxeBuilder['analyze']> {
  const found = await rules(new AxeBuilder({ page })).analyze()
  const looked = found.passes.some(({ nodes }) => nodes.some(isFramed))
  return looked || tries <= 1 ? found : insideLooked(page, rules, tries - 1)
}

interface Barrier {
  readonly id: string
  readonly nodes: readonly { readonly target: readonly unknown[] }[]
}

/** A node inside a frame is found by the frame's selector and its own. */
const isFramed = ({ target }: Barrier['nodes'][number]): boolean => target.length > 1

const barriers = (found: readonly Barrier[]): readonly string[] =>
  found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)

/** A page that stands alone, with nothing of the CRM around it. */
export async function lookAlone(page: Page, name: string): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    await page.screenshot({ path: `test/output/screens/${name}-${String(width)}.png` })
    const { passes, violations } = await all(new AxeBuilder({ page })).analyze()
    expect(passes.length).toBeGreaterThan(5)
    expect(barriers(violations), name).toEqual([])
  }
}
