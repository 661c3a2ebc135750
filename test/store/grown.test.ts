import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { noSettings } from '@/lib/model/settings'
import { brakeFacts } from '@/lib/store/brake-facts'
import { closeWritten } from '@/lib/store/closing'
import type { Database, Here, Tx } from '@/lib/store/db'
import { startBatch, type Position } from '@/lib/store/gate'
import { heldElsewhere } from '@/lib/store/held-elsewhere'
import { foldPage, wakeWaiting } from '@/lib/store/inbox'
import { createIntegration } from '@/lib/store/integrations'
import { savePlanned } from '@/lib/store/links'
import { endOrphans } from '@/lib/store/orphans'
import { addRows, reopenRows, saveRequests, supersede } from '@/lib/store/outbox'
import { firstOf } from '@/lib/store/rows'
import { createsUnderway } from '@/lib/store/underway'
import { aRow, aSighting, aWorld, freshId, onBothDatabases, type World } from './world'

/** Rows of a table that the work reads. */
function readBy(world: World, work: (tx: Tx, here: Here) => Promise<unknown>, table = 'outbox'): Promise<number> {
  const readSoFar = async (tx: Tx): Promise<number> => {
    const row = await firstOf<{ read: number }>(
      tx,
      sql`select seq_tup_read + idx_tup_fetch as read from pg_stat_xact_user_tables where relname = ${table}`,
    )
    return row?.read ?? 0
  }
  return world.within(async (tx, here) => {
    const before = await readSoFar(tx)
    await work(tx, here)
    return (await readSoFar(tx)) - before
  })
}

const proposed = (world: World, count: number) =>
  Array.from({ length: count }, () => aRow(world, freshId('link'), 'crm', { state: 'proposed' }))

const add = (world: World, rows: ReturnType<typeof proposed>) =>
  world.within((tx, here) => addRows(tx, here, world.integration, rows))

onBothDatabases('an outbox that holds a great deal', (place: () => Database) => {
  it.each(['proposed', 'done'] as const)(
    'is read no further than what is asked about, whatever the statistics know: %s',
    async (state) => {
      const [known, world] = [await aWorld(place()), await aWorld(place())]
      await place().drizzle.execute(sql`delete from outbox`)
      await add(
        known,
        proposed(known, 300).map((row) => ({ ...row, state })),
      )
      await place().drizzle.execute(sql`analyze outbox`)
      const rows = proposed(world, 1_500)
      await add(world, rows)
      const few = rows.slice(0, 5)
      const [ids, links] = [few.map(({ id }) => id), few.map(({ link }) => link)]
      const found = await world.within((tx, here) => createsUnderway(tx, here, world.run, links))
      expect([...found].sort()).toEqual([...links].sort())
      const reads = {
        underway: await readBy(world, (tx, here) => createsUnderway(tx, here, world.run, links)),
        orphans: await readBy(world, (tx, here) => endOrphans(tx, here, world.integration, world.run)),
        requests: await readBy(world, (tx, here) =>
          saveRequests(
            tx,
            here,
            ids.map((id) => ({ id, request: null })),
          ),
        ),
        reopened: await readBy(world, (tx, here) => reopenRows(tx, here, ids)),
        superseded: await readBy(world, (tx, here) => supersede(tx, here, links)),
        closed: await readBy(world, (tx, here) =>
          closeWritten(
            tx,
            here,
            { run: world.run, actor: { kind: 'schedule' } },
            ids.map((row) => ({ row, entry: freshId('entry'), remoteId: row, sets: null, why: 'new-there' })),
          ),
        ),
      }
      for (const [what, read] of Object.entries(reads)) expect(read, what).toBeLessThanOrEqual(3 * few.length)
    },
  )

  it('is not read by the brakes once all of it is done, though the statistics are from its midst', async () => {
    const world = await aWorld(place())
    await place().drizzle.execute(sql`delete from outbox`)
    const rows = Array.from({ length: 1_500 }, () => aRow(world, freshId('link'), 'crm'))
    await add(world, rows)
    await place().drizzle.execute(sql`analyze outbox`)
    await place().drizzle.execute(sql`update outbox set state = 'done' where integration_id = ${world.integration}`)
    const run = freshId('run')
    const weigh = (tx: Tx, here: Here) => brakeFacts(tx, here, world.integration, run)
    expect(await readBy(world, weigh)).toBe(0)
    const emptied = {
      key: 'phone',
      value: null,
      before: '1',
      from: 'phone',
      origin: null,
      base: '1',
      lost: null,
    } as const
    const sets = [{ ...emptied, why: 'edited-there' as const }]
    await add(world, [aRow(world, freshId('link'), 'crm', { run, state: 'proposed', verb: 'update', sets })])
    expect(await readBy(world, weigh)).toBeLessThan(10)
  })

  it('is taken from where the batch before left off, and not past what only waits', async () => {
    const world = await aWorld(place())
    const sightings = ['parent', 'a', 'b', 'c', 'd'].map((id) => aSighting('customer', id, {}))
    await world.within((tx, here) => foldPage(tx, here, world.integration, 'books', sightings, 1))
    const [parent = '', a = '', b = '', c = '', d = ''] = sightings.map(({ id }) => id)
    await add(world, [
      aRow(world, parent, 'crm', { state: 'started', rank: 0 }),
      aRow(world, a, 'crm', { rank: 1 }),
      aRow(world, b, 'crm', { rank: 2 }),
      aRow(world, c, 'crm', { rank: 3, waitsFor: [parent] }),
      aRow(world, d, 'crm', { rank: 4 }),
    ])
    const kind = { side: 'crm', verb: 'create', entity: 'customer' } as const
    const ask = { integration: world.integration, token: 1, hasSiblings: false, limit: () => 2, kind }
    const after = (from: Position | null) => world.within((tx, here) => startBatch(tx, here, { ...ask, from }))
    const first = await after(null)
    expect(first.rows.map(({ link }) => link)).toEqual([a, b])
    // As if it had been left behind: what stands before the mark is not walked over again.
    const left = first.rows.slice(0, 1).map(({ id }) => id)
    await world.within((tx, here) => reopenRows(tx, here, left))
    const second = await after(first.next)
    expect(second.rows.map(({ link }) => link)).toEqual([d])
    expect(second.next).toMatchObject({ rank: 3 })
    // Once nothing can start behind the mark, the front is looked at again.
    expect((await after(second.next)).rows.map(({ link }) => link)).toEqual([a])
  })

  it('has no statement compiled before it is run, however dear it looks', async () => {
    const world = await aWorld(place())
    const row = await world.within((tx) => firstOf<{ jit: string }>(tx, sql`select current_setting('jit') as jit`))
    expect(row).toEqual({ jit: 'off' })
  })
})

