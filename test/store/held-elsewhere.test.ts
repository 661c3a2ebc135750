import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { noSettings } from '@/lib/model/settings'
import type { Database } from '@/lib/store/db'
import { heldElsewhere } from '@/lib/store/held-elsewhere'
import { foldPage } from '@/lib/store/inbox'
import { createIntegration } from '@/lib/store/integrations'
import { tieLinks } from '@/lib/store/links'
import { addRows } from '@/lib/store/outbox'
import { startBatch, type Batch } from '@/lib/store/gate'
import { firstOf } from '@/lib/store/rows'
import { aRow, aSighting, aWorld, freshId, onBothDatabases, type World } from './world'

/** Another integration on the same CRM connection. */
async function addCompany(world: World): Promise<string> {
  const id = freshId('integration')
  await world.within((tx, here) =>
    createIntegration(tx, here, {
      id,
      installation: world.installation,
      pair: 'sage-sales.sage-50-fr',
      crmConnection: world.crmConnection,
      booksConnection: world.crmConnection,
      settings: noSettings,
    }),
  )
  return id
}

onBothDatabases('what another company of the same CRM holds', (place: () => Database) => {
  it('is told, and apart from it what that one waits to hear of', async () => {
    const world = await aWorld(place())
    const second = await addCompany(world)
    const unanswered = aSighting('customer', '3', {})
    const [crm, books, born] = [
      aSighting('customer', '1', {}),
      aSighting('customer', 'C1', {}),
      aSighting('customer', 'C2', {}),
    ]
    await world.within(async (tx, here) => {
      await foldPage(tx, here, second, 'crm', [crm, aSighting('customer', '2', {}), unanswered], 1)
      await foldPage(tx, here, second, 'books', [books, born], 1)
      await tieLinks(tx, here, [{ keep: crm.id, drop: books.id }])
    })
    const third = { space: 'account', id: '3', marker: null } as const
    const held = (integration: string, marker: string | null = null) =>
      world.within((tx, here) =>
        heldElsewhere(
          tx,
          here,
          integration,
          world.crmConnection,
          ['1', '2'].map((id) => ({ space: 'account' as const, id, marker })),
        ),
      )
    expect(await held(world.integration)).toEqual([{ space: 'account', id: '1', integration: second, open: false }])
    expect(await held(second)).toEqual([])
    // Created for a link of the second one, whose answer is not noted yet.
    expect((await held(world.integration, born.id)).map(({ id, open }) => [id, open])).toEqual([
      ['2', true],
      ['1', false],
    ])
    expect(await held(second, born.id)).toEqual([])
    // A copy bears the mark of what it was copied from, and is nobody's.
    expect((await held(world.integration, crm.id)).map(({ id }) => id)).toEqual(['1'])
    // Sent to the second one's books, and nobody knows yet whether it is there: whoever took it now would take it from that one.
    expect(
      await world.within((tx, here) => heldElsewhere(tx, here, world.integration, world.crmConnection, [third])),
    ).toEqual([])
    await world.within((tx, here) =>
      addRows(tx, here, second, [aRow(world, unanswered.id, 'books', { state: 'started' })]),
    )
    expect(
      await world.within((tx, here) => heldElsewhere(tx, here, world.integration, world.crmConnection, [third])),
    ).toEqual([{ space: 'account', id: '3', integration: second, open: true }])
  })

  it('is taken by one of them alone, although the other one was about to make it in the same moment', async () => {
    const world = await aWorld(place())
    const second = await addCompany(world)
    const [own, crm, books] = ['1', '1', 'C1'].map((id) => aSighting('customer', id, {}))
    if (!own || !crm || !books) throw new Error('Nothing was seen')
    await world.within(async (tx, here) => {
      await foldPage(tx, here, world.integration, 'crm', [own], 1)
      await foldPage(tx, here, second, 'crm', [crm], 1)
      await foldPage(tx, here, second, 'books', [books], 1)
      await addRows(tx, here, world.integration, [aRow(world, own.id, 'books')])
    })
    const start = () =>
      world.within((tx, here) =>
        startBatch(tx, here, {
          integration: world.integration,
          token: 1,
          hasSiblings: true,
          limit: () => 20,
          kind: null,
        }),
      )
    let begun = Promise.resolve<Batch | null>(null)
    let isOver = false
    await world.within(async (tx, here) => {
      const record = { space: 'account', id: '1', marker: null } as const
      expect(await heldElsewhere(tx, here, second, world.crmConnection, [record])).toEqual([])
      begun = start().finally(() => (isOver = true))
      // The embedded database lets nobody in meanwhile.
      while (world.db.driver !== 'pglite' && !isOver && !(await isWaiting(world)));
      await tieLinks(tx, here, [{ keep: crm.id, drop: books.id }])
    })
    expect((await begun)?.rows).toEqual([])
  })
})

/** Somebody waits for another one's turn to end. */
const isWaiting = (world: World) =>
  world.within((tx) => firstOf(tx, sql`select 1 as waits from pg_locks where locktype = 'advisory' and not granted`))
