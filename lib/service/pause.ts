import { z } from 'zod'
import { inTenant } from '@/lib/store/db'
import { pause as store } from '@/lib/store/integrations'
import { noteDecided } from './decided'
import { done, failed } from './fault'
import { placeOf } from './place'
import { verb } from './verb'

export const pauseInput = z.object({})

/** The batch under way ends, the next one does not begin; settings and cursors stay. */
export const pause = verb<object, null>(pauseInput, async (desk) =>
  inTenant(desk, async (tx) => {
    const { integration } = await placeOf(tx, desk)
    if (!integration || integration.startedAt === null) return failed({ kind: 'not-now' })
    if (integration.pausedBy) return done(null)
    const by = desk.actor.kind === 'person' ? { id: desk.actor.id, name: desk.actor.name } : { id: '', name: '' }
    await store(tx, desk, integration.id, by)
    await noteDecided(tx, desk, integration, [{ why: 'pause' }])
    return done(null)
  }),
)
