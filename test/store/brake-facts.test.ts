import { expect, it } from 'vitest'
import { brakeFacts, population, sentSince } from '@/lib/store/brake-facts'
import type { Database } from '@/lib/store/db'
import { foldPage } from '@/lib/store/inbox'
import { appendEntries } from '@/lib/store/journal'
import { addRows } from '@/lib/store/outbox'
import { openRun } from '@/lib/store/runs'
import { aRow, anEntry, aSighting, aWorld, freshId, onBothDatabases, type World } from './world'

onBothDatabases('what the brakes weigh', (place: () => Database) => {
  it('the brakes weigh the plan with what was sent today', async () => {
    const world = await aWorld(place())
    const set = (key: string, before: string | null, value: string | null) =>
      ({ key, value, before, from: key, origin: value, why: 'edited-there', base: before, lost: null }) as const
    await world.within(async (tx, here) => {
      await foldPage(
        tx,
        here,
        world.integration,
        'crm',
        [aSighting('customer', '1', {}), aSighting('customer', '2', {}, { removed: true })],
        1,
      )
      const sets = [set('phone', '1', null), set('owner', 'a', 'b'), set('city', null, 'X')]
      await addRows(tx, here, world.integration, [aRow(world, 'l', 'crm', { state: 'proposed', verb: 'update', sets })])
      await appendEntries(tx, here, world.integration, [
        anEntry(world),
        anEntry(world, { at: world.clock.now - 25 * 3_600_000 }),
      ])
      expect(await brakeFacts(tx, here, world.integration, world.run)).toEqual({
        planned: [{ entity: 'customer', side: 'crm', verb: 'update', why: 'new-there', count: 1 }],
        fields: [
          { entity: 'customer', side: 'crm', field: 'owner', changed: 1, blanked: 0 },
          { entity: 'customer', side: 'crm', field: 'phone', changed: 1, blanked: 1 },
        ],
        sent: [{ entity: 'customer', side: 'crm', verb: 'create', count: 1 }],
        underway: [],
      })
      expect(await sentSince(tx, here, world.integration, 0)).toMatchObject([{ count: 2 }])
    })
  })

  it('owners and emptied fields are counted over the day and beside the plan, without what was asked about or put back', async () => {
    const world = await aWorld(place())
    const set = (key: string, before: string | null, value: string | null) =>
      ({ key, value, before, from: key, origin: value, why: 'edited-there', base: before, lost: null }) as const
    const asked = { id: freshId('run'), integration: world.integration, trigger: 'approved', version: 1 } as const
    const update = { verb: 'update', side: 'crm', entity: 'customer' } as const
    const entry = (link: string, ago: number, ...sets: ReturnType<typeof set>[]) =>
      anEntry(world, { ...update, link, sets, at: world.clock.now - ago })
    const [owner, emptied] = [set('owner', 'a', 'b'), set('phone', '1', null)]
    await world.within(async (tx, here) => {
      await openRun(tx, here, { ...asked, actor: { kind: 'schedule' } })
      await addRows(tx, here, world.integration, [
        aRow(world, 'planned', 'crm', { state: 'proposed', verb: 'update', sets: [owner, emptied] }),
        aRow(world, 'left', 'crm', { state: 'released', verb: 'update', sets: [owner] }),
        aRow(world, 'sent', 'crm', { state: 'started', verb: 'update', sets: [emptied] }),
      ])
      await appendEntries(tx, here, world.integration, [
        entry('twice', 20, owner, emptied),
        entry('twice', 10, set('owner', 'b', 'c')),
        entry('filled again', 20, emptied),
        entry('filled again', 10, set('phone', null, '2')),
        entry('yesterday', 25 * 3_600_000, owner, emptied),
        { ...entry('said yes to', 10, owner, emptied), run: asked.id },
        entry('of another field', 10, set('city', 'X', null)),
        entry('owned for the first time', 10, set('owner', null, 'a')),
      ])
      const { fields } = await brakeFacts(tx, here, world.integration, world.run)
      expect(fields).toMatchObject([
        { field: 'owner', changed: 3, blanked: 0 },
        { field: 'phone', changed: 3, blanked: 3 },
      ])
    })
  })

  it('what was sent is counted to the millisecond, from the counters of whole days and the entries of the hours before', async () => {
    const world = await aWorld(place())
    const day = 24 * 3_600_000
    const midnight = Math.floor(world.clock.now / day) * day
    const times = [midnight - 2 * day, midnight - 5_000, midnight - 4_999, midnight, midnight + 1]
    await world.within(async (tx, here) => {
      const written = times.map((at) => anEntry(world, { at }))
      const others = [
        anEntry(world, { at: midnight, kind: 'refused' }),
        anEntry(world, { at: midnight - 1, kind: 'refused' }),
        anEntry(world, { at: midnight, kind: 'noted', side: null, verb: null }),
        anEntry(world, { at: midnight, verb: 'remove' }),
      ]
      await appendEntries(tx, here, world.integration, [...written, ...others])
      const since = async (at: number) =>
        (await sentSince(tx, here, world.integration, at)).map(({ verb, count }) => [verb, count])
      const removed = ['remove', 1]
      expect(await since(midnight - 5_000)).toEqual([['create', 4], removed])
      expect(await since(midnight - 4_999)).toEqual([['create', 3], removed])
      expect(await since(midnight)).toEqual([['create', 2], removed])
      expect(await since(midnight + day)).toEqual([])
      expect(await sentSince(tx, here, 'another', 0)).toEqual([])
    })
  })

  it('a plan that writes nothing is weighed with nothing', async () => {
    const world = await aWorld(place())
    await world.within(async (tx, here) => {
      await appendEntries(tx, here, world.integration, [anEntry(world)])
      const weighed = { planned: [], fields: [], sent: [], underway: [] }
      expect(await brakeFacts(tx, here, world.integration, world.run)).toEqual(weighed)
    })
  })

  it('what was released or started and never recorded is weighed, whichever run left it', async () => {
    const [world, other] = [await aWorld(place()), await aWorld(place())]
    const rows = (of: World) => [
      aRow(of, 'a', 'crm'),
      aRow(of, 'b', 'crm', { state: 'started' }),
      aRow(of, 'c', 'books', { state: 'started', verb: 'remove' }),
      aRow(of, 'd', 'crm', { state: 'held' }),
      aRow(of, 'e', 'crm', { state: 'done' }),
    ]
    for (const each of [world, other]) await each.within((tx, here) => addRows(tx, here, each.integration, rows(each)))
    const { underway } = await world.within((tx, here) => brakeFacts(tx, here, world.integration, 'another run'))
    expect(underway).toEqual([
      { entity: 'customer', side: 'books', verb: 'remove', why: 'new-there', count: 1 },
      { entity: 'customer', side: 'crm', verb: 'create', why: 'new-there', count: 2 },
    ])
  })

  it('what a side shows of a kind is counted as far as it matters', async () => {
    const world = await aWorld(place())
    const customers = ['1', '2', '3'].map((id) => aSighting('customer', id, {}))
    const others = [aSighting('customer', '4', {}, { removed: true }), aSighting('contact', '5', {})]
    await world.within(async (tx, here) => {
      await foldPage(tx, here, world.integration, 'crm', [...customers, ...others], 1)
      const [crm, books] = [
        { entity: 'customer', side: 'crm' } as const,
        { entity: 'customer', side: 'books' } as const,
      ]
      const counted = (most: number | null) => population(tx, here, world.integration, [crm, books], most)
      expect(await counted(null)).toEqual([
        { ...books, live: 0 },
        { ...crm, live: 3 },
      ])
      expect(await counted(2)).toEqual([
        { ...books, live: 0 },
        { ...crm, live: 2 },
      ])
    })
  })
})
