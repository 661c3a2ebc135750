import { neonConfig } from '@neondatabase/serverless'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase, type Database } from '@/lib/store/db'
import { startBatch } from '@/lib/store/gate'
import { foldPage, takeInbox } from '@/lib/store/inbox'
import { takeLease } from '@/lib/store/leases'
import { savePlanned } from '@/lib/store/links'
import { addRows } from '@/lib/store/outbox'
import { startPostgres, type Cluster } from '../kit/postgres'
import { startNeonProxy } from '../kit/neon-proxy'
import { aRow, aSighting, aWorld } from './world'

describe('the store over the Neon driver', () => {
  let cluster: Cluster
  let proxy: Awaited<ReturnType<typeof startNeonProxy>>
  let db: Database
  beforeAll(async () => {
    cluster = await startPostgres()
    const url = await cluster.fresh()
    proxy = await startNeonProxy(Number(new URL(url).port))
    neonConfig.wsProxy = () => proxy.address
    neonConfig.useSecureWebSocket = false
    neonConfig.pipelineTLS = false
    neonConfig.pipelineConnect = false
    db = await openDatabase(url, { driver: 'neon' })
  })
  afterAll(async () => {
    await db.close()
    await proxy.stop()
    await cluster.stop()
  })

  it('a record comes in, is planned, and its write starts', async () => {
    const world = await aWorld(db)
    const row = aSighting('customer', '1', { name: 'Zoë', city: null })
    await world.within((tx, here) => foldPage(tx, here, world.integration, 'books', [row], 5))
    const links = await world.within((tx, here) => takeInbox(tx, here, world.integration, ['account'], 5))
    expect(links).toMatchObject([{ id: row.id, news: 1, books: { seen: { name: 'Zoë', city: null } } }])
    const planned = {
      id: row.id,
      planned: 1,
      because: null,
      waitsOn: null,
      gone: false,
      agreedCrm: {},
      agreedBooks: {},
    }
    await world.within(async (tx, here) => {
      await savePlanned(tx, here, [planned])
      await addRows(tx, here, world.integration, [aRow(world, row.id, 'crm')])
    })
    const ask = { integration: world.integration, token: 1, hasSiblings: false, limit: () => 5, kind: null }
    const batch = await world.within((tx, here) => startBatch(tx, here, ask))
    expect(batch.rows).toMatchObject([{ link: row.id, state: 'started', startedAt: world.clock.now }])
  })

  it('a transaction that fails leaves nothing, and one tenant does not see another', async () => {
    const [world, other] = [await aWorld(db), await aWorld(db)]
    const row = aSighting('customer', '1', {})
    const failing = world.within(async (tx, here) => {
      await foldPage(tx, here, world.integration, 'books', [row], 5)
      throw new Error('stop')
    })
    await expect(failing).rejects.toThrow('stop')
    expect(await world.within((tx, here) => takeInbox(tx, here, world.integration, ['account'], 5))).toEqual([])
    await world.within((tx, here) => foldPage(tx, here, world.integration, 'books', [row], 5))
    expect(await other.within((tx, here) => takeInbox(tx, here, world.integration, ['account'], 5))).toEqual([])
  })

  it('of many workers that try at once exactly one gets the lease', async () => {
    const world = await aWorld(db)
    const tries = Array.from({ length: 10 }, (_, at) =>
      world.within((tx, here) => takeLease(tx, here, world.integration, `w${at}`, 1_000)),
    )
    expect((await Promise.all(tries)).filter((token) => token !== null)).toEqual([1])
  })
})
