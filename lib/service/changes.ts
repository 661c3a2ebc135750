import type { JournalKind } from '@/lib/model/run'
import type { Entity, Side, Verb } from '@/lib/model/words'
import { changesPage, entryAt, type ChangesFilter } from '@/lib/store/changes'
import { inTenant } from '@/lib/store/db'
import type { Desk } from './desk'
import { placeOf } from './place'
import { entryView } from './run-view'
import type { EntryView, Paged } from './views'

export interface ChangesAsked {
  readonly entity?: Entity | undefined
  readonly side?: Side | undefined
  readonly verb?: Verb | undefined
  readonly kind?: JournalKind | undefined
  /** Days since 1970, UTC; both belong to it. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly search?: string | undefined
  readonly cursor?: string | undefined
}

const pageSize = 50
const largePage = 1_000

/** What happened, over all runs, newest first. */
export const changes = (desk: Desk, asked: ChangesAsked): Promise<Paged<EntryView>> => pageOf(desk, asked, pageSize)

/** The same for a file, page by page, so that nothing large is ever held. */
export async function* allChanges(desk: Desk, asked: ChangesAsked): AsyncGenerator<readonly EntryView[]> {
  let cursor: string | null | undefined = asked.cursor
  while (cursor !== null) {
    const page: Paged<EntryView> = await pageOf(desk, { ...asked, cursor }, largePage)
    yield page.rows
    cursor = page.next
  }
}

/** One line of the history, under an address that stays good; null for one of somebody else. */
export const change = (desk: Desk, id: string): Promise<EntryView | null> =>
  inTenant(desk, async (tx) => {
    const { integration } = await placeOf(tx, desk)
    const found = integration && (await entryAt(tx, desk, integration.id, id))
    return found && entryView(found)
  })

const pageOf = (desk: Desk, { cursor, ...asked }: ChangesAsked, limit: number): Promise<Paged<EntryView>> =>
  inTenant(desk, async (tx) => {
    const { integration } = await placeOf(tx, desk)
    if (!integration) return { rows: [], next: null }
    const filter = filterOf(integration.id, asked)
    const page = await changesPage(tx, desk, filter, { after: cursor ?? null, limit })
    return { rows: page.entries.map(entryView), next: page.next }
  })

function filterOf(integration: string, { entity, side, verb, kind, from, to, search }: ChangesAsked): ChangesFilter {
  return {
    integration,
    ...(entity && { entity }),
    ...(side && { side }),
    ...(verb && { verb }),
    ...(kind && { kind }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(search && { search }),
  }
}
