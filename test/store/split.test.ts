import { expect, it } from 'vitest'
import { everything } from '@/lib/model/record'
import type { Database } from '@/lib/store/db'
import { foldPage } from '@/lib/store/inbox'
import { linksById } from '@/lib/store/links'
import { recordHalves } from '@/lib/store/record-halves'
import { splitLink } from '@/lib/store/rematch'
import { aSighting, aWorld, freshId, onBothDatabases, type World } from './world'

const made = { by: 'Bruno', at: 5, touched: false }

/** The CRM is told of a record of the books for which it shows nothing yet. */
const created = (world: World, link: string, id: string) =>
  world.within((tx, here) =>
    recordHalves(tx, here, 'crm', [
      {
        link,
        half: {
          ...{ id, entity: 'customer', version: null, seen: { name: 'A' } },
          ...{ removed: false, leftFilter: false, marker: link },
        },
        keys: [],
        readAt: 10,
        base: { name: 'A' },
        otherBase: { name: 'A' },
        tried: id === 'first' ? { [everything]: { sent: true } } : {},
        gone: false,
        wake: false,
      },
    ]),
  )

onBothDatabases('two records that a person took apart', (place: () => Database) => {
  it('each keep what is known of themselves, and whoever takes the place of one inherits nothing of it', async () => {
    const world = await aWorld(place())
    const books = aSighting('customer', 'C1', { name: 'A' })
    await world.within((tx, here) => foldPage(tx, here, world.integration, 'books', [books], 1))
    await created(world, books.id, 'first')
    const shown = aSighting('customer', 'first', { name: 'B' }, { made })
    await world.within((tx, here) => foldPage(tx, here, world.integration, 'crm', [shown], 20))
    const fresh = freshId('link')
    await world.within((tx, here) => splitLink(tx, here, books.id, 'crm', fresh))
    await created(world, books.id, 'second')
    const [left, taken] = await world.within(async (tx, here) => [
      ...(await linksById(tx, here, [books.id])),
      ...(await linksById(tx, here, [fresh])),
    ])
    expect(taken?.crm).toMatchObject({ id: 'first', made })
    expect(left?.crm?.id).toBe('second')
    expect(left?.crm).not.toHaveProperty('made')
    expect(left?.crm).not.toHaveProperty('tried')
  })
})
