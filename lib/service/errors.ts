import { causeOf, type Incident } from '@/lib/model/alert'
import { causeCounts, type CauseCount } from '@/lib/store/causes'
import { inTenant, type Tx } from '@/lib/store/db'
import { endedIncidents, openIncidents } from '@/lib/store/incidents'
import { publishedSettings, type Integration } from '@/lib/store/integrations'
import { retriedLinks } from '@/lib/store/retried'
import { recordsPage } from '@/lib/store/standing'
import type { Desk } from './desk'
import { placeOf, type Place } from './place'
import { recordView } from './record-view'
import type { Paged, RecordView } from './views'
import { whereToMend, type Mend } from './where-to-mend'

export interface CauseView extends Omit<CauseCount, 'first'> {
  readonly cause: string
  /** The first of its records, or a page of them where this cause alone is looked at. */
  readonly records: readonly ParkedView[]
}

/** A parked record, and where its value can be put right from here. */
export interface ParkedView extends RecordView {
  readonly mend: Mend
}

export interface ErrorsView {
  readonly causes: readonly CauseView[]
  /** Where one cause is looked at: its next page. */
  readonly next: string | null
  readonly retrying: readonly { readonly record: RecordView; readonly at: number }[]
  readonly ended: readonly Incident[]
  readonly ignored: Paged<RecordView>
}

const nothing: ErrorsView = { causes: [], next: null, retrying: [], ended: [], ignored: { rows: [], next: null } }
/** Records shown of each cause before somebody asks for all of them. */
const firstFew = 3
const pageSize = 50

export interface ErrorsAsked {
  readonly cause?: string | undefined
  readonly cursor?: string | undefined
}

/** Everything the errors page shows: causes that stand, what is tried again, what ended, what somebody ignores. */
export const errors = (desk: Desk, asked: ErrorsAsked): Promise<ErrorsView> =>
  inTenant(desk, async (tx) => {
    const place = await placeOf(tx, desk)
    const { integration } = place
    if (!integration) return nothing
    const found = await standing(tx, desk, place, integration, asked)
    const retrying = await retriedLinks(tx, desk, integration.id, pageSize)
    const ignoring = { after: asked.cause === undefined ? (asked.cursor ?? null) : null, limit: pageSize }
    const ignored = await recordsPage(tx, desk, integration.id, { reason: 'ignored' }, ignoring)
    return {
      ...found,
      retrying: retrying.map(({ link, at }) => ({
        at,
        record: recordView({ ...link, underway: true, changedAt: at }),
      })),
      ended: await endedIncidents(tx, desk, integration.id, pageSize),
      ignored: { rows: ignored.links.map(recordView), next: ignored.next },
    }
  })

async function standing(tx: Tx, desk: Desk, place: Place, of: Integration, { cause, cursor }: ErrorsAsked) {
  const known = new Map((await openIncidents(tx, desk, of.id)).map((incident) => [incident.cause, incident.openedAt]))
  const all = (await causeCounts(tx, desk, of.id)).map((counted) => ({
    ...counted,
    cause: causeOf({ ...counted, kind: 'records' }),
  }))
  const settings = (await publishedSettings(tx, desk, of.id, of.version)) ?? of.settings
  const named = all.filter((one) => one.cause === cause)
  // A letter may name a cause that is over: that is no word about the others.
  const alone = named.length > 0
  const wanted = alone ? named : all
  const page = { after: alone ? (cursor ?? null) : null, limit: alone ? pageSize : firstFew }
  const causes: CauseView[] = []
  let next: string | null = null
  for (const { first: _first, ...one } of wanted) {
    const found = await recordsPage(tx, desk, of.id, { cause: one }, page)
    const records = found.links.map((link) => ({ ...recordView(link), mend: whereToMend(place, settings, link) }))
    causes.push({ ...one, since: Math.min(one.since, known.get(one.cause) ?? one.since), records })
    if (alone) next = found.next
  }
  return { causes, next }
}
