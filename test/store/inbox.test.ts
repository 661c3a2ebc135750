import { expect, it } from 'vitest'
import type { Database } from '@/lib/store/db'
import { foldPage, inboxSize, takeInbox, wakeWaiting, type Sighting } from '@/lib/store/inbox'
import { byMarker, linksById, savePlanned, tieLinks, type PlannedLink } from '@/lib/store/links'
import { recordHalves } from '@/lib/store/record-halves'
import { parentsByRemote } from '@/lib/store/parents'
import { aSighting, aWorld, freshId, onBothDatabases, type World } from './world'

const fold = (world: World, side: 'crm' | 'books', rows: Sighting[], readAt = world.clock.now) =>
  world.within((tx, here) => foldPage(tx, here, world.integration, side, rows, readAt))
const inbox = (world: World, limit = 100) =>
  world.within((tx, here) => takeInbox(tx, here, world.integration, ['account', 'contact', 'product'], limit))
const linkOf = async (world: World, id: string) => (await world.within((tx, here) => linksById(tx, here, [id])))[0]
const planned = (id: string, news: number, more: Partial<PlannedLink> = {}): PlannedLink => ({
  id,
  planned: news,
  because: null,
  waitsOn: null,
  gone: false,
  agreedCrm: {},
  agreedBooks: {},
  ...more,
})
const save = (world: World, ...rows: PlannedLink[]) => world.within((tx, here) => savePlanned(tx, here, rows))

onBothDatabases('what a side shows', (place: () => Database) => {
  it('a record seen for the first time is news, and reading it again is not', async () => {
    const world = await aWorld(place())
    const row = aSighting('customer', '1', { name: 'Alpha', city: null })
    expect(await fold(world, 'books', [row])).toEqual({ news: 1 })
    expect(await fold(world, 'books', [{ ...row, id: freshId('link') }])).toEqual({ news: 0 })
    const [link] = await inbox(world)
    expect(link).toMatchObject({ id: row.id, space: 'account', news: 1, planned: 0, crm: null, gone: false })
    expect(link?.books).toEqual({
      id: '1',
      entity: 'customer',
      version: null,
      seen: { name: 'Alpha', city: null },
      removed: false,
      leftFilter: false,
      marker: null,
      base: null,
    })
  })

  it('an older reading never replaces a newer one', async () => {
    const world = await aWorld(place())
    const row = aSighting('customer', '1', { name: 'New' })
    await fold(world, 'crm', [row], 2_000)
    expect(await fold(world, 'crm', [aSighting('customer', '1', { name: 'Old' })], 1_000)).toEqual({ news: 0 })
    expect((await linkOf(world, row.id))?.crm?.seen).toEqual({ name: 'New' })
    expect(await fold(world, 'crm', [aSighting('customer', '1', { name: 'Newer' })], 2_000)).toEqual({ news: 1 })
  })

  it('a field that is missing keeps its value, null empties it, and a removal keeps them all', async () => {
    const world = await aWorld(place())
    const row = aSighting('customer', '1', { name: 'A', city: 'Paris', phone: '1' })
    await fold(world, 'crm', [row])
    await fold(world, 'crm', [aSighting('customer', '1', { city: null })])
    await fold(world, 'crm', [aSighting('customer', '1', {}, { removed: true, version: '9' })])
    const link = await linkOf(world, row.id)
    expect(link?.crm).toMatchObject({ seen: { name: 'A', city: null, phone: '1' }, removed: true, version: '9' })
    expect(link?.news).toBe(3)
  })

  it('a version that moves without a visible difference is remembered and is no news', async () => {
    const world = await aWorld(place())
    const row = aSighting('customer', '1', { name: 'A' }, { version: '1' })
    await fold(world, 'crm', [row])
    expect(await fold(world, 'crm', [aSighting('customer', '1', { name: 'A' }, { version: '2' })])).toEqual({ news: 0 })
    expect((await linkOf(world, row.id))?.crm?.version).toBe('2')
  })

  it('a prospect that becomes a client keeps its link, and so does a record whose id changes', async () => {
    const world = await aWorld(place())
    const row = aSighting('prospect', 'P1', { name: 'A' })
    await fold(world, 'books', [row])
    await fold(world, 'books', [aSighting('customer', 'C1', { name: 'A' }, { was: 'P1' })])
    const link = await linkOf(world, row.id)
    expect(link?.books).toMatchObject({ id: 'C1', entity: 'customer' })
    expect(await world.within((tx, here) => inboxSize(tx, here, world.integration))).toBe(1)
  })

  it('a page that names a record twice takes the last, and text that no database holds is cleaned', async () => {
    const world = await aWorld(place())
    const first = aSighting('customer', '1', { name: 'first' })
    const last = aSighting('customer', '1', { name: 'bad\u0000 \ud800 good \\u0000' })
    expect(await fold(world, 'crm', [first, last])).toEqual({ news: 1 })
    const [link] = await inbox(world)
    expect(link?.crm?.seen).toEqual({ name: 'bad\ufffd \ufffd good \\u0000' })
  })

  it('the inbox hands out parents first and ends when everything is planned', async () => {
    const world = await aWorld(place())
    await fold(world, 'crm', [
      aSighting('product', '1', {}),
      aSighting('contact', '2', {}),
      aSighting('customer', '3', {}),
    ])
    const links = await inbox(world)
    expect(links.map((link) => link.space)).toEqual(['account', 'contact', 'product'])
    expect((await inbox(world, 2)).map((link) => link.space)).toEqual(['account', 'contact'])
    await save(world, ...links.map((link) => planned(link.id, link.news)))
    expect(await inbox(world)).toEqual([])
  })

  it('news that comes in while a plan is made is not lost', async () => {
    const world = await aWorld(place())
    const row = aSighting('customer', '1', { name: 'A' })
    await fold(world, 'crm', [row])
    const [link] = await inbox(world)
    await fold(world, 'crm', [aSighting('customer', '1', { name: 'B' })])
    await save(world, planned(row.id, link?.news ?? 0))
    expect(await inbox(world)).toHaveLength(1)
  })
})

