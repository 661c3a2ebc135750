import { z } from 'zod'
import { approveAll, oneDecides } from '@/lib/store/approved'
import { inTenant, type Tx } from '@/lib/store/db'
import { integration as readIntegration, startIntegration, type Integration } from '@/lib/store/integrations'
import { forgetTrial } from '@/lib/store/trial'
import { askRun } from './ask-run'
import { composeDraft } from './compose-draft'
import { noteDecided } from './decided'
import type { Desk } from './desk'
import { done, failed, type Done } from './fault'
import { latestPlan, putInForce, type LatestPlan } from './latest-plan'
import { placeOf, type Place } from './place'
import { prepare } from './prepare'
import { isCleaning } from './trial'
import { verb } from './verb'

/** The dry run that was looked at; null starts without one. */
export const startInput = z.object({ plan: z.string().nullable() })

/** From now on the schedule runs it. With a plan, what was seen is what is sent first, and nothing else. */
export const start = verb<z.infer<typeof startInput>, null>(startInput, async (desk, { plan }) => {
  const place = await inTenant(desk, (tx) => placeOf(tx, desk))
  if (!place.integration || place.integration.startedAt !== null) return failed({ kind: 'not-now' })
  const ready = plan === null ? await composed(desk, place) : await planned(desk, place.integration, plan)
  if (!ready.ok) return ready
  const prepared = await prepare(desk, place)
  if (!prepared.ok) return prepared
  const started = await inTenant(desk, (tx) => startNow(tx, desk, place.integration, plan, ready.value))
  if (!started.ok) return started
  await askRun(desk, started.value, plan === null ? 'first' : 'approved')
  return done(null)
})

async function composed(desk: Desk, place: Place): Promise<Done<LatestPlan>> {
  const draft = await composeDraft(desk, place)
  return draft.ok ? done({ draft: draft.value.settings }) : draft
}

async function planned(desk: Desk, integration: Integration, plan: string): Promise<Done<LatestPlan>> {
  const latest = await inTenant(desk, (tx) => latestPlan(tx, desk, integration, plan))
  return latest ? done(latest) : failed({ kind: 'stale' })
}

/** Asked again in the transaction that starts: somebody may have planned anew, or started, meanwhile. */
async function startNow(
  tx: Tx,
  desk: Desk,
  before: Integration | null,
  plan: string | null,
  ready: LatestPlan,
): Promise<Done<string>> {
  if (before) await oneDecides(tx, desk, before.id)
  const integration = before && (await readIntegration(tx, desk, before.id))
  if (!integration || integration.startedAt !== null) return failed({ kind: 'not-now' })
  if (await isCleaning(tx, desk, integration.id)) return failed({ kind: 'not-now' })
  const latest = plan === null ? ready : await latestPlan(tx, desk, integration, plan)
  if (!latest) return failed({ kind: 'stale' })
  await putInForce(tx, desk, integration, latest)
  // A trial that was taken back leaves no trace, whether or not somebody planned anew since.
  await forgetTrial(tx, desk, integration.id)
  await startIntegration(tx, desk, integration.id)
  if (plan !== null) await approveAll(tx, desk, { run: plan, state: 'proposed' })
  await noteDecided(tx, desk, integration, [{ why: 'start', run: plan }])
  return done(integration.id)
}