onBothDatabases('an integration that holds a great deal', (place: () => Database) => {
  it('is not read whole for each record that several could be', async () => {
    const world = await aWorld(place())
    const sightings = Array.from({ length: 1_500 }, (_, at) => aSighting('customer', `C${at}`, {}))
    const several = Array.from({ length: 40 }, (_, at) => aSighting('customer', `A${at}`, {}))
    const because = (at: number) => ({ reason: 'ambiguous', detail: `C${at}, C${at + 700}` }) as const
    const nothing = { waitsOn: null, gone: false, agreedCrm: {}, agreedBooks: {} } as const
    await world.within(async (tx, here) => {
      await foldPage(tx, here, world.integration, 'books', sightings, 1)
      await foldPage(tx, here, world.integration, 'crm', several, 1)
      await savePlanned(
        tx,
        here,
        several.map(({ id }, at) => ({ ...nothing, id, planned: 1, because: because(at) })),
      )
    })
    const wake = (tx: Tx, here: Here) => wakeWaiting(tx, here, world.integration)
    expect(await readBy(world, wake, 'links')).toBeLessThan(5 * several.length)
  })

  it('is not read whole to tell which records another company holds, though the statistics are from its start', async () => {
    const [world, second, page] = [await aWorld(place()), freshId('integration'), ['1', '2', '3', '4', '5']]
    const sightings = Array.from({ length: 1_500 }, (_, at) => aSighting('customer', String(at), {}))
    const show = (some: typeof sightings) => world.within((tx, here) => foldPage(tx, here, second, 'crm', some, 1))
    const { installation, crmConnection } = world
    const connections = { crmConnection, booksConnection: crmConnection }
    const company = { id: second, installation, pair: 'sage-sales.sage-50-fr', settings: noSettings, ...connections }
    await world.within((tx, here) => createIntegration(tx, here, company))
    await show(sightings.slice(0, 50))
    await place().drizzle.execute(sql`analyze links`)
    await show(sightings.slice(50))
    const started = sightings.map(({ id }) => aRow(world, id, 'books', { state: 'started' }))
    await world.within((tx, here) => addRows(tx, here, second, started))
    const records = page.map((id) => ({ space: 'account', id, marker: null }) as const)
    const held = (tx: Tx, here: Here) => heldElsewhere(tx, here, world.integration, crmConnection, records)
    expect(await world.within(held)).toHaveLength(page.length)
    expect(await readBy(world, held, 'links')).toBeLessThanOrEqual(4 * page.length)
    expect(await readBy(world, held)).toBeLessThanOrEqual(page.length)
  })
})
