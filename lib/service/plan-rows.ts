import type { Entity, Side, Verb } from '@/lib/model/words'
import { inTenant } from '@/lib/store/db'
import { rowsOfRun } from '@/lib/store/outbox'
import { run as readRun } from '@/lib/store/runs'
import type { Desk } from './desk'
import { placeOf } from './place'
import { plannedRow } from './planned-row'
import type { Paged, PlannedRow } from './views'

export interface PlanRowsAsked {
  readonly run: string
  readonly entity?: Entity | undefined
  readonly side?: Side | undefined
  readonly verb?: Verb | undefined
  readonly cursor?: string | undefined
}

const pageSize = 50

/** The writes of a plan, in the order in which they would be sent. */
export const planRows = (desk: Desk, asked: PlanRowsAsked): Promise<Paged<PlannedRow>> =>
  inTenant(desk, async (tx) => {
    const { integration } = await placeOf(tx, desk)
    const run = await readRun(tx, desk, asked.run)
    if (!integration || run?.integration !== integration.id) return { rows: [], next: null }
    const { entity, side, verb, cursor = null } = asked
    const filter = {
      only: 'standing',
      ...(entity && { entity }),
      ...(side && { side }),
      ...(verb && { verb }),
    } as const
    const page = await rowsOfRun(tx, desk, run.id, filter, { after: cursor, limit: pageSize })
    return { rows: page.rows.map(plannedRow), next: page.next }
  })
