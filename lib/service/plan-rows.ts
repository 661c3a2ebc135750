import type { Entity, Side, Verb } from '@/lib/model/words'
import { inTenant } from '@/lib/store/db'
import { fieldsOfRun, rowsOfRun } from '@/lib/store/outbox'
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
  /** Only writes that set this field. */
  readonly field?: string | undefined
  /** Part of a name, number or code. */
  readonly search?: string | undefined
  readonly cursor?: string | undefined
}

const pageSize = 50

/** The writes of a plan, in the order in which they would be sent. */
export const planRows = (desk: Desk, asked: PlanRowsAsked): Promise<Paged<PlannedRow>> =>
  inTenant(desk, async (tx) => {
    const { integration } = await placeOf(tx, desk)
    const run = await readRun(tx, desk, asked.run)
    if (!integration || run?.integration !== integration.id) return { rows: [], next: null }
    const { entity, side, verb, field, search, cursor = null } = asked
    const filter = {
      only: 'standing',
      ...(entity && { entity }),
      ...(side && { side }),
      ...(verb && { verb }),
      ...(field && { field }),
      ...(search && { search }),
    } as const
    const page = await rowsOfRun(tx, desk, run.id, filter, { after: cursor, limit: pageSize })
    return { rows: page.rows.map(plannedRow), next: page.next }
  })

/** Fields that this plan changes somewhere, most frequent first. */
export const planFields = (desk: Desk, id: string): Promise<readonly string[]> =>
  inTenant(desk, async (tx) => {
    const { integration } = await placeOf(tx, desk)
    const run = await readRun(tx, desk, id)
    if (!integration || run?.integration !== integration.id) return []
    return (await fieldsOfRun(tx, desk, run.id)).map(({ key }) => key)
  })
