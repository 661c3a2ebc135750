import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SECOND } from '../../sandbox/sage-50-fr'
import { addCompany } from '@/lib/service/add-company'
import type { Desk } from '@/lib/service/desk'
import { rowsOf } from '@/lib/store/rows'
import { lastRuns } from '@/lib/store/runs'
import { recordsPage } from '@/lib/store/standing'
import { corridor, type Corridor } from '../kit/corridor'
import { started, worked } from './kit'
import { answerTo, deskFiles, questionsWith, service, type Work } from './stranger'

/** About the organisation as a whole, all its companies together: reviewed one by one. */
const wholeHouse = new Set(['export.ts', 'leave-through.ts', 'uninstall.ts'])

describe('another company of the same CRM', () => {
  let house: Corridor
  let other: Desk
  let first: string
  let ids: Readonly<Record<string, string>>
  let names: readonly string[]
  beforeAll(async () => {
    house = await corridor()
    await started(house)
    first = await house.integration()
    other = { ...house.desk, ...(await worked(addCompany(house.desk, { company: SECOND }))) }
    const found = await house.within(async (tx) => ({
      runs: await lastRuns(tx, house.desk, first, 1),
      links: (await recordsPage(tx, house.desk, first, {}, { after: null, limit: 500 })).links,
      connections: await rowsOf<{ id: string }>(tx, sql`select id from connections where company_id = 'dossier-1'`),
    }))
    ids = {
      ...{ integration: first, run: found.runs[0]?.id ?? '', link: found.links[0]?.id ?? '' },
      connection: found.connections[0]?.id ?? '',
    }
    const own = JSON.stringify(house.books.list(SECOND, 'clients'))
    names = found.links
      .map((link) => String(link.books?.seen.name ?? ''))
      .filter((name) => name.length > 8 && !own.includes(name))
  }, 300_000)
  afterAll(() => house.close())

  test('has records that can be told from our own', () => {
    expect(names.length).toBeGreaterThan(3)
    expect(Object.values(ids)).not.toContain('')
  })

  test.each(deskFiles.filter((name) => !wholeHouse.has(name)))(
    '%s: whatever is asked with its ids at this one, nothing of it is shown and nothing changes',
    async (name) => {
      const room: unknown = await import(join(service, name))
      const before = await everything()
      for (const work of Object.values(Object(room) as Record<string, unknown>)) {
        if (typeof work !== 'function') continue
        for (const asked of questionsWith(ids)) {
          const said = await answerTo(work as Work, other, asked)
          for (const foreign of names) expect(said).not.toContain(foreign)
        }
      }
      expect(await everything()).toEqual(before)
    },
    120_000,
  )

  /** All rows of the first company in all tables that know companies, as one text each. */
  async function everything(): Promise<readonly string[]> {
    const tables = await rowsOf<{ name: string }>(
      house.db.drizzle,
      sql`select table_name as name from information_schema.columns
        where table_schema = 'public' and column_name = 'integration_id' order by 1`,
    )
    const found: string[] = []
    for (const { name } of tables) {
      const [row] = await rowsOf<{ sum: string | null }>(
        house.db.drizzle,
        sql`select md5(string_agg(t::text, '|' order by t::text)) as sum from ${sql.identifier(name)} t
          where integration_id = ${first}`,
      )
      found.push(`${name} ${row?.sum ?? ''}`)
    }
    return found
  }
})
