import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { readOn } from '@/app/embed/[install]/_lists/read-on'
import { records } from '@/lib/service/records'
import { runEntries } from '@/lib/service/run-entries'
import { runs } from '@/lib/service/runs'
import { runsPage } from '@/lib/store/runs'
import { corridor, small, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { signIn, signOut } from '../kit/jar'

vi.mock('next/headers', async () => (await import('../kit/jar')).headers)

let house: Corridor
let install: string
beforeAll(async () => {
  house = await corridor({ db: await sharedDatabase(), books: { size: { ...small, contacts: 110 } } })
  await house.setUp()
  await house.runToEnd()
})
beforeEach(async () => {
  install = await signIn(house.desk, { name: 'reader', role: 'viewer' })
})

/** What stands on the screen, words only. */
const shown = (node: ReactNode): string =>
  renderToStaticMarkup(node)
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&')
/** The names of all that a list holds below a place. */
async function namesBelow(from: string | null): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>()
  for (let cursor = from; cursor !== null;) {
    const { rows, next } = await records(house.desk, { entity: 'contact', cursor })
    for (const { link, name } of rows) names.set(link, name)
    cursor = next
  }
  return names
}

const page = async (list: string, wanted: unknown, cursor: unknown) => {
  const found = await readOn(install, list, wanted, cursor)
  if (found === null) throw new Error('Nothing may be read')
  return found
}

describe('reading on in a long list', () => {
  test('shows every further record once, under its name, until the list is over', async () => {
    const begun = await records(house.desk, { entity: 'contact' })
    const names = await namesBelow(begun.next)
    expect(names.size).toBeGreaterThan(50)
    const seen = new Map<string, string>()
    for (let cursor = begun.next; cursor !== null;) {
      const { rows, next } = await page('records', { entity: 'contact' }, cursor)
      for (const { key, node } of rows) {
        expect(seen.has(key)).toBe(false)
        seen.set(key, shown(node))
      }
      cursor = next
    }
    expect([...seen.keys()]).toEqual([...names.keys()])
    for (const [link, name] of names) expect(seen.get(link)).toContain(name)
  })

  test('keeps to what was asked of the list', async () => {
    const whole = await records(house.desk, { entity: 'customer' })
    const [first, ...others] = whole.rows
    const { rows } = await page('records', { entity: 'customer' }, first?.link)
    expect(rows.map(({ key }) => key)).toEqual(others.map(({ link }) => link))
  })

  test('shows earlier runs, and what a run did, below those that are shown', async () => {
    await house.runToEnd()
    const integration = await house.integration()
    const [, earlier] = (await runs(house.desk)).rows
    const { next } = await house.within((tx) => runsPage(tx, house.desk, integration, { after: null, limit: 1 }))
    const below = await page('runs', {}, next)
    expect(below.rows.map(({ key }) => key)).toEqual([earlier?.id])
    expect(shown(below.rows[0]?.node)).toMatch(/\d/)
    const run = earlier?.id ?? ''
    const begun = await runEntries(house.desk, { run })
    const { rows } = await page('entries', { run }, begun?.page.next)
    expect(rows.length).toBeGreaterThan(0)
    const shownAlready = new Set(begun?.page.rows.map(({ id }) => id))
    expect(rows.filter(({ key }) => shownAlready.has(key))).toEqual([])
  })
})

describe('nothing is read', () => {
  test('by whoever is not signed in any more', async () => {
    signOut()
    expect(await readOn(install, 'records', {}, 'a')).toBeNull()
  })

  test('by somebody of another organisation', async () => {
    const other = await corridor({ db: house.db })
    const own = await signIn(other.desk, { name: 'thief', role: 'admin' })
    expect(await readOn(install, 'records', {}, 'a')).toBeNull()
    const [run] = (await runs(house.desk)).rows
    for (const list of ['records', 'runs', 'changes', 'entries', 'planned']) {
      expect(await readOn(own, list, { run: run?.id ?? '' }, 'a')).toEqual({ rows: [], next: null })
    }
  })

  test.each([
    ['a list that there is not', 'members', {}, 'a'],
    ['a name that every object has', 'constructor', {}, 'a'],
    ['a question that is no text', 'records', { entity: { $ne: null } }, 'a'],
    ['a question that is too long', 'records', { search: 'x'.repeat(501) }, 'a'],
    ['a question of nothing', 'records', null, 'a'],
    ['no place to go on from', 'records', {}, ''],
    ['a place that is no text', 'records', {}, 7],
  ] as const)('for %s', async (_what, list, wanted, cursor) => {
    expect(await readOn(install, list, wanted, cursor)).toBeNull()
  })

  test.each(['%', "' or 1=1 --", '999999999999999999999', '{"at":'])(
    'beyond a place that no list told (%s), and no list falls over it',
    async (cursor) => {
      for (const list of ['records', 'runs', 'changes', 'entries', 'planned'])
        expect((await readOn(install, list, {}, cursor))?.rows, list).toBeDefined()
    },
  )
})