onBothDatabases('links', (place: () => Database) => {
  it('what both sides agree on moves the base of those fields only', async () => {
    const world = await aWorld(place())
    const row = aSighting('customer', '1', { name: 'A' })
    await fold(world, 'crm', [row])
    await save(world, planned(row.id, 1, { agreedCrm: { name: 'A', city: 'X' } }))
    await save(world, planned(row.id, 1, { agreedCrm: { city: 'Y' }, because: { reason: 'ask', field: 'city' } }))
    const link = await linkOf(world, row.id)
    expect(link?.crm?.base).toEqual({ name: 'A', city: 'Y' })
    expect(link?.because).toEqual({ reason: 'ask', field: 'city' })
  })

  it('two records that are one thing become one link, with both halves', async () => {
    const world = await aWorld(place())
    const [ours, theirs] = [aSighting('customer', '1', { name: 'A' }), aSighting('customer', 'C1', { name: 'A' })]
    await fold(world, 'crm', [ours])
    await fold(world, 'books', [theirs])
    await world.within((tx, here) => tieLinks(tx, here, [{ keep: ours.id, drop: theirs.id }]))
    expect(await linkOf(world, theirs.id)).toBeUndefined()
    expect(await linkOf(world, ours.id)).toMatchObject({ crm: { id: '1' }, books: { id: 'C1', seen: { name: 'A' } } })
    expect(await fold(world, 'books', [aSighting('customer', 'C1', { name: 'B' })])).toEqual({ news: 1 })
  })

  it('parents are found by the id they have on either side', async () => {
    const world = await aWorld(place())
    await fold(world, 'crm', [aSighting('customer', '1', {}), aSighting('contact', '1', {})])
    const found = await world.within((tx, here) =>
      parentsByRemote(tx, here, world.integration, [
        { space: 'account', side: 'crm', ids: ['1', '1', '2'] },
        { space: 'account', side: 'books', ids: ['1'] },
      ]),
    )
    expect(found.map((link) => [link.space, link.crm?.id])).toEqual([['account', '1']])
  })

  it('a write that is recorded ends the link that showed its record before', async () => {
    const world = await aWorld(place())
    const ours = aSighting('customer', 'C1', { name: 'A' })
    const early = aSighting('customer', '7', { name: 'A' }, { marker: ours.id })
    await fold(world, 'books', [ours])
    await fold(world, 'crm', [early], 500)
    expect(
      (await world.within((tx, here) => byMarker(tx, here, world.integration, 'crm', [ours.id]))).map(({ id }) => id),
    ).toEqual([early.id])
    const half = {
      id: '7',
      entity: 'customer' as const,
      version: '3',
      seen: { name: 'A', code: 'X' },
      removed: false,
      leftFilter: false,
      marker: ours.id,
    }
    await world.within((tx, here) =>
      recordHalves(tx, here, 'crm', [
        {
          link: ours.id,
          half,
          keys: ['code:x'],
          readAt: 600,
          base: { name: 'A' },
          otherBase: { name: 'A' },
          tried: {},
          gone: false,
          wake: false,
        },
      ]),
    )
    expect(await linkOf(world, early.id)).toBeUndefined()
    expect(await linkOf(world, ours.id)).toMatchObject({
      news: 1,
      crm: { id: '7', seen: { name: 'A', code: 'X' }, base: { name: 'A' }, marker: ours.id },
      books: { base: { name: 'A' } },
    })
  })

  it('a contact that waits for its client wakes when the client is on both sides', async () => {
    const world = await aWorld(place())
    const [client, contact] = [aSighting('customer', '1', {}), aSighting('contact', '2', {})]
    await fold(world, 'crm', [client, contact])
    await save(
      world,
      planned(client.id, 1),
      planned(contact.id, 1, { because: { reason: 'waits-for-parent' }, waitsOn: 'account:crm:1' }),
    )
    const wake = () => world.within((tx, here) => wakeWaiting(tx, here, world.integration))
    expect(await wake()).toBe(0)
    const books = aSighting('customer', 'C1', {})
    await fold(world, 'books', [books])
    await world.within((tx, here) => tieLinks(tx, here, [{ keep: client.id, drop: books.id }]))
    expect(await wake()).toBe(1)
    expect((await inbox(world)).map(({ id }) => id)).toEqual([contact.id])
  })

  it('a contact of a prospect wakes when the books convert the prospect', async () => {
    const world = await aWorld(place())
    const [account, contact] = [aSighting('prospect', 'P:1', {}), aSighting('contact', '2', {})]
    await fold(world, 'books', [account, contact])
    await save(
      world,
      planned(account.id, 1),
      planned(contact.id, 1, { because: { reason: 'waits-for-conversion' }, waitsOn: 'account:books:P:1' }),
    )
    const wake = () => world.within((tx, here) => wakeWaiting(tx, here, world.integration))
    expect(await wake()).toBe(0)
    await fold(world, 'books', [aSighting('customer', 'P:1', {})])
    expect(await wake()).toBe(1)
  })

  it.each(['looks-alike', 'ambiguous'] as const)(
    'what waits as %s wakes when its candidate changes, although our clock was set back meanwhile',
    async (reason) => {
      const world = await aWorld(place())
      const [own, other] = [aSighting('customer', 'C1', { name: 'A' }), aSighting('customer', '1', { name: 'A' })]
      await fold(world, 'books', [own])
      await fold(world, 'crm', [other])
      await save(world, planned(own.id, 1, { because: { reason, detail: '1' } }), planned(other.id, 1))
      const wake = () => world.within((tx, here) => wakeWaiting(tx, here, world.integration))
      expect(await wake()).toBe(0)
      world.clock.now -= 3_600_000
      await fold(world, 'crm', [aSighting('customer', '1', { name: 'B' })])
      expect(await wake()).toBe(1)
      expect((await inbox(world)).map(({ id }) => id)).toContain(own.id)
    },
  )
})
