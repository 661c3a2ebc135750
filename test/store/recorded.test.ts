import { expect, it } from 'vitest'
import type { Flat } from '@/lib/model/record'
import type { Database } from '@/lib/store/db'
import { startBatch } from '@/lib/store/gate'
import { foldPage } from '@/lib/store/inbox'
import { linksById, savePlanned, tieLinks } from '@/lib/store/links'
import { recordHalves } from '@/lib/store/record-halves'
import { addRows } from '@/lib/store/outbox'
import { aRow, aSighting, aWorld, onBothDatabases, type World } from './world'

/** A record that both sides show and that was planned: nothing is in the inbox. */
async function met(world: World): Promise<string> {
  const crm = aSighting('customer', '7', { name: 'A', code: 'X', phone: '1' })
  const books = aSighting('customer', 'C1', { name: 'A', phone: '1' })
  await world.within(async (tx, here) => {
    await foldPage(tx, here, world.integration, 'crm', [crm], 1)
    await foldPage(tx, here, world.integration, 'books', [books], 1)
    await tieLinks(tx, here, [{ keep: crm.id, drop: books.id }])
    const calm = { because: null, waitsOn: null, gone: false, agreedCrm: {}, agreedBooks: {} }
    await savePlanned(tx, here, [{ id: crm.id, planned: 1, ...calm }])
  })
  return crm.id
}

/** The CRM was told a name, and answers with all that it shows then. */
const answered = (world: World, link: string, shown: Flat) =>
  world.within((tx, here) =>
    recordHalves(tx, here, 'crm', [
      {
        link,
        half: {
          id: '7',
          entity: 'customer',
          version: null,
          seen: shown,
          removed: false,
          leftFilter: false,
          marker: null,
        },
        keys: [],
        readAt: 600,
        base: { name: 'B' },
        otherBase: { name: 'B' },
        tried: {},
        gone: false,
        wake: false,
      },
    ]),
  )

/** Another record of the books was made in the CRM, and the answer names a place there that is known already. */
async function tookPlace(world: World): Promise<string> {
  const books = aSighting('customer', 'C2', { name: 'Z' })
  await world.within(async (tx, here) => {
    await foldPage(tx, here, world.integration, 'books', [books], 1)
    const seen = { entity: 'customer', name: 'Z' }
    await recordHalves(tx, here, 'crm', [
      {
        link: books.id,
        half: { id: '7', entity: 'customer', version: null, seen, removed: false, leftFilter: false, marker: books.id },
        ...{ keys: [], readAt: 600, base: seen, otherBase: seen, tried: {}, gone: false, wake: false },
      },
    ])
  })
  return books.id
}

const newsOf = (world: World, link: string) =>
  world.within(async (tx, here) => (await linksById(tx, here, [link])).map(({ news, planned }) => news - planned))

onBothDatabases('what a write is answered with', (place: () => Database) => {
  it('is no news where it is what was told and what was known', async () => {
    const world = await aWorld(place())
    const link = await met(world)
    await answered(world, link, { name: 'B', code: 'X', phone: '1' })
    expect(await newsOf(world, link)).toEqual([0])
  })

  it('is news where another field is not what was known: somebody edited it, or the vendor did', async () => {
    const world = await aWorld(place())
    const link = await met(world)
    await answered(world, link, { name: 'B', code: 'X', phone: '2' })
    expect(await newsOf(world, link)).toEqual([1])
    const [known] = await world.within((tx, here) => linksById(tx, here, [link]))
    expect(known?.crm).toMatchObject({ seen: { name: 'B', phone: '2' }, base: { name: 'B' } })
  })

  it('stops nothing that was decided for the other side of the same record', async () => {
    const world = await aWorld(place())
    const link = await met(world)
    const row = aRow(world, link, 'books', { verb: 'update', remoteId: 'C1' })
    await world.within((tx, here) => addRows(tx, here, world.integration, [row]))
    await answered(world, link, { name: 'B', code: 'Y', phone: '1' })
    const batch = await world.within((tx, here) =>
      startBatch(tx, here, {
        integration: world.integration,
        token: 1,
        hasSiblings: false,
        limit: () => 10,
        kind: null,
      }),
    )
    expect(batch.rows.map(({ id }) => id)).toEqual([row.id])
    expect(batch.withdrawn).toEqual([])
  })

  it('names the place of another record: that one stands alone from then on, and is looked at again', async () => {
    const world = await aWorld(place())
    const link = await met(world)
    const newborn = await tookPlace(world)
    const known = new Map(
      (await world.within((tx, here) => linksById(tx, here, [link, newborn]))).map((each) => [each.id, each]),
    )
    expect(known.get(newborn)?.crm).toMatchObject({ id: '7', seen: { name: 'Z' }, base: { name: 'Z' } })
    expect(known.get(link)).toMatchObject({ crm: null, books: { id: 'C1', base: null } })
    expect(await newsOf(world, link)).toEqual([1])
  })
})
