import { expect, it } from 'vitest'
import type { Database } from '@/lib/store/db'
import { foldPage } from '@/lib/store/inbox'
import { knownSince } from '@/lib/store/unseen'
import { aSighting, aWorld, onBothDatabases } from './world'

onBothDatabases('what a complete listing did not show', (place: () => Database) => {
  it('is whatever was last read before it, or was noted before our clock was set back', async () => {
    const world = await aWorld(place())
    const readAt = { before: 900, within: 1_000, last: 2_000, ahead: 9_000 }
    for (const [id, at] of Object.entries(readAt))
      await world.within((tx, here) => foldPage(tx, here, world.integration, 'crm', [aSighting('contact', id, {})], at))
    const listing = { since: 1_000, until: 2_000 }
    const known = await world.within((tx, here) => knownSince(tx, here, world.integration, 'crm', ['contact'], listing))
    expect(Object.fromEntries(known.map(({ id, shown }) => [id, shown]))).toEqual({
      before: false,
      within: true,
      last: true,
      ahead: false,
    })
  })

  it('is nothing of another side or kind, and nothing that is removed already', async () => {
    const world = await aWorld(place())
    await world.within(async (tx, here) => {
      const gone = aSighting('contact', 'gone', {}, { removed: true })
      await foldPage(tx, here, world.integration, 'crm', [aSighting('product', 'other kind', {}), gone], 1)
      await foldPage(tx, here, world.integration, 'books', [aSighting('contact', 'other side', {})], 1)
    })
    const listing = { since: 1_000, until: 2_000 }
    expect(
      await world.within((tx, here) => knownSince(tx, here, world.integration, 'crm', ['contact'], listing)),
    ).toEqual([])
  })
})
