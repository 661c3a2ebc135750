import { z } from 'zod'
import { inTenant } from '@/lib/store/db'
import { setNextDue, setStopped, setWaiting } from '@/lib/store/integrations'
import { askAgain } from './ask-run'
import { noteDecided } from './decided'
import { done, failed } from './fault'
import { placeOf } from './place'
import { verb } from './verb'

export const runNowInput = z.object({})

/** A run at once, also where the schedule waits for a vendor or for a person. */
export const runNow = verb<object, null>(runNowInput, async (desk) => {
  const found = await inTenant(desk, async (tx) => {
    const { integration } = await placeOf(tx, desk)
    if (!integration || integration.startedAt === null || integration.pausedBy) return null
    await setStopped(tx, desk, integration.id, null)
    await setWaiting(tx, desk, integration.id, null)
    await setNextDue(tx, desk, integration.id, desk.now())
    await noteDecided(tx, desk, integration, [{ why: 'run-now' }])
    return integration
  })
  if (!found) return failed({ kind: 'not-now' })
  await askAgain(desk, found.id)
  return done(null)
})
