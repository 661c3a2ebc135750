import { inTenant } from '@/lib/store/db'
import { runsPage } from '@/lib/store/runs'
import type { Desk } from './desk'
import { placeOf } from './place'
import { runView } from './run-view'
import type { Paged, RunView } from './views'

const pageSize = 30

/** Runs, newest first. */
export const runs = (desk: Desk, cursor?: string): Promise<Paged<RunView>> =>
  inTenant(desk, async (tx) => {
    const { integration } = await placeOf(tx, desk)
    if (!integration) return { rows: [], next: null }
    const page = await runsPage(tx, desk, integration.id, { after: cursor ?? null, limit: pageSize })
    return { rows: page.runs.map(runView), next: page.next }
  })
