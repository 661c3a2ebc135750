import { z } from 'zod'
import { lockedKinds } from '@/lib/engine/unlock'
import { sides } from '@/lib/model/words'
import { closeConnection } from '@/lib/store/connections'
import { inTenant } from '@/lib/store/db'
import { endInstallation } from '@/lib/store/leaving'
import { mirroredCount } from '@/lib/store/mirrored'
import { noteDecided } from './decided'
import type { Desk } from './desk'
import { done, type Done } from './fault'
import { placeOf } from './place'
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
    const { integration } = place
    await endInstallation(tx, desk, desk.installation, purgeAfter)
    const locked =
      integration && mirrored === 'unlock' && place.crm?.endedAt === null
        ? await mirroredCount(tx, desk, integration.id, lockedKinds(integration.pair))
        : 0
    const live = sides.flatMap((side) => {
      const connection = place[side]
      return connection?.endedAt === null ? [{ side, id: connection.id }] : []
    })
    for (const { side, id } of live) {
      if (side === 'books' || locked === 0) await closeConnection(tx, desk, id)
      if (integration) await noteDecided(tx, desk, integration, [{ why: 'disconnect', side }])
    }
    return live.map(({ side, id }) => ({
      connection: id,
      unlock: side === 'crm' && locked > 0 ? (integration?.id ?? null) : null,
    }))
  })
  for (const event of ended) await desk.emit({ name: 'connection.ended', tenant: desk.tenant, ...event })
  return done({ purgeAfter })
}
