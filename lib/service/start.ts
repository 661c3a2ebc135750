import { z } from 'zod'
import { meetAgain } from '@/lib/engine/meet'
import { sides } from '@/lib/model/words'
import { approveAll } from '@/lib/store/approved'
import { inTenant } from '@/lib/store/db'
import { startIntegration, type Integration } from '@/lib/store/integrations'
import { askRun } from './ask-run'
import { askVendor } from './ask-vendor'
import { noteDecided } from './decided'
import { engineAt, type Desk } from './desk'
import { done, failed, type Done } from './fault'
import { isLatestPlan } from './latest-plan'
import { placeOf, type Place } from './place'
import { publishDraft } from './publish-draft'
import { verb } from './verb'

/** The dry run that was looked at; null starts without one. */
export const startInput = z.object({ plan: z.string().nullable() })

/** From now on the schedule runs it. With a plan, what was seen is what is sent first, and nothing else. */
export const start = verb<z.infer<typeof startInput>, null>(startInput, async (desk, { plan }) => {
  const place = await inTenant(desk, (tx) => placeOf(tx, desk))
  if (!place.integration || place.integration.startedAt !== null) return failed({ kind: 'not-now' })
  const ready = plan === null ? await publishDraft(desk, place) : await planned(desk, place.integration, plan)
  if (!ready.ok) return ready
  const prepared = await prepare(desk, place)
  if (!prepared.ok) return prepared
  const { id } = ready.value
  await inTenant(desk, async (tx) => {
    await startIntegration(tx, desk, id)
    if (plan !== null) await approveAll(tx, desk, { run: plan })
    await noteDecided(tx, desk, ready.value, [{ why: 'start', run: plan }])
  })
  await askRun(desk, id, plan === null ? 'first' : 'approved')
  return done(null)
})

async function planned(desk: Desk, integration: Integration, plan: string): Promise<Done<Integration>> {
  const latest = await inTenant(desk, (tx) => isLatestPlan(tx, desk, integration, plan))
  return latest ? done(integration) : failed({ kind: 'stale' })
}

/** What our writes need in the vendors is made now, when it was decided that something is written at all. */
async function prepare(desk: Desk, place: Place): Promise<Done<null>> {
  for (const side of sides) {
    const connection = place[side]
    if (!connection) return failed({ kind: 'not-now' })
    const prepared = await askVendor(place.vendors[side].id, async () => {
      const { session } = await meetAgain(engineAt(desk), connection.id)
      await session.prepare?.()
    })
    if (!prepared.ok) return prepared
  }
  return done(null)
}
