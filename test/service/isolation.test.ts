import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { openRun } from '@/lib/engine/open'
import { advance } from '@/lib/engine/run'
import { lastRuns } from '@/lib/store/runs'
import { rowsOf } from '@/lib/store/rows'
import { recordsPage } from '@/lib/store/standing'
import { corridor, type Corridor } from '../kit/corridor'
import { freshDatabase } from '../kit/fresh-database'
import { connectAll, started } from './kit'
import { answerTo, deskFiles, questionsWith, service, type Work } from './stranger'

const root = join(import.meta.dirname, '../..')

describe('another tenant', () => {
  let victim: Corridor
  let thief: Corridor
  let ids: Readonly<Record<string, string>>
  let names: readonly string[]
  beforeAll(async () => {
    const db = await freshDatabase()
    victim = await corridor({ db, books: { seed: 77 }, crm: { seed: 78 } })
    thief = await corridor({ db })
    await started(victim)
    await connectAll(thief)
    const integration = await victim.integration()
    const found = await victim.within(async (tx) => ({
      runs: await lastRuns(tx, victim.desk, integration, 1),
      links: (await recordsPage(tx, victim.desk, integration, {}, { after: null, limit: 500 })).links,
      recipient: await rowsOf<{ id: string }>(tx, sql`select id from connections order by id limit 1`),
    }))
    ids = {
      ...{ integration, run: found.runs[0]?.id ?? '', link: found.links[0]?.id ?? '' },
      connection: found.recipient[0]?.id ?? '',
    }
    const own = JSON.stringify(thief.books.list('dossier-1', 'clients'))
    names = found.links
      .map((link) => String(link.books?.seen.name ?? link.crm?.seen.name ?? ''))
      .filter((name) => name.length > 8 && !own.includes(name))
  }, 300_000)

  test('has records that can be told from our own', () => {
    expect(names.length).toBeGreaterThan(3)
    expect(Object.values(ids)).not.toContain('')
  })

  test.each(deskFiles)(
    '%s: whatever is asked with its ids, nothing of it is shown and nothing changes',
    async (name) => {
      const room: unknown = await import(join(service, name))
      const before = await everything(victim)
      for (const work of Object.values(Object(room) as Record<string, unknown>)) {
        if (typeof work !== 'function') continue
        for (const asked of questionsWith(ids)) {
          const said = await answerTo(work as Work, thief.desk, asked)
          for (const foreign of names) expect(said).not.toContain(foreign)
        }
      }
      expect(await everything(victim)).toEqual(before)
    },
    120_000,
  )

  test('a job that names the integration of somebody else opens nothing and changes nothing', async () => {
    const before = await everything(victim)
    const { integration = '', run = '' } = ids
    for (const trigger of ['schedule', 'preview', 'asked', 'undo'] as const)
      await expect(openRun(thief.engine, integration, trigger, thief.desk.newId()), trigger).rejects.toThrow()
    const pass = { integration, run, token: 1 }
    await expect(advance(thief.engine, pass)).rejects.toThrow(/There is no run/)
    expect(await everything(victim)).toEqual(before)
  })

  /** All rows of a tenant in all tables that know tenants, as one text each. */
  async function everything({ db, desk }: Corridor): Promise<readonly string[]> {
    const tables = await rowsOf<{ name: string }>(
      db.drizzle,
      sql`select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'tenant_id' order by 1`,
    )
    const found: string[] = []
    for (const { name } of tables) {
      const [row] = await rowsOf<{ sum: string | null }>(
        db.drizzle,
        sql`select md5(string_agg(t::text, '|' order by t::text)) as sum from ${sql.identifier(name)} t where tenant_id = ${desk.tenant}`,
      )
      found.push(`${name} ${row?.sum ?? ''}`)
    }
    return found
  }
})

describe('every page and route stands behind a door', () => {
  const routes = readdirSync(join(root, 'app'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|\/)(page|route)\.tsx?$/.test(path))
    .map((path) => path.replaceAll('\\', '/'))
  const text = (path: string): string => readFileSync(join(root, 'app', path), 'utf8')

  /** Outside the frame: what each one asks for before it reads or changes anything; reviewed one by one. */
  const doors: Readonly<Record<string, RegExp>> = {
    'page.tsx': /outside/,
    'bridge/[crm]/page.tsx': /BridgeFrame/,
    'bridge/[crm]/[install]/page.tsx': /BridgeFrame/,
    'connect/[attempt]/page.tsx': /consentWindow\(/,
    'connect/[attempt]/look/route.ts': /fromOurPage\(/,
    'connect/[attempt]/open/route.ts': /fromOurPage\(/,
    'launch/[crm]/route.ts': /launchFrom\(/,
    'to/[install]/route.ts': /setOut\(/,
    'u/[token]/route.ts': /[uU]nsubscribe|farewell/,
    'api/auth/[...nextauth]/route.ts': /fromOurPage\(/,
    'api/health/route.ts': /isHealthy\(/,
    'api/inngest/route.ts': /serve\(/,
    'api/lifecycle/[crm]/route.ts': /toldFrom\(/,
    'api/oauth/[vendor]/callback/route.ts': /finishConsent\(/,
    'api/webhooks/[vendor]/route.ts': /takeWebhook\(/,
  }

  test('inside the frame each one asks for the session of this very installation', () => {
    const inside = routes.filter((path) => path.startsWith('embed/'))
    expect(inside.length).toBeGreaterThan(10)
    const open = inside.filter((path) => !/\b(enter|desk)\(|<ConnectPage/.test(text(path)))
    expect(open).toEqual([])
  })

  test('outside the frame each one is known, with its own door', () => {
    const outside = routes.filter((path) => !path.startsWith('embed/'))
    expect(outside.filter((path) => !doors[path]?.test(text(path)))).toEqual([])
  })

  /** Actions that only read, behind the session of the page; reviewed one by one. */
  const readers = ['embed/[install]/_lists/read-on.ts', 'embed/[install]/setup/count-action.ts']

  test('every action of a page goes through the one wrapper', () => {
    const actions = readdirSync(join(root, 'app'), { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => /\.tsx?$/.test(path) && text(path).startsWith("'use server'"))
    expect(actions.length).toBeGreaterThan(3)
    expect(actions.filter((path) => !/\b(reply|hear|action)\(/.test(text(path)))).toEqual(readers)
  })
})
