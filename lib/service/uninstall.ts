import { z } from 'zod'
import { sides } from '@/lib/model/words'
import { connectionsOf } from '@/lib/store/connections'
import { inTenant } from '@/lib/store/db'
import { endInstallation } from '@/lib/store/leaving'
import { noteDecided } from './decided'
import type { Desk } from './desk'
import { done, type Done } from './fault'
import { leaveThrough, type Leaving } from './leave-through'
import { placeOf } from './place'
import { mailDue, tellAdministrators } from './tell-administrators'
import { verb } from './verb'

export const daysKept = 30
const kept = daysKept * 24 * 60 * 60_000

export const uninstallInput = z.object({ mirrored: z.enum(['keep', 'unlock']) })

export interface Uninstalled {
  readonly purgeAfter: number
}

/** Everything stops now; in thirty days nothing is left. Whoever installs again before that finds all of it. */
export const uninstall = verb<z.infer<typeof uninstallInput>, Uninstalled>(uninstallInput, (desk, { mirrored }) =>
  leaveHouse(desk, mirrored),
)

/** For the CRM that tells us of it, too. */
export async function leaveHouse(desk: Desk, mirrored: 'keep' | 'unlock'): Promise<Done<Uninstalled>> {
  const purgeAfter = desk.now() + kept
  const ended = await inTenant(desk, async (tx) => {
    const place = await placeOf(tx, desk)
    const { crm, companies } = place
    await endInstallation(tx, desk, desk.installation, purgeAfter)
    await tellAdministrators(tx, desk, { kind: 'uninstalled', purgeAfter })
    const live = [...(await connectionsOf(tx, desk, 'books')), ...(await connectionsOf(tx, desk, 'crm'))]
    for (const integration of companies) {
      const through = { crm: integration.crmConnection, books: integration.booksConnection }
      const left = sides.filter((side) => live.some(({ id }) => id === through[side]))
      await noteDecided(
        tx,
        desk,
        integration,
        left.map((side) => ({ why: 'disconnect', side })),
      )
    }
    const leaving: Leaving[] = []
    for (const connection of live) {
      // The CRM is asked to unlock for all companies at once.
      const how = connection.side === 'crm' ? mirrored : 'keep'
      leaving.push(await leaveThrough(tx, desk, connection, { mirrored: how, crm }))
    }
    return leaving
  })
  for (const { connection, version, unlock } of ended)
    await desk.emit({ name: 'connection.ended', tenant: desk.tenant, connection, version, unlock })
  await desk.emit(mailDue(desk))
  return done({ purgeAfter })
}
