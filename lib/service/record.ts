import { inTenant } from '@/lib/store/db'
import { historyPage } from '@/lib/store/journal'
import { recordAt } from '@/lib/store/standing'
import type { Desk } from './desk'
import { placeOf } from './place'
import { recordView } from './record-view'
import { entryView } from './run-view'
import type { EntryView, Paged, RecordView } from './views'

const pageSize = 50

/** One record: where it stands, why, and everything that happened to it; null for one of somebody else. */
export const record = (
  desk: Desk,
  id: string,
  cursor?: string,
): Promise<{ readonly record: RecordView; readonly entries: Paged<EntryView> } | null> =>
  inTenant(desk, async (tx) => {
    const { integration } = await placeOf(tx, desk)
    const found = integration && (await recordAt(tx, desk, integration.id, id))
    if (!found) return null
    const asked = { integration: integration.id, link: id }
    const page = await historyPage(tx, desk, asked, { after: cursor ?? null, limit: pageSize })
    return { record: recordView(found), entries: { rows: page.entries.map(entryView), next: page.next } }
  })
