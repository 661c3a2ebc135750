import { inTenant, type Tx } from '@/lib/store/db'
import { oneDecides, replanHeld, type Decidable } from '@/lib/store/approved'
import { askedHold } from '@/lib/store/holds'
import type { Hold } from '@/lib/model/decision'
import { integration as readIntegration, type Integration } from '@/lib/store/integrations'
import type { Desk } from './desk'
import { failed, type Done } from './fault'
import { latestPlan, type LatestPlan } from './latest-plan'
import { placeOf } from './place'

export interface Undecided {
  readonly what: Decidable
  /** The dry run it stands on; null for what the brake holds, which was planned under what is in force. */
  readonly plan: LatestPlan | null
  /** What the brake says. */
  readonly hold: Hold | null
}

/** What waits for a person's yes or no under this run: what the brake holds, or a dry run. Null: the page is out of date. */
async function undecided(tx: Tx, desk: Desk, integration: Integration, run: string): Promise<Undecided | null> {
  const hold = await askedHold(tx, desk, integration.id)
  if (hold?.run === run) return { what: { run, state: 'held' }, plan: null, hold }
  const plan = integration.startedAt === null ? null : await latestPlan(tx, desk, integration, run)
  return plan && { what: { run, state: 'proposed' }, plan, hold: null }
}

/** Decides on a run's plan in one transaction, or says that the page showed an older one. */
export const decideOn = <T>(
  desk: Desk,
  run: string,
  work: (tx: Tx, integration: Integration, undecided: Undecided) => Promise<Done<T>>,
): Promise<Done<T>> =>
  inTenant(desk, async (tx) => {
    const { integration: before } = await placeOf(tx, desk)
    if (before) await oneDecides(tx, desk, before.id)
    const integration = before && (await readIntegration(tx, desk, before.id))
    const found = integration && (await undecided(tx, desk, integration, run))
    if (!found) return failed({ kind: 'stale' })
    if (found.hold) await replanHeld(tx, desk, integration.id, run)
    return work(tx, integration, found)
  })
