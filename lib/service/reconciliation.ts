import { connectors } from '@/lib/connectors'
import type { Accuracy } from '@/lib/model/accuracy'
import type { Problem } from '@/lib/model/problem'
import { inTenant } from '@/lib/store/db'
import { lastReconciliations, type Reconciliation } from '@/lib/store/reconciliations'
import type { Desk } from './desk'
import { placeOf } from './place'
import type { VendorView } from './views'

/** One comparison of both sides, as its page shows it. */
export interface ReconciliationView {
  readonly id: string
  readonly startedAt: number
  readonly endedAt: number | null
  readonly by: string | null
  readonly result: Accuracy | null
  readonly problem: { readonly vendor: VendorView | null; readonly problem: Problem } | null
}

export interface ReconciliationsView {
  /** Newest first; the first one may be under way. */
  readonly rows: readonly ReconciliationView[]
  /** Whether there has been anything to compare. */
  readonly possible: boolean
}

const mostShown = 12

/** No comparison takes so long, so its job never came to it. Milliseconds. */
const patience = 3 * 3_600_000

/** When a comparison came to its end, or was given up; null while it may be under way. */
export function endOf({ startedAt, endedAt }: Pick<ReconciliationView, 'startedAt' | 'endedAt'>, now: number) {
  return endedAt ?? (now - startedAt >= patience ? startedAt + patience : null)
}

export const reconciliation = (desk: Desk): Promise<ReconciliationsView> =>
  inTenant(desk, async (tx) => {
    const { integration } = await placeOf(tx, desk)
    if (!integration) return { rows: [], possible: false }
    const rows = await lastReconciliations<Accuracy>(tx, desk, integration.id, mostShown)
    return { rows: rows.map((row) => viewOf(row, desk.now())), possible: integration.startedAt !== null }
  })

function viewOf(row: Reconciliation<Accuracy>, now: number): ReconciliationView {
  const { id, startedAt, actor, result } = row
  const endedAt = endOf(row, now)
  const problem = row.problem ?? (result === null && endedAt !== null ? neverCame : null)
  const vendor = problem ? connectors[problem.vendor] : undefined
  return {
    id,
    startedAt,
    endedAt,
    by: actor.kind === 'person' ? actor.name : null,
    result,
    problem: problem && {
      vendor: vendor ? { id: vendor.id, name: vendor.name } : null,
      problem: problem.problem,
    },
  }
}

const neverCame = { vendor: '', problem: { kind: 'unreachable', detail: 'never came' } } as const
