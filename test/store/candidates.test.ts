import { expect, it } from 'vitest'
import type { Link } from '@/lib/model/record'
import type { Database } from '@/lib/store/db'
import { foldPage, type Sighting } from '@/lib/store/inbox'
import { candidates, tieLinks } from '@/lib/store/links'
import { splitLink } from '@/lib/store/rematch'
import { aSighting, aWorld, freshId, onBothDatabases, type World } from './world'

const shown = (world: World, rows: readonly Sighting[]) =>
  world.within((tx, here) => foldPage(tx, here, world.integration, 'books', rows, 1))

const found = (world: World, keys: readonly string[], atHand?: ReadonlyMap<string, Link>) =>
  world.within((tx, here) => candidates(tx, here, world.integration, 'account', 'books', keys, atHand))

onBothDatabases('whom a record may be the same as', (place: () => Database) => {
  it('is a live record of one side only that shares a key', async () => {
    const world = await aWorld(place())
    const rows = ['1', '2', '3'].map((id) => aSighting('customer', id, {}, { keys: [`code:${id}`, 'city:paris'] }))
    const removed = aSighting('customer', '4', {}, { keys: ['code:1'], removed: true })
    await shown(world, [...rows, removed])
    const other = await aWorld(place())
    await shown(other, [aSighting('customer', '9', {}, { keys: ['code:1'] })])
    expect((await found(world, ['code:1'])).map(({ link, keys }) => [link.books?.id, keys])).toEqual([
      ['1', ['code:1', 'city:paris']],
    ])
    expect(await found(world, ['city:paris', 'code:2'])).toHaveLength(3)
    expect(await found(world, ['code:9'])).toEqual([])
  })

  it('is given back as it is where it is at hand already, and found all the same', async () => {
    const world = await aWorld(place())
    await shown(
      world,
      ['1', '2', '3'].map((id) => aSighting('customer', id, {}, { keys: [`code:${id}`, 'city:paris'] })),
    )
    const read = (await found(world, ['code:2'])).map(({ link }): [string, Link] => [link.id, { ...link, news: 77 }])
    const met = await found(world, ['city:paris'], new Map(read))
    expect(met.map(({ link, keys }) => [link.books?.id, link.news, keys[0]]).sort()).toEqual([
      ['1', 1, 'code:1'],
      ['2', 77, 'code:2'],
      ['3', 1, 'code:3'],
    ])
  })

  it.each(['crm', 'books'] as const)(
    'is a record, too, that a person took apart again from what it was tied to (the %s half leaves)',
    async (leaves) => {
      const world = await aWorld(place())
      const [crm, books] = ['A', 'B'].map((id) => aSighting('customer', id, {}, { keys: ['code:1'] }))
      if (!crm || !books) throw new Error('no records')
      await shown(world, [books])
      await world.within(async (tx, here) => {
        await foldPage(tx, here, world.integration, 'crm', [crm], 1)
        await tieLinks(tx, here, [{ keep: crm.id, drop: books.id }])
        await splitLink(tx, here, crm.id, leaves, freshId('link'))
      })
      expect((await found(world, ['code:1'])).map(({ link }) => link.books?.id)).toEqual(['B'])
    },
  )
})
