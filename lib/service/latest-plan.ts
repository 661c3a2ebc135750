import type { Settings } from '@/lib/model/settings'
import { areRead } from '@/lib/store/cursors'
import type { Tx } from '@/lib/store/db'
import { publish, type Integration } from '@/lib/store/integrations'
import { draftOf, latestPreview } from '@/lib/store/runs'
import { sameSettings } from './compose-draft'
import type { Desk } from './desk'

export interface LatestPlan {
  /** What it was planned under, where that is not in force yet. */
  readonly draft: Settings | null
}

/** A dry run may be decided upon while it is the newest one, came to its end, and what it read and tried is still what is wanted. */
export async function latestPlan(
  tx: Tx,
  desk: Desk,
  integration: Integration,
  plan: string,
): Promise<LatestPlan | null> {
  const run = await latestPreview(tx, desk, integration.id)
  if (run?.id !== plan || run.result?.kind !== 'done') return null
  if (!(await areRead(tx, desk, integration.id))) return null
  if (run.version === integration.version) return { draft: null }
  const draft = await draftOf(tx, desk, run.id)
  const wanted = draft !== null && run.version === integration.version + 1 && sameSettings(draft, integration.settings)
  return wanted ? { draft } : null
}

/** Puts what a plan tried in force, in the transaction that approves it. */
export async function putInForce(tx: Tx, desk: Desk, integration: Integration, { draft }: LatestPlan): Promise<void> {
  if (draft) await publish(tx, desk, integration.id, draft, desk.actor)
}
