import { expect, it } from 'vitest'
import type { Database } from '@/lib/store/db'
import { approvedRows } from '@/lib/store/approved'
import { startBatch, withdrawRows } from '@/lib/store/gate'
import { foldPage, inboxSize, takeInbox } from '@/lib/store/inbox'
import { pause, publish, resume } from '@/lib/store/integrations'
import { linksById, savePlanned } from '@/lib/store/links'
import { recordHalves } from '@/lib/store/record-halves'
import {
  addRows,
  approveRows,
  closeRows,
  holdRows,
  openRows,
  planCounts,
  releaseRows,
  reopenRows,
  rowsOfRun,
  saveRequests,
  supersede,
  type NewRow,
} from '@/lib/store/outbox'
import { noSettings } from '@/lib/model/settings'
import type { Because } from '@/lib/model/record'
import type { Entity } from '@/lib/model/words'
import { aRow, aSighting, aWorld, onBothDatabases, type World } from './world'

/** A planned one-sided link per remote id, so that nothing is in the inbox. */
async function plannedLinks(world: World, entity: Entity, ids: string[]): Promise<string[]> {
  const rows = ids.map((id) => aSighting(entity, id, { name: id }))
  await world.within(async (tx, here) => {
    await foldPage(tx, here, world.integration, 'books', rows, 1)
    await savePlanned(
      tx,
      here,
      rows.map(({ id }) => decided(id)),
    )
  })
  return rows.map(({ id }) => id)
}
const decided = (id: string, because: Because | null = null) => ({
  id,
  planned: 1,
  because,
  waitsOn: null,
  gone: false,
  agreedCrm: {},
  agreedBooks: {},
})

const add = (world: World, ...rows: NewRow[]) => world.within((tx, here) => addRows(tx, here, world.integration, rows))
const start = (world: World, limit = 10) =>
  world.within((tx, here) =>
    startBatch(tx, here, {
      integration: world.integration,
      token: 1,
      hasSiblings: false,
      limit: () => limit,
      kind: null,
    }),
  )

/** A create, and another one that can only follow it. */
async function family(world: World): Promise<{ readonly parent: string; readonly child: string }> {
  const parent = one(await plannedLinks(world, 'customer', ['p']))
  const child = one(await plannedLinks(world, 'contact', ['c']))
  const follows = aRow(world, child, 'crm', { entity: 'contact', waitsFor: [parent], rank: 1 })
  await add(world, aRow(world, parent, 'crm'), follows)
  return { parent, child }
}

/** The CRM has what a row told it to make; `removed`: and somebody has taken it out again. */
async function arrived(world: World, link: string, row: string, { removed = false } = {}): Promise<void> {
  const half = {
    id: '77',
    entity: 'customer',
    version: null,
    seen: {},
    removed,
    leftFilter: false,
    marker: null,
  } as const
  const told = { keys: [], readAt: 5, base: {}, otherBase: {}, tried: {}, gone: false, wake: false }
  await world.within(async (tx, here) => {
    await recordHalves(tx, here, 'crm', [{ link, half, ...told }])
    await closeRows(tx, here, [{ id: row, state: 'done' }])
  })
}
const news = (world: World) => world.within((tx, here) => inboxSize(tx, here, world.integration))
const create = (link: string, id: string) =>
  ({
    do: 'create',
    entity: 'customer',
    marker: link,
    idempotencyKey: `${id}-0`,
    fields: { name: 'A' },
    parents: {},
  }) as const
const one = <T>(values: readonly T[]): T => {
  const [value] = values
  if (value === undefined) throw new Error('nothing there')
  return value
}

