import type { RecordClass } from '@/lib/model/state'
import type { Entity } from '@/lib/model/words'
import { inTenant } from '@/lib/store/db'
import { recordsPage } from '@/lib/store/standing'
import type { Desk } from './desk'
import { placeOf } from './place'
import { recordView } from './record-view'
import type { Paged, RecordView } from './views'

export interface RecordsAsked {
  readonly entity?: Entity | undefined
  readonly class?: RecordClass['kind'] | undefined
  readonly cursor?: string | undefined
  /** Part of a name, number or code. */
  readonly search?: string | undefined
}

const pageSize = 50

/** The records behind a number. */
export const records = (desk: Desk, asked: RecordsAsked): Promise<Paged<RecordView>> =>
  inTenant(desk, async (tx) => {
    const { integration } = await placeOf(tx, desk)
    if (!integration) return { rows: [], next: null }
    const { entity, class: kind, cursor = null, search } = asked
    const filter = { ...(entity && { entity }), ...(kind && { standing: kind }), ...(search && { search }) }
    const page = await recordsPage(tx, desk, integration.id, filter, { after: cursor, limit: pageSize })
    return { rows: page.links.map(recordView), next: page.next }
  })
