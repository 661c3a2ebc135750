import { z } from 'zod'
import { sides } from '@/lib/model/words'
import { inTenant } from '@/lib/store/db'
import { integrationsOfConnection, pause } from '@/lib/store/integrations'
import { noteDecided } from './decided'
import { done, failed } from './fault'
import { leaveThrough } from './leave-through'
import { placeOf } from './place'
import { mailDue, tellAdministrators } from './tell-administrators'
import { verb } from './verb'

export const disconnectInput = z.object({ side: z.enum(sides), mirrored: z.enum(['keep', 'unlock']) })

export interface Disconnected {
  /** Records that are unlocked before the connection is really over. */
  readonly unlocking: number
}

/**
 * Stops, hands our access back and destroys what is stored of it; settings, links and history stay. Unlocking needs the
 * CRM, so a CRM connection stays open until that is done. A CRM that several companies share ends for all of them.
 */
export const disconnect = verb<z.infer<typeof disconnectInput>, Disconnected>(
  disconnectInput,
  async (desk, { side, mirrored }) => {
    const ended = await inTenant(desk, async (tx) => {
      const place = await placeOf(tx, desk)
      const connection = place[side]
      if (!connection || connection.endedAt !== null) return null
      const by = desk.actor.kind === 'person' ? { id: desk.actor.id, name: desk.actor.name } : { id: '', name: '' }
      for (const integration of await integrationsOfConnection(tx, desk, connection.id)) {
        // What was not started has nothing to pause, and nobody could resume it.
        if (!integration.pausedBy && integration.startedAt !== null) await pause(tx, desk, integration.id, by)
        await noteDecided(tx, desk, integration, [{ why: 'disconnect', side, record: place.vendors[side].name }])
      }
      await tellAdministrators(tx, desk, { kind: 'disconnected', vendor: place.vendors[side].name })
      return leaveThrough(tx, desk, connection, { mirrored, crm: place.crm })
    })
    if (!ended) return failed({ kind: 'not-now' })
    const { connection, version, unlock, count } = ended
    await desk.emit({ name: 'connection.ended', tenant: desk.tenant, connection, version, unlock })
    await desk.emit(mailDue(desk))
    return done({ unlocking: count })
  },
)
