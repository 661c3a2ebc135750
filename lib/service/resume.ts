import { z } from 'zod'
import { inTenant } from '@/lib/store/db'
import { resume as store, setNextDue } from '@/lib/store/integrations'
import { askAgain } from './ask-run'
import { noteDecided } from './decided'
import { done, failed } from './fault'
import { placeOf } from './place'
import { verb } from './verb'

export const resumeInput = z.object({})

/** What changed meanwhile is sent now, once. */
export const resume = verb<object, null>(resumeInput, async (desk) => {
  const found = await inTenant(desk, async (tx) => {
    const { integration } = await placeOf(tx, desk)
    if (!integration?.pausedBy) return null
    await store(tx, desk, integration.id)
    await setNextDue(tx, desk, integration.id, desk.now())
    await noteDecided(tx, desk, integration, [{ why: 'resume' }])
    return integration
  })
  if (!found) return failed({ kind: 'not-now' })
  await askAgain(desk, found.id)
  return done(null)
})
