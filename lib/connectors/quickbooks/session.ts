import type { Choice } from '@/lib/model/choice'
import type { Grant, Limits, Outcome, Send, Session } from '@/lib/model/connector'
import type { Snapshot } from '@/lib/model/record'
import type { Entity, Verb } from '@/lib/model/words'
import { client, parsed } from './client'
import type { Client } from './client'
import { fieldsOf } from './columns'
import { documentKinds } from './documents'
import type { DocumentKind } from './documents'
import { feed } from './feed'
import * as map from './map'
import { chunks, reading } from './reading'
import type { Reading } from './reading'
import { shelvesOf } from './shelves'
import * as wire from './wire'
import { writer } from './writes'

/** What the books take from us; items, invoices and payments are theirs alone. */
export const WRITES: Readonly<Partial<Record<Entity, readonly Verb[]>>> = {
  customer: ['create', 'update', 'remove'],
  contact: ['create', 'update', 'remove'],
  document: ['create', 'update', 'remove'],
}

const TOGETHER = 100
/** Notes cannot be searched, so that a mark is looked for among what is this young. */
const LOOK_BACK_MS = 30 * 86_400_000

export function session(grant: Grant, send: Send, { page, batch }: Limits): Session {
  const api = client(grant, send)
  const books = reading(api, grant)
  const changes = feed(api, books, page, send.now)
  const write = writer(api, books, documentKindOf(grant), batch)

  return {
    async companies() {
      const { CompanyName, Country } = await api.info()
      return [map.companyOf(api.company, CompanyName, Country, (await books.setting()).currency)]
    },

    /** Users are told to nobody: the employees are the people that records may name. */
    async people() {
      const rows = await allOf(
        (start) => api.query('Employee', `orderby Id startposition ${start} maxresults ${page}`, 'session'),
        page,
      )
      return rows.map((row) => map.personOf(parsed(wire.employee, row)))
    },

    fields: async (entity) => fieldsOf(entity, (await books.setting()).severalCurrencies),

    changes: (_entities, since) => changes(since),

    async read(entity, ids) {
      const found: Snapshot[] = []
      const known = ids.filter((id) => /^\d{1,20}$/.test(id))
      for (const some of chunks(known, TOGETHER)) found.push(...(await books.byIds(entity, some)))
      return found
    },

    find: (entity, marker) => find(api, books, entity, marker, { page, now: send.now() }),

    async write(entity, writes) {
      const allowed = writes.filter((each) => WRITES[entity]?.includes(each.do))
      const outcomes = allowed.length === 0 ? [] : await write(entity, allowed)
      return writes.map((each) => outcomes[allowed.indexOf(each)] ?? ONLY_THERE)
    },

    choices: () => choices(api),
  }
}

const ONLY_THERE: Outcome = { ok: false, problem: { kind: 'rejected', detail: 'only in QuickBooks' } }

const documentKindOf = ({ chosen }: Grant): DocumentKind =>
  documentKinds.find((kind) => kind === chosen['document-kind']?.[0]) ?? 'quote'

/** Among the young records of an entity; a contact is as young as the last change of its customer. */
async function find(
  api: Client,
  books: Reading,
  entity: Entity,
  marker: string,
  { page, now }: { readonly page: number; readonly now: number },
): Promise<readonly Snapshot[]> {
  if (!WRITES[entity]) return []
  const since = new Date(now - LOOK_BACK_MS).toISOString()
  const stamp = entity === 'contact' ? 'MetaData.LastUpdatedTime' : 'MetaData.CreateTime'
  const found: Snapshot[] = []
  for (const shelf of shelvesOf(entity)) {
    const where = `where ${shelf.isList ? 'Active in (true,false) and ' : ''}${stamp} >= '${since}' orderby ${stamp}`
    const rows = await allOf(
      (start) => api.query(shelf.kind, `${where} startposition ${start} maxresults ${page}`),
      page,
    )
    found.push(...(await books.told(shelf, rows)))
  }
  return found.filter((each) => each.entity === entity && each.marker === marker)
}

async function allOf(
  ask: (start: number) => Promise<{ readonly rows: readonly unknown[] }>,
  page: number,
): Promise<readonly unknown[]> {
  const found: unknown[] = []
  for (let full = true; full;) {
    const { rows } = await ask(found.length + 1)
    found.push(...rows)
    full = rows.length >= page
  }
  return found
}

/** What a deal becomes, and the product of lines that have none: the vendor takes no line without one. */
async function choices(api: Client): Promise<readonly Choice[]> {
  const { rows } = await api.query(
    'Item',
    "where Type in ('Service','NonInventory') orderby Name maxresults 1000",
    'session',
  )
  const items = rows.map((row) => parsed(wire.item, row))
  const [only, ...others] = items
  return [
    {
      key: 'document-kind',
      values: [
        { value: 'quote', label: 'Estimate' },
        { value: 'draft-invoice', label: 'Invoice' },
      ],
      proposed: ['quote'],
      many: false,
      only: { entity: 'document', when: 'written' },
    },
    {
      key: 'line-item',
      values: items.map(({ Id, Name }) => ({ value: Id, label: Name })),
      proposed: only && others.length === 0 ? [only.Id] : [],
      many: false,
      only: { entity: 'document', when: 'written' },
    },
  ]
}
