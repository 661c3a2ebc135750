import type { Snapshot } from '@/lib/model/record'
import { ConnectorError } from '@/lib/model/problem'
import type { Entity } from '@/lib/model/words'
import type { Client, Query } from './client'
import type { Catalogue } from './lines'
import * as map from './map'
import { markText } from './mark'
import type { ClientMemory } from './memory'
import type { Marked } from './mark'
import { CLIENTS, CREDIT_NOTES, ESTIMATES, INVOICES, ITEMS, PAYMENTS } from './resources'
import type { Resource } from './resources'
import { dayBefore } from './stamps'

/** What reading needs: the way to the vendor, its items, and where documents live. */
export interface Desk {
  readonly client: Client
  readonly catalogue: () => Promise<Catalogue>
  readonly documents: 'quote' | 'draft-invoice'
  readonly memory: ClientMemory
}

/** One list of a feed; rows come with their stamp, so that a reading knows where the news ends. */
export interface Part {
  read(desk: Desk, query: Query, since: string | null): Promise<Told>
}

export interface Told {
  readonly rows: readonly { readonly stamp: string | null; readonly snapshots: readonly Snapshot[] }[]
  readonly total: number
  readonly more: boolean
  readonly answeredAt: number
  readonly askedAt: number
}

type Tell<T> = (row: T, catalogue: Catalogue, since: string | null) => readonly Snapshot[]

export const NO_ITEMS: Catalogue = { idOf: () => null, nameOf: () => null }

function part<T extends { readonly updated?: string | null | undefined }>(
  resource: Resource<T>,
  tell: Tell<T>,
  narrowed: (since: string) => Query = () => ({}),
): Part {
  return {
    async read(desk, query, since) {
      const { rows, ...rest } = await desk.client.list(resource, {
        ...query,
        ...(since === null ? {} : narrowed(since)),
      })
      const news = rows.filter(({ updated }) => since === null || updated == null || updated >= since)
      const catalogue = resource.lines && news.length > 0 ? await desk.catalogue() : NO_ITEMS
      const told = rows.map((row) => ({
        stamp: row.updated ?? null,
        snapshots: news.includes(row) ? tell(row, catalogue, since) : [],
      }))
      return { rows: told, ...rest }
    },
  }
}

/** Only clients are known to honour it, and by whole days. */
const clients = part(
  CLIENTS,
  (row, _catalogue, since) => [
    map.customerSnapshot(row),
    // Since when there is no person, only a change can tell.
    ...(map.hasPerson(row) || since !== null ? [map.personSnapshot(row)] : []),
  ],
  (since) => ({ 'search[updated_min]': dayBefore(since) }),
)
const quotes = part(ESTIMATES, (row, catalogue) => [map.estimateSnapshot(row, catalogue)])
/** Before drafts had a letter of their own they were known by their number alone. */
const drafts = part(INVOICES, (row, catalogue) =>
  [{ ...map.draftSnapshot(row, catalogue), was: String(row.invoiceid) }].filter(({ marker }) => marker !== undefined),
)

const PARTS: Readonly<Partial<Record<Entity, readonly Part[]>>> = {
  customer: [clients],
  product: [part(ITEMS, (row) => [map.itemSnapshot(row)])],
  invoice: [
    part(INVOICES, (row, catalogue) => [map.invoiceSnapshot(row, catalogue)]),
    part(CREDIT_NOTES, (row, catalogue) => [map.creditNoteSnapshot(row, catalogue)]),
  ],
  payment: [part(PAYMENTS, (row) => [map.paymentSnapshot(row)])],
}

export function partsOf(entity: Entity | undefined, { documents }: Desk): readonly Part[] {
  if (entity === 'document') return documents === 'quote' ? [quotes] : [drafts]
  const found = entity && PARTS[entity]
  if (!found) throw nowhere(entity)
  return found
}

export const nowhere = (entity: Entity | undefined): ConnectorError =>
  new ConnectorError({ kind: 'surprise', detail: `FreshBooks keeps no ${entity ?? 'nothing'}` })

const NEWEST_FIRST: Query = { per_page: '100' }

/** Lists hide what is deleted unless they are asked for it. https://www.freshbooks.com/api/active_deleted */
const DELETED: Query = { 'search[vis_state]': '1' }

/** What somebody deleted before we knew that we made it was made all the same. */
export async function findMarked(desk: Desk, entity: Entity, marker: string): Promise<readonly Snapshot[]> {
  const there = await findAmong(desk, entity, marker, {})
  return there.length > 0 ? there : findAmong(desk, entity, marker, DELETED)
}

function findAmong(desk: Desk, entity: Entity, marker: string, among: Query): Promise<readonly Snapshot[]> {
  if (entity === 'customer' || entity === 'contact') return findClients(desk, entity, marker, among)
  return entity === 'document' ? findDocuments(desk, marker, among) : Promise.resolve([])
}

/** Of documents the newest are looked through first, and what we made lately stands there. */
async function findDocuments(desk: Desk, marker: string, among: Query): Promise<readonly Snapshot[]> {
  const [own] = partsOf('document', desk)
  for (let page = 1; own; page += 1) {
    const { rows, more } = await own.read(desk, { ...NEWEST_FIRST, ...among, page: String(page) }, null)
    const found = rows.flatMap(({ snapshots }) => snapshots).filter((each) => each.marker === marker)
    if (found.length > 0 || !more) return found
  }
  return []
}

/** Notes can be searched. */
async function findClients(
  { client }: Desk,
  entity: Marked,
  marker: string,
  among: Query,
): Promise<readonly Snapshot[]> {
  const query = { ...NEWEST_FIRST, ...among, page: '1', 'search[note_like]': markText(entity, marker) }
  const { rows } = await client.list(CLIENTS, query)
  return rows
    .map((row) => (entity === 'customer' ? map.customerSnapshot(row) : map.personSnapshot(row)))
    .filter((each) => each.marker === marker)
}