onBothDatabases('the outbox', (place: () => Database) => {
  it('starts one kind at a time, in the order of the plan, and no more than asked', async () => {
    const world = await aWorld(place())
    const [a, b, c, d] = await plannedLinks(world, 'customer', ['a', 'b', 'c', 'd'])
    await add(
      world,
      aRow(world, d ?? '', 'crm', { rank: 2, verb: 'update' }),
      aRow(world, c ?? '', 'crm', { rank: 1 }),
      aRow(world, b ?? '', 'crm', { rank: 1 }),
      aRow(world, a ?? '', 'crm', { rank: 0 }),
    )
    expect((await start(world, 2)).rows.map(({ link }) => link)).toEqual([a, c])
    expect((await start(world)).rows.map(({ link, attempts, state }) => [link, attempts, state])).toEqual([
      [b, 1, 'started'],
    ])
    expect((await start(world)).rows.map(({ verb }) => verb)).toEqual(['update'])
    expect(await start(world)).toMatchObject({ rows: [], withdrawn: [] })
  })

  it('a link with newer news is withdrawn at the gate and planned again', async () => {
    const world = await aWorld(place())
    const [a, b] = await plannedLinks(world, 'customer', ['a', 'b'])
    await add(world, aRow(world, a ?? '', 'crm'), aRow(world, b ?? '', 'crm'))
    await world.within((tx, here) =>
      foldPage(tx, here, world.integration, 'books', [aSighting('customer', 'a', { name: 'edited' })], 2),
    )
    const batch = await start(world)
    expect(batch.rows.map(({ link }) => link)).toEqual([b])
    expect(batch.withdrawn).toEqual([a])
    expect(
      (await world.within((tx, here) => takeInbox(tx, here, world.integration, ['account'], 9))).map(({ id }) => id),
    ).toEqual([a])
  })

  it('nothing starts while the integration is paused, and all goes on afterwards', async () => {
    const world = await aWorld(place())
    const [a] = await plannedLinks(world, 'customer', ['a'])
    await add(world, aRow(world, a ?? '', 'crm'))
    await world.within((tx, here) => pause(tx, here, world.integration, { id: 'm', name: 'Ana' }))
    expect(await start(world)).toMatchObject({ rows: [], withdrawn: [] })
    await world.within((tx, here) => resume(tx, here, world.integration))
    expect((await start(world)).rows).toHaveLength(1)
  })

  it('rows decided under an older version of the rules are withdrawn and planned again', async () => {
    const world = await aWorld(place())
    const [a] = await plannedLinks(world, 'customer', ['a'])
    await add(world, aRow(world, a ?? '', 'crm'))
    const settings = { ...noSettings, administrator: '7' }
    expect(await world.within((tx, here) => publish(tx, here, world.integration, settings, { kind: 'schedule' }))).toBe(
      2,
    )
    expect(await news(world)).toBe(1)
    expect(await start(world)).toMatchObject({ rows: [], withdrawn: [a] })
  })

  it('a parked link sends nothing, and stays parked', async () => {
    const world = await aWorld(place())
    const [a] = await plannedLinks(world, 'customer', ['a'])
    await add(world, aRow(world, a ?? '', 'crm'))
    await world.within((tx, here) => savePlanned(tx, here, [decided(a ?? '', { reason: 'kept-apart' })]))
    expect((await start(world)).withdrawn).toEqual([a])
    expect(await news(world)).toBe(0)
  })

  it('a child starts only when its parent is recorded on that side', async () => {
    const world = await aWorld(place())
    const parent = one(await plannedLinks(world, 'customer', ['p']))
    const child = one(await plannedLinks(world, 'contact', ['c']))
    await add(
      world,
      aRow(world, parent, 'crm', { rank: 5 }),
      aRow(world, child, 'crm', { entity: 'contact', waitsFor: [parent], rank: 0 }),
    )
    const row = one((await start(world)).rows)
    expect(row.link).toBe(parent)
    expect(await start(world)).toMatchObject({ rows: [], withdrawn: [] })
    await arrived(world, parent, row.id)
    expect((await start(world)).rows.map(({ link }) => link)).toEqual([child])
  })

  it('a child whose parent arrived and was taken out since goes back to be planned again', async () => {
    const world = await aWorld(place())
    const { parent, child } = await family(world)
    const row = one((await start(world)).rows)
    await arrived(world, parent, row.id, { removed: true })
    expect(await start(world)).toMatchObject({ rows: [], withdrawn: [child] })
  })

  it('a child whose parent was refused goes back to be planned again', async () => {
    const world = await aWorld(place())
    const { child } = await family(world)
    const row = one((await start(world)).rows)
    const problem = { kind: 'rejected', detail: 'no' } as const
    await world.within((tx, here) => closeRows(tx, here, [{ id: row.id, state: 'refused', problem }]))
    expect(await start(world)).toMatchObject({ rows: [], withdrawn: [child] })
    expect(await news(world)).toBe(1)
  })

  it('a write whose answer was lost is found again with its exact request, and its link waits', async () => {
    const world = await aWorld(place())
    const a = one(await plannedLinks(world, 'customer', ['a']))
    await add(world, aRow(world, a, 'crm'))
    const row = one((await start(world)).rows)
    await world.within((tx, here) => saveRequests(tx, here, [{ id: row.id, request: create(a, row.id) }]))
    await world.within((tx, here) =>
      foldPage(tx, here, world.integration, 'books', [aSighting('customer', 'a', { name: 'edited' })], 2),
    )
    expect(await news(world)).toBe(0)
    const found = one(await world.within((tx, here) => openRows(tx, here, world.integration)))
    expect(found).toMatchObject({ id: row.id, request: create(a, row.id), startedAt: world.clock.now })
    await world.within((tx, here) => withdrawRows(tx, here, [row.id]))
    expect(await news(world)).toBe(1)
  })

  it('a refused write that may be tried again is a new attempt for the vendor', async () => {
    const world = await aWorld(place())
    const a = one(await plannedLinks(world, 'customer', ['a']))
    await add(world, aRow(world, a, 'crm'))
    const { id } = one((await start(world)).rows)
    await world.within((tx, here) => saveRequests(tx, here, [{ id, request: create(a, id) }]))
    await world.within((tx, here) => reopenRows(tx, here, [id]))
    expect(one((await start(world)).rows)).toMatchObject({ id, epoch: 1, attempts: 2 })
  })

  it('a link has one open write per side', async () => {
    const world = await aWorld(place())
    const a = one(await plannedLinks(world, 'customer', ['a']))
    await add(world, aRow(world, a, 'crm'), aRow(world, a, 'books'))
    await expect(add(world, aRow(world, a, 'crm'))).rejects.toMatchObject({ cause: { code: '23505' } })
    await world.within((tx, here) => supersede(tx, here, [a], 'drafts'))
    await expect(add(world, aRow(world, a, 'crm'))).rejects.toMatchObject({ cause: { code: '23505' } })
    await world.within((tx, here) => supersede(tx, here, [a]))
    await add(world, aRow(world, a, 'crm'))
    expect((await start(world)).rows).toHaveLength(1)
  })

  it('a held plan waits for a person; what is approved is planned again and recognised', async () => {
    const world = await aWorld(place())
    const [a, b] = await plannedLinks(world, 'customer', ['a', 'b'])
    const first = aRow(world, a ?? '', 'crm', { state: 'proposed', fingerprint: 'same' })
    await add(world, first, aRow(world, b ?? '', 'crm', { state: 'proposed' }))
    expect(await world.within((tx, here) => holdRows(tx, here, world.run))).toBe(2)
    expect(await start(world)).toMatchObject({ rows: [], withdrawn: [] })
    expect(await world.within((tx, here) => approveRows(tx, here, [first.id]))).toBe(1)
    expect(await news(world)).toBe(1)
    const approved = await world.within((tx, here) => approvedRows(tx, here, world.integration, 9))
    expect(approved.rows.map(({ id }) => id)).toEqual([first.id])
    expect(approved.links.map(({ id }) => id)).toEqual([a])
  })

  it('a plan is read page by page and counted', async () => {
    const world = await aWorld(place())
    const links = await plannedLinks(world, 'customer', ['a', 'b', 'c'])
    await add(world, ...links.map((link, rank) => aRow(world, link, 'crm', { rank, state: 'proposed' })))
    const read = (after: string | null) =>
      world.within((tx, here) =>
        rowsOfRun(tx, here, world.run, { entity: 'customer', state: 'proposed' }, { after, limit: 2 }),
      )
    const first = await read(null)
    expect(first.rows.map(({ link }) => link)).toEqual(links.slice(0, 2))
    const second = await read(first.next)
    expect(second.rows.map(({ link }) => link)).toEqual(links.slice(2))
    expect(second.next).toBeNull()
    expect(await world.within((tx, here) => releaseRows(tx, here, world.run))).toBe(3)
    expect(await world.within((tx, here) => planCounts(tx, here, world.run))).toEqual([
      { entity: 'customer', side: 'crm', verb: 'create', state: 'released', count: 3 },
    ])
  })

  it('many writes that wait for a lost answer do not keep the others from starting', async () => {
    const world = await aWorld(place())
    const parent = one(await plannedLinks(world, 'customer', ['p']))
    const children = await plannedLinks(
      world,
      'contact',
      Array.from({ length: 30 }, (_, at) => `c${at}`),
    )
    const free = one(await plannedLinks(world, 'contact', ['free']))
    await add(world, aRow(world, parent, 'crm'))
    expect((await start(world)).rows).toHaveLength(1)
    const waiting = children.map((link) => aRow(world, link, 'crm', { entity: 'contact', waitsFor: [parent], rank: 1 }))
    await add(world, ...waiting, aRow(world, free, 'crm', { entity: 'contact', rank: 2 }))
    expect((await start(world)).rows.map(({ link }) => link)).toEqual([free])
    expect(await start(world)).toMatchObject({ rows: [], withdrawn: [] })
  })

  it('a link that was tied away takes its row along out of the way', async () => {
    const world = await aWorld(place())
    const a = one(await plannedLinks(world, 'customer', ['a']))
    await add(world, aRow(world, 'no such link', 'crm'), aRow(world, a, 'crm', { rank: 1 }))
    const batch = await start(world)
    expect([batch.withdrawn, batch.rows.length]).toEqual([['no such link'], 1])
    expect(await world.within((tx, here) => linksById(tx, here, [a]))).toHaveLength(1)
  })
})
