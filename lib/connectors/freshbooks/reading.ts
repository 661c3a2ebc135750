import type { Snapshot } from '@/lib/model/record'
import type { Entity } from '@/lib/model/words'
import type { Client as Api } from './client'
import type { Catalogue } from './lines'
import * as map from './map'
import { CLIENTS, CREDIT_NOTES, ESTIMATES, INVOICES, ITEMS, PAYMENTS } from './resources'
import type { Resource } from './resources'
import { NO_ITEMS, nowhere } from './rooms'
import type { Desk } from './rooms'
import type { Client, Invoice } from './wire'

const MOST = 100

/**
 * Records by id, deleted ones too. A hundred come in one call; the vendor passes over a question that it does not know, and
 * hides what is deleted, so that whoever was not shown is asked for by itself.
 */
export async function readMany(desk: Desk, entity: Entity, ids: readonly string[]): Promise<readonly Snapshot[]> {
  const found = new Map<string, Snapshot>()
  const known = ids.filter((id) => /^\d+$/.test(map.numberIn(id)))
  for (let at = 0; at < known.length && known.length > 1; at += MOST)
    for (const each of await shownTogether(desk, entity, known.slice(at, at + MOST))) found.set(each.id, each)
  for (const id of ids.filter((each) => !found.has(each))) {
    const snapshot = await readOne(desk, entity, id)
    if (snapshot) found.set(id, snapshot)
  }
  return ids.flatMap((id) => found.get(id) ?? [])
}

/** Only kinds that we write are looked at many at once. https://www.freshbooks.com/api/clients, /estimates and /invoices */
async function shownTogether(desk: Desk, entity: Entity, ids: readonly string[]): Promise<readonly Snapshot[]> {
  if (entity === 'customer') return clients(desk, ids, map.customerSnapshot)
  if (entity === 'contact') return clients(desk, ids, map.personSnapshot)
  if (entity !== 'document') return []
  const drafts = ids.filter((id) => map.kindOf(id) === 'draft-invoice')
  const estimates = ids.filter((id) => map.kindOf(id) === 'quote')
  return [
    ...(await listed(desk, ESTIMATES, 'estimateids', estimates, map.estimateSnapshot)),
    ...(await listed(desk, INVOICES, 'invoiceids', drafts, map.draftSnapshot)),
  ]
}

async function clients(desk: Desk, ids: readonly string[], tell: (row: Client) => Snapshot) {
  const rows = await clientsById(desk.client, ids)
  desk.memory.note(rows)
  return rows.map(tell)
}

export const clientsById = async (api: Api, ids: readonly string[]): Promise<readonly Client[]> =>
  (await rowsOf(api, CLIENTS, 'userids', ids)).filter((row) => ids.includes(String(row.userid)))

async function rowsOf<T>(api: Api, resource: Resource<T>, name: string, ids: readonly string[]): Promise<readonly T[]> {
  const asked = ids.map((id) => [`search[${name}][]`, id] as const)
  return (await api.list(resource, { page: '1', per_page: String(MOST) }, asked)).rows
}

async function listed<T>(
  { client, catalogue }: Desk,
  resource: Resource<T>,
  name: string,
  ids: readonly string[],
  tell: (row: T, from: Catalogue) => Snapshot,
): Promise<readonly Snapshot[]> {
  const rows = ids.length > 0 ? await rowsOf(client, resource, name, ids.map(map.numberIn)) : []
  const items = resource.lines && rows.length > 0 ? await catalogue() : NO_ITEMS
  return rows.map((row) => tell(row, items)).filter(({ id }) => ids.includes(id))
}

/** One record by its id, deleted ones too: that is how an absence is confirmed. */
async function readOne(desk: Desk, entity: Entity, id: string): Promise<Snapshot | null> {
  const { client, catalogue } = desk
  const of = async <T>(resource: Resource<T>, key: string, tell: (row: T, from: Catalogue) => Snapshot) => {
    const row = await client.one(resource, key)
    return row === null ? null : tell(row, resource.lines ? await catalogue() : NO_ITEMS)
  }
  if (entity === 'customer') return of(CLIENTS, id, map.customerSnapshot)
  if (entity === 'contact') return of(CLIENTS, id, map.personSnapshot)
  if (entity === 'product') return of(ITEMS, id, map.itemSnapshot)
  if (entity === 'payment') return of(PAYMENTS, id, map.paymentSnapshot)
  if (entity === 'document')
    return map.kindOf(id) === 'draft-invoice'
      ? of(INVOICES, map.numberIn(id), map.draftSnapshot)
      : ((await of(ESTIMATES, id, map.estimateSnapshot)) ?? of(INVOICES, id, formerDraft))
  if (entity !== 'invoice') throw nowhere(entity)
  return id.startsWith(map.CREDIT)
    ? of(CREDIT_NOTES, map.numberIn(id), map.creditNoteSnapshot)
    : of(INVOICES, id, map.invoiceSnapshot)
}

/** Known by its number alone, until the list names it otherwise. */
const formerDraft = (row: Invoice, from: Catalogue): Snapshot => ({
  ...map.draftSnapshot(row, from),
  id: String(row.invoiceid),
})
