import type { Tx } from '@/lib/store/db'
import type { Integration } from '@/lib/store/integrations'
import { latestPreview } from '@/lib/store/runs'
import type { Desk } from './desk'

/** A dry run may be decided upon while it is the newest one, came to its end, and its rules are still in force. */
export async function isLatestPlan(tx: Tx, desk: Desk, integration: Integration, plan: string): Promise<boolean> {
  const run = await latestPreview(tx, desk, integration.id)
  return run?.id === plan && run.version === integration.version && run.result?.kind === 'done'
}
