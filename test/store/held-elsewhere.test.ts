import { expect, it } from 'vitest'
import { noSettings } from '@/lib/model/settings'
import type { Database } from '@/lib/store/db'
import { heldElsewhere } from '@/lib/store/held-elsewhere'
import { foldPage } from '@/lib/store/inbox'
import { createIntegration } from '@/lib/store/integrations'
import { tieLinks } from '@/lib/store/links'
import { addRows } from '@/lib/store/outbox'
import { aRow, aSighting, aWorld, freshId, onBothDatabases } from './world'

onBothDatabases('what another company of the same CRM holds', (place: () => Database) => {
  it('is told, and apart from it what that one waits to hear of', async () => {
    const world = await aWorld(place())
    const second = freshId('integration')
    const unanswered = aSighting('customer', '3', {})
    const [crm, books, born] = [
      aSighting('customer', '1', {}),
      aSighting('customer', 'C1', {}),
      aSighting('customer', 'C2', {}),
    ]
    await world.within(async (tx, here) => {
      await createIntegration(tx, here, {
        id: second,
        installation: world.installation,
        pair: 'sage-sales.sage-50-fr',
        crmConnection: world.crmConnection,
        booksConnection: world.crmConnection,
        settings: noSettings,
      })
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
})
