import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { openDatabase } from '@/lib/store/db'
import { startBatch } from '@/lib/store/gate'
import { foldPage, takeInbox } from '@/lib/store/inbox'
import { saveCursor } from '@/lib/store/cursors'
import { savePlanned, tieLinks, candidates } from '@/lib/store/links'
import { recordHalves } from '@/lib/store/record-halves'
import { closeWritten } from '@/lib/store/closing'
import { addRows, releaseRows, supersede } from '@/lib/store/outbox'
import type { OpenRow } from '@/lib/store/outbox-row'
import { takeLease } from '@/lib/store/leases'
import { inLease } from '@/lib/store/db'
import { rowsOf } from '@/lib/store/rows'
import { startPostgres, type Cluster } from '../kit/postgres'
import { aRow, aSighting, aWorld } from './world'

describe('a server', () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startPostgres()
  })
  afterAll(() => cluster.stop())

  it('is migrated once when two of us start at once on an empty database', async () => {
    const url = await cluster.fresh()
    const [first, second] = await Promise.all([openDatabase(url), openDatabase(url)])
    const names = await rowsOf<{ name: string }>(second.drizzle, sql`select name from migrations order by name`)
    expect(names.map(({ name }) => name).slice(0, 3)).toEqual([
      '0000_roles.sql',
      '0001_corridor.sql',
      '0002_guards.sql',
    ])
    expect(Math.abs(first.clockOffset)).toBeLessThan(1_000)
    await first.close()
    await second.close()
  })

  it('needs no superuser: the owner of an empty database may migrate it, and is bound by the guards too', async () => {
    const url = new URL(await cluster.fresh())
    const admin = new pg.Client({ connectionString: url.href })
    await admin.connect()
    await admin.query('create role landlord login createrole')
    await admin.query(`alter database ${url.pathname.slice(1)} owner to landlord`)
    for (const role of ['app_user', 'app_finder']) {
      await admin.query(`do $$ begin create role ${role} nologin; exception when duplicate_object then null; end $$`)
      await admin.query(`grant ${role} to landlord`)
    }
    await admin.query('alter schema public owner to landlord')
    await admin.end()
    url.username = 'landlord'
    const db = await openDatabase(url.href)
    const world = await aWorld(db)
    await world.within((tx, here) => foldPage(tx, here, world.integration, 'crm', [aSighting('customer', '1', {})], 1))
    expect(await rowsOf(db.drizzle, sql`select id from links`)).toEqual([])
    const token = await world.within((tx, here) => takeLease(tx, here, world.integration, 'w', 1_000))
    const held = { integration: world.integration, token: token ?? 0, ttl: 1_000 }
    const links = await inLease({ ...world.here, db }, held, (tx) =>
      takeInbox(tx, world.here, world.integration, ['account'], 9),
    )
    expect(links).toHaveLength(1)
    await db.close()
  })

  it('answers a page, a plan and a batch with a handful of statements, whatever their size', async () => {
    const texts: string[] = []
    const db = await openDatabase(await cluster.fresh(), { watch: (text) => void texts.push(text) })
    const world = await aWorld(db)
    const { integration } = world
    const count = async (work: Parameters<typeof world.within>[0]): Promise<number> => {
      await world.within(async (tx, here) => {
        texts.length = 0
        await work(tx, here)
      })
      return texts.filter((text) => text !== 'commit').length
    }
    const page = Array.from({ length: 1_000 }, (_, at) =>
      aSighting('customer', `${at}`, { name: 'A' }, { keys: [`code:${at}`] }),
    )
    const ids = page.map(({ id }) => id)
    const rows = ids.map((link) => aRow(world, link, 'crm', { state: 'proposed' }))
    const planned = ids.map((id) => ({
      id,
      planned: 1,
      because: null,
      waitsOn: null,
      gone: false,
      agreedCrm: {},
      agreedBooks: {},
    }))
    const half = {
      entity: 'customer' as const,
      version: null,
      seen: {},
      removed: false,
      leftFilter: false,
      marker: null,
    }
    const done = ids.map((link) => ({
      link,
      half: { id: link, ...half },
      keys: [],
      readAt: 1,
      base: {},
      otherBase: {},
      tried: {},
      gone: false,
      wake: false,
    }))
    const request = { do: 'remove', entity: 'customer', id: '1', ifMatch: null, idempotencyKey: 'k' } as const
    expect(await count((tx, here) => foldPage(tx, here, integration, 'books', page, 1))).toBe(1)
    expect(
      await count((tx, here) =>
        saveCursor(tx, here, integration, { side: 'books', feed: 'f', cursor: null, begunRun: null, polledRun: 'r' }),
      ),
    ).toBe(2)
    const plan = await count(async (tx, here) => {
      await takeInbox(tx, here, integration, ['account', 'contact'], 1_000)
      await candidates(tx, here, integration, 'account', 'crm', ['code:1'])
      await tieLinks(tx, here, [{ keep: 'a', drop: 'b' }])
      await savePlanned(tx, here, planned)
      await supersede(tx, here, ids)
      await addRows(tx, here, integration, rows)
    })
    expect(plan).toBe(6)
    await world.within((tx, here) => releaseRows(tx, here, world.run))
    const actor = { kind: 'schedule' } as const
    let again: Parameters<typeof closeWritten>[3] = []
    const apply = await count(async (tx, here) => {
      const requests = async (all: readonly { id: string }[]) => new Map(all.map(({ id }) => [id, request]))
      const ask = { integration, token: 1, hasSiblings: false, limit: () => 1_000, kind: null, requests }
      const batch = await startBatch(tx, here, ask)
      expect(batch.rows).toHaveLength(1_000)
      await recordHalves(tx, here, 'crm', done)
      const written = ({ id, why }: OpenRow) => ({ row: id, entry: here.newId(), remoteId: id, sets: null, why })
      const closed = await closeWritten(tx, here, { run: world.run, actor }, batch.rows.map(written))
      expect([...closed]).toEqual([[world.run, 1_000]])
      again = batch.rows.map(written)
    })
    expect(apply).toBe(5)
    // A step that is delivered twice tells it once.
    expect((await world.within((tx, here) => closeWritten(tx, here, { run: world.run, actor }, again))).size).toBe(0)
    await db.close()
  })
})
