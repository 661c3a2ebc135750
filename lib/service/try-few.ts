import { z } from 'zod'
import { inTenant, type Tx } from '@/lib/store/db'
import { integration as readIntegration, type Integration } from '@/lib/store/integrations'
import { oneDecides } from '@/lib/store/approved'
import { approveRows, choosableRows } from '@/lib/store/outbox'
import { sample } from '@/lib/sync/sample'
import { askRun } from './ask-run'
import { noteDecided } from './decided'
import type { Desk } from './desk'
import { done, failed, type Done } from './fault'
import { latestPlan, putInForce } from './latest-plan'
import { placeOf } from './place'
import { prepare } from './prepare'
import { verb } from './verb'

export const tryFewInput = z.object({ plan: z.string().min(1) })

const few = 10

/** A few rows of the plan that was looked at, of every kind, are really written; the schedule does not start. */
export const tryFew = verb<z.infer<typeof tryFewInput>, { readonly rows: number }>(
  tryFewInput,
  async (desk, { plan }) => {
    const place = await inTenant(desk, (tx) => placeOf(tx, desk))
    const { integration } = place
    if (!integration || integration.startedAt !== null) return failed({ kind: 'not-now' })
    const latest = await inTenant(desk, (tx) => latestPlan(tx, desk, integration, plan))
    if (!latest) return failed({ kind: 'stale' })
    const prepared = await prepare(desk, place)
    if (!prepared.ok) return prepared
    const tried = await inTenant(desk, (tx) => approveFew(tx, desk, integration, plan))
    if (!tried.ok) return tried
    await askRun(desk, integration.id, 'approved')
    return tried
  },
)

async function approveFew(
  tx: Tx,
  desk: Desk,
  before: Integration,
  plan: string,
): Promise<Done<{ readonly rows: number }>> {
  await oneDecides(tx, desk, before.id)
  const integration = await readIntegration(tx, desk, before.id)
  const latest = integration && (await latestPlan(tx, desk, integration, plan))
  if (!latest || integration.startedAt !== null) return failed({ kind: 'stale' })
  const chosen = sample(await choosableRows(tx, desk, plan), few)
  if (chosen.length === 0) return failed({ kind: 'not-now' })
  await putInForce(tx, desk, integration, latest)
  await approveRows(
    tx,
    desk,
    chosen.map(({ id }) => id),
  )
  await noteDecided(tx, desk, integration, [{ why: 'try-few', run: plan }])
  return done({ rows: chosen.length })
}
