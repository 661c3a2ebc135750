import { z } from 'zod'
import { lockedKinds } from '@/lib/engine/unlock'
import { sides } from '@/lib/model/words'
import { closeConnection } from '@/lib/store/connections'
import { inTenant } from '@/lib/store/db'
import { pause } from '@/lib/store/integrations'
import { mirroredCount } from '@/lib/store/mirrored'
import { noteDecided } from './decided'
import { done, failed } from './fault'
import { placeOf } from './place'
import { verb } from './verb'

export const disconnectInput = z.object({ side: z.enum(sides), mirrored: z.enum(['keep', 'unlock']) })

export interface Disconnected {
  /** Records that are unlocked before the connection is really over. */
  readonly unlocking: number
}

/**
 * Stops, hands our access back and destroys what is stored of it; settings, links and history stay. Unlocking needs the
 * CRM, so a CRM connection stays open until that is done.
 */
export const disconnect = verb<z.infer<typeof disconnectInput>, Disconnected>(
  disconnectInput,
  async (desk, { side, mirrored }) => {
    const ended = await inTenant(desk, async (tx) => {
      const place = await placeOf(tx, desk)
      const connection = place[side]
      if (!connection || connection.endedAt !== null) return null
      const { integration, vendors } = place
      const unlock = mirrored === 'unlock' && place.crm?.endedAt === null ? (integration?.id ?? null) : null
      const count =
        integration && unlock ? await mirroredCount(tx, desk, integration.id, lockedKinds(integration.pair)) : 0
      if (integration) {
        const by = desk.actor.kind === 'person' ? { id: desk.actor.id, name: desk.actor.name } : { id: '', name: '' }
        if (!integration.pausedBy) await pause(tx, desk, integration.id, by)
        await noteDecided(tx, desk, integration, [{ why: 'disconnect', side, record: vendors[side].name }])
      }
      if (side === 'books' || count === 0) await closeConnection(tx, desk, connection.id)
      return { connection: connection.id, unlock: count > 0 ? unlock : null, count }
    })
    if (!ended) return failed({ kind: 'not-now' })
    const { connection, unlock, count } = ended
    await desk.emit({ name: 'connection.ended', tenant: desk.tenant, connection, unlock })
    return done({ unlocking: count })
  },
)
