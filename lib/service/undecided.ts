import { inTenant, type Tx } from '@/lib/store/db'
import type { Decidable } from '@/lib/store/approved'
import { openHold } from '@/lib/store/holds'
import type { Integration } from '@/lib/store/integrations'
import type { Desk } from './desk'
import { failed, type Done } from './fault'
import { isLatestPlan } from './latest-plan'
import { placeOf } from './place'

/** What waits for a person's yes or no under this run: all that the brake holds, or a dry run. Null: the page is out of date. */
async function undecided(tx: Tx, desk: Desk, integration: Integration, run: string): Promise<Decidable | null> {
  const hold = await openHold(tx, desk, integration.id)
  if (hold?.run === run) return { integration: integration.id }
  return integration.startedAt !== null && (await isLatestPlan(tx, desk, integration, run)) ? { run } : null
}

/** Decides on a run's plan in one transaction, or says that the page showed an older one. */
export const decideOn = <T>(
  desk: Desk,
  run: string,
  work: (tx: Tx, integration: Integration, what: Decidable) => Promise<Done<T>>,
): Promise<Done<T>> =>
  inTenant(desk, async (tx) => {
    const { integration } = await placeOf(tx, desk)
    const what = integration && (await undecided(tx, desk, integration, run))
    return what ? work(tx, integration, what) : failed({ kind: 'stale' })
  })
