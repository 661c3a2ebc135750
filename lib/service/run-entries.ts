import type { JournalKind } from '@/lib/model/run'
import type { Entity, Verb } from '@/lib/model/words'
import { inTenant } from '@/lib/store/db'
import { historyPage } from '@/lib/store/journal'
import { run as readRun } from '@/lib/store/runs'
import type { Desk } from './desk'
import { placeOf } from './place'
import { entryView, runView } from './run-view'
import type { EntryView, Paged, RunView } from './views'

export interface RunEntriesAsked {
  readonly run: string
  readonly entity?: Entity | undefined
  readonly verb?: Verb | undefined
  readonly kind?: JournalKind | undefined
  /** Part of the name or code that the record bore. */
  readonly search?: string | undefined
  readonly cursor?: string | undefined
}

const pageSize = 50

/** What one run did, down to the changed fields; null for a run of somebody else. */
export const runEntries = (
  desk: Desk,
  { run: id, entity, verb, kind, search, cursor }: RunEntriesAsked,
): Promise<{ readonly run: RunView; readonly page: Paged<EntryView> } | null> =>
  inTenant(desk, async (tx) => {
    const { integration } = await placeOf(tx, desk)
    const run = await readRun(tx, desk, id)
    if (!integration || run?.integration !== integration.id) return null
    const filter = {
      ...(entity && { entity }),
      ...(verb && { verb }),
      ...(kind && { kind }),
      ...(search && { record: search }),
    }
    const asked = { integration: integration.id, run: id, ...filter }
    const page = await historyPage(tx, desk, asked, { after: cursor ?? null, limit: pageSize })
    return { run: runView(run), page: { rows: page.entries.map(entryView), next: page.next } }
  })
