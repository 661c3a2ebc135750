import type { Snapshot } from '@/lib/model/record'
import { ConnectorError } from '@/lib/model/problem'
import type { Entity } from '@/lib/model/words'
import type { Client, Query, Resource } from './client'
import { DAILY, HOURLY, part } from './feed'
import type { Feed, Part } from './feed'
import * as map from './map'
import { packed } from './mark'
import { CONTACTS, CREDIT_NOTES, INVOICES, ITEMS, PAYMENTS, QUOTES } from './resources'
import type { Contact, Item, Quote } from './wire'

/** How one entity is listed, read by id and found by its mark. */
export interface Room {
  readonly feed: Feed
  read(client: Client, ids: readonly string[]): Promise<readonly Snapshot[]>
  find(client: Client, marker: string): Promise<readonly Snapshot[]>
}

/** Ids do not move when a record is edited, so that no page border can hide one. */
const byId = (name: string): Query => ({ order: name })
const ARCHIVED: Query = { includeArchived: 'true' }
const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** A list of ids must fit into an address. https://developer.xero.com/documentation/api/accounting/contacts */
const IDS = 50
/** A clause for each id is longer. */
const CLAUSES = 20
/** Asked for one by one. */
const FEW = 10

const nothing = (): Promise<readonly Snapshot[]> => Promise.resolve([])

/** A contact is a customer and, where it has a name of one, the person in it: both come in one list. */
const contacts: Feed = {
  relistAfter: DAILY,
  parts: [
    part(CONTACTS, { ...ARCHIVED, ...byId('ContactID') }, (rows, since) =>
      rows.flatMap((row) => [
        map.customerSnapshot(row),
        // Since when there is no person, only a change can tell.
        ...(map.hasPerson(row) || since !== null ? [map.personSnapshot(row)] : []),
      ]),
    ),
  ],
}

export async function readContacts(client: Client, ids: readonly string[]): Promise<readonly Contact[]> {
  const query = (some: readonly string[]): Query => ({
    ...ARCHIVED,
    IDs: some.join(','),
    page: '1',
    pageSize: String(IDS),
  })
  return inChunks(ids, IDS, async (some) => (await client.list(CONTACTS, query(some))).rows)
}

/** A search looks into several fields: only the number itself counts. */
async function searchContacts(client: Client, marker: string): Promise<readonly Contact[]> {
  return (await client.list(CONTACTS, { ...ARCHIVED, searchTerm: packed(marker), page: '1' })).rows
}

const customer: Room = {
  feed: contacts,
  read: async (client, ids) => (await readContacts(client, ids)).map((row) => map.customerSnapshot(row)),
  find: async (client, marker) =>
    bearing(
      marker,
      (await searchContacts(client, marker)).map((row) => map.customerSnapshot(row)),
    ),
}

const person: Room = {
  feed: contacts,
  read: async (client, ids) => (await readContacts(client, ids)).map(map.personSnapshot),
  find: async (client, marker) => bearing(marker, (await searchContacts(client, marker)).map(map.personSnapshot)),
}

/** No item says what it is priced in. */
async function priced(client: Client, rows: readonly Item[]): Promise<readonly Snapshot[]> {
  if (rows.length === 0) return []
  const currency = await client.baseCurrency()
  return rows.map((row) => map.productSnapshot(row, currency))
}

const items: Part = {
  paging: 'whole',
  async read(client, place, since, learnt) {
    const { rows, ...rest } = await client.list(ITEMS, place, since)
    const currency = learnt ?? (rows.length > 0 ? await client.baseCurrency() : null)
    return { snapshots: rows.map((row) => map.productSnapshot(row, currency)), ...rest, learnt: currency }
  },
}

const product: Room = {
  feed: { relistAfter: HOURLY, parts: [items] },
  async read(client, ids) {
    const [only, second] = ids
    if (only !== undefined && second === undefined) {
      const row = GUID.test(only) ? await client.one(ITEMS, only) : null
      return priced(client, row === null ? [] : [row])
    }
    const { rows } = await client.list(ITEMS, {})
    return priced(
      client,
      rows.filter(({ ItemID }) => ids.includes(ItemID)),
    )
  },
  find: nothing,
}

const invoice: Room = {
  feed: {
    relistAfter: DAILY,
    parts: [
      part(INVOICES, { where: 'Type=="ACCREC"', ...byId('InvoiceID') }, (rows) => rows.map(map.invoiceSnapshot)),
      part(CREDIT_NOTES, { where: 'Type=="ACCRECCREDIT"', ...byId('CreditNoteID') }, (rows) =>
        rows.map(map.creditNoteSnapshot),
      ),
    ],
  },
  /** Webhooks name a supplier's bills and credit notes, too. */
  async read(client, ids) {
    const found = await readInvoices(client, ids)
    // An id does not tell whether it is an invoice's or a credit note's.
    const left = ids.filter((id) => !found.some(({ InvoiceID }) => InvoiceID === id))
    const notes = await byClauses(client, CREDIT_NOTES, 'CreditNoteID', left)
    return [
      ...found.filter(({ Type }) => Type === 'ACCREC').map(map.invoiceSnapshot),
      ...notes.filter(({ Type }) => Type === 'ACCRECCREDIT').map(map.creditNoteSnapshot),
    ]
  },
  find: nothing,
}

