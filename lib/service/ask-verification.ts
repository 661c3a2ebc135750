import { z } from 'zod'
import { inTenant } from '@/lib/store/db'
import { lastReconciliations, openReconciliation } from '@/lib/store/reconciliations'
import { lastRuns } from '@/lib/store/runs'
import { noteDecided } from './decided'
import { done, failed } from './fault'
import { placeOf } from './place'
import { endOf } from './reconciliation'
import { verb } from './verb'

export const askVerificationInput = z.object({})

/** Both sides are listed completely and compared, now; one at a time. */
export const askVerification = verb<z.infer<typeof askVerificationInput>, null>(askVerificationInput, async (desk) => {
  const id = desk.newId()
  const found = await inTenant(desk, async (tx) => {
    const { integration } = await placeOf(tx, desk)
    if (!integration) return null
    const [run] = await lastRuns(tx, desk, integration.id, 1)
    const [last] = await lastReconciliations(tx, desk, integration.id, 1)
    if (!run || (last && endOf(last, desk.now()) === null)) return null
    await openReconciliation(tx, desk, { id, integration: integration.id, actor: desk.actor })
    await noteDecided(tx, desk, integration, [{ why: 'verify' }])
    return integration.id
  })
  if (found === null) return failed({ kind: 'not-now' })
  const { tenant, actor } = desk
  await desk.emit({ name: 'verify.asked', tenant, integration: found, reconciliation: id, actor })
  return done(null)
})
