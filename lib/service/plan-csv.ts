import { inTenant, type Tx } from '@/lib/store/db'
import { rowsOfRun } from '@/lib/store/outbox'
import { run as readRun } from '@/lib/store/runs'
import type { Desk } from './desk'
import { placeOf } from './place'
import { plannedRow } from './planned-row'
import type { PlannedRow } from './views'

const pageSize = 1_000

/** Whether this is a plan of the desk's own company: asked before anybody is told that its file was taken away. */
export const isOwnPlan = (desk: Desk, run: string): Promise<boolean> => inTenant(desk, (tx) => isOwn(tx, desk, run))

async function isOwn(tx: Tx, desk: Desk, run: string): Promise<boolean> {
  const { integration } = await placeOf(tx, desk)
  const found = await readRun(tx, desk, run)
  return integration !== null && found?.integration === integration.id
}

/** Every planned write of a plan, page by page, in the order in which they would be sent; none for a plan of somebody else. */
export async function* allPlanRows(desk: Desk, run: string): AsyncGenerator<readonly PlannedRow[]> {
  for (let after: string | null = null, more = true; more;) {
    const page: Page = await inTenant(desk, async (tx) => {
      if (!(await isOwn(tx, desk, run))) return { rows: [], next: null }
      return rowsOfRun(tx, desk, run, { only: 'standing' }, { after, limit: pageSize })
    })
    yield page.rows.map(plannedRow)
    after = page.next
    more = page.next !== null
  }
}
type Page = Awaited<ReturnType<typeof rowsOfRun>>