function readInvoices(client: Client, ids: readonly string[]) {
  const query = (some: readonly string[]): Query => ({
    IDs: some.join(','),
    page: '1',
    pageSize: String(IDS),
  })
  return inChunks(ids, IDS, async (some) => (await client.list(INVOICES, query(some))).rows)
}

const payment: Room = {
  feed: {
    relistAfter: DAILY,
    parts: [
      part(
        PAYMENTS,
        { where: 'PaymentType=="ACCRECPAYMENT" OR PaymentType=="ARCREDITPAYMENT"', ...byId('PaymentID') },
        (rows) => rows.map(map.paymentSnapshot),
      ),
    ],
  },
  read: async (client, ids) => (await byClauses(client, PAYMENTS, 'PaymentID', ids)).map(map.paymentSnapshot),
  find: nothing,
}

const quote: Room = {
  feed: { relistAfter: DAILY, parts: [part(QUOTES, byId('QuoteID'), (rows) => rows.map(map.quoteSnapshot), 'page')] },
  async read(client, ids) {
    const known = ids.filter((id) => GUID.test(id))
    const found = known.length > FEW ? await listedQuotes(client, known) : []
    for (const id of known.filter((each) => !found.some(({ QuoteID }) => QuoteID === each))) {
      const row = await client.one(QUOTES, id)
      if (row !== null) found.push(row)
    }
    return found.map(map.quoteSnapshot)
  },
  /** Quotes can be searched by number alone, and theirs is Xero's to give: the newest pages are looked through. */
  async find(client, marker) {
    for (let page = 1; ; page += 1) {
      const { rows, more } = await client.list(QUOTES, { order: 'UpdatedDateUTC DESC', page: String(page) })
      const found = bearing(marker, rows.map(map.quoteSnapshot))
      if (found.length > 0 || !more) return found
    }
  },
}

/** No question names several quotes: their list is walked through for as long as it may be cheaper than one call for each. */
async function listedQuotes(client: Client, ids: readonly string[]): Promise<Quote[]> {
  const found: Quote[] = []
  for (let page = 1; ids.length - found.length > page; page += 1) {
    const { rows, more } = await client.list(QUOTES, { ...byId('QuoteID'), page: String(page) })
    found.push(...rows.filter(({ QuoteID }) => ids.includes(QuoteID)))
    if (!more) break
  }
  return found
}

/** Invoices that this app made: those with our mark are its drafts. */
const draft: Room = {
  feed: {
    relistAfter: DAILY,
    parts: [
      part(INVOICES, { createdByMyApp: 'true', ...byId('InvoiceID') }, (rows) =>
        rows.map(map.draftSnapshot).filter(({ marker }) => marker !== undefined),
      ),
    ],
  },
  read: async (client, ids) => (await readInvoices(client, ids)).map(map.draftSnapshot),
  async find(client, marker) {
    const { rows } = await client.list(INVOICES, { searchTerm: packed(marker), page: '1' })
    return bearing(marker, rows.map(map.draftSnapshot))
  },
}

const bearing = (marker: string, found: readonly Snapshot[]): readonly Snapshot[] =>
  found.filter((each) => each.marker === marker)

async function byClauses<T>(client: Client, resource: Resource<T>, key: string, ids: readonly string[]) {
  return inChunks(ids, CLAUSES, async (some) => {
    const where = some.map((id) => `${key}==guid("${id}")`).join(' OR ')
    return (await client.list(resource, { where, page: '1' })).rows
  })
}

async function inChunks<T>(
  ids: readonly string[],
  size: number,
  read: (some: readonly string[]) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const known = ids.filter((id) => GUID.test(id))
  const found: T[] = []
  for (let at = 0; at < known.length; at += size) found.push(...(await read(known.slice(at, at + size))))
  return found
}

/** What is not in the one room may be in the other. Of several, drafts are asked for first: fifty of them are one call. */
const besides = (room: Room, other: Room): Room => ({
  ...room,
  async read(client, ids) {
    const [first, second] = ids.length > 1 ? [draft, quote] : [room, other]
    const found = await first.read(client, ids)
    const left = ids.filter((id) => !found.some((each) => each.id === id))
    return left.length === 0 ? found : [...found, ...(await second.read(client, left))]
  },
})

const ROOMS: Readonly<Partial<Record<Entity, Room>>> = { customer, contact: person, product, invoice, payment }

/** Documents live in two places; the administrator chose which one ours go to, and those of before are still in the other. */
export function roomOf(entity: Entity | undefined, documents: 'quote' | 'draft-invoice'): Room {
  if (entity === 'document') return documents === 'quote' ? besides(quote, draft) : besides(draft, quote)
  const found = entity && ROOMS[entity]
  if (!found) throw new ConnectorError({ kind: 'surprise', detail: `Xero keeps no ${entity ?? 'nothing'}` })
  return found
}
