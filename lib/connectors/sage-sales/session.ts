import type { z } from 'zod'
import type { Grant, Limits, Page, Send, Session } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import type { Snapshot } from '@/lib/model/record'
import { text } from '@/lib/model/value'
import type { Entity } from '@/lib/model/words'
import { client } from './client'
import { BARE, RESOURCE } from './columns'
import type { Ours } from './columns'
import { afterLast, cursorOf, pageOf, placeOf } from './feed'
import type { Place } from './feed'
import { accountSnapshot, contactSnapshot, personOf, productSnapshot } from './map'
import { makeLookup } from './names'
import type { Lookup } from './names'
import { orderPage, ordersWithLines, readAll } from './orders'
import type { Reading } from './orders'
import { prepare } from './prepare'
import { planChoice } from './plan'
import { fieldsOf, statusChoices } from './screen'
import { account, contact, order, product } from './wire'
import { writeAll } from './writes'

/** How rows of one resource are read and told. */
interface Shelf {
  page(reading: Reading, place: Place): Promise<Page>
  byIds(reading: Reading, ids: readonly number[]): Promise<readonly Snapshot[]>
  byMarker(reading: Reading, where: string): Promise<readonly Snapshot[]>
}

export function session(grant: Grant, send: Send, { page: count }: Limits): Session {
  const api = client(grant, send)
  const lookup = makeLookup(api, count)
  const reading: Reading = { client: api, lookup, count, memory: {} }
  const shelves = shelvesOf(grant, lookup)
  const locks = lockMemory()
  const read = async (entity: Entity, ids: readonly string[]): Promise<readonly Snapshot[]> => {
    const known = ids.filter((id) => /^\d{1,15}$/.test(id)).map(Number)
    const found = known.length > 0 ? await shelves[ours(entity)].byIds(reading, known) : []
    locks.note(found)
    return found
  }

  return {
    async companies() {
      // A key pair opens one implementation, which has no name of its own here: its branches tell it apart, also deleted ones.
      const branches = await lookup.branches()
      const open = branches.filter(({ deleted }) => deleted !== true)
      const name = open.flatMap((each) => text(each.name) ?? []).join(', ')
      const id = branches.length > 0 ? String(Math.min(...branches.map((each) => each.id))) : 'crm'
      return [{ id, name: name || 'Sage Sales Management', currency: null, detail: null, identity: id }]
    },

    people: async () => (await lookup.users()).filter(({ deleted }) => deleted !== true).map(personOf),

    fields: async (entity) => fieldsOf(ours(entity), await api.schema(RESOURCE[ours(entity)])),

    changes: ([entity], since) => shelves[ours(entity)].page(reading, placeOf(since)),

    read,

    find: (entity, marker) => shelves[ours(entity)].byMarker(reading, `Z_SyncRef='${marker.replaceAll("'", "''")}'`),

    write: (entity, writes) =>
      writeAll(
        {
          client: api,
          lookup,
          grant,
          count,
          now: send.now,
          async lockedAmong(which, ids) {
            const unknown = ids.filter((id) => !locks.knows(id))
            if (unknown.length > 0) await read(which, unknown)
            return locks.take(ids)
          },
        },
        ours(entity),
        writes,
      ),

    prepare: () => prepare(api, lookup, count),

    choices: async () => [...statusChoices(await lookup.statuses()), planChoice],
  }
}

/** What `read` showed of the locks, for the write that follows it at once. */
function lockMemory() {
  const known = new Map<string, boolean>()
  return {
    note(found: readonly Snapshot[]): void {
      for (const { id, fields } of found) known.set(id, fields['locked'] === true)
    },
    knows: (id: string): boolean => known.has(id),
    /** Used once: by the next write somebody may have turned the key. */
    take(ids: readonly string[]): ReadonlySet<string> {
      const locked = new Set(ids.filter((id) => known.get(id) === true))
      known.clear()
      return locked
    },
  }
}

function shelvesOf(grant: Grant, lookup: Lookup): Readonly<Record<Ours, Shelf>> {
  const accounts = shelf('accounts', account, async (rows) => {
    const names = await lookup.namesOf(rows, [])
    return rows.map((row) => accountSnapshot(row, names, grant.chosen))
  })
  const contacts = shelf('contacts', contact, async (rows) => {
    const names = await lookup.namesOf(rows, [])
    return rows.map((row) => contactSnapshot(row, names))
  })
  // The product for bare lines is ours and no business of anybody.
  const products = shelf('products', product, async (rows) =>
    rows.filter(({ extId }) => extId !== BARE.extId).map(productSnapshot),
  )
  const orders: Shelf = {
    page: orderPage,
    byIds: async (reading, ids) => ordersWithLines(reading, await readAll(reading, 'salesorders', order, 'id', ids)),
    byMarker: async (reading, where) => ordersWithLines(reading, await searched(reading, 'salesorders', order, where)),
  }
  return { customer: accounts, prospect: accounts, contact: contacts, product: products, invoice: orders }
}

function shelf<T>(
  resource: string,
  row: z.ZodType<T>,
  tell: (rows: readonly T[]) => Promise<readonly Snapshot[]>,
): Shelf {
  return {
    async page({ client: api, count }, from) {
      const { place, listed, last } = await pageOf(api, resource, row, from, count)
      const { next, more } = last ? afterLast(place) : { next: { ...place, page: (place.page ?? 0) + 1 }, more: true }
      return { snapshots: await tell(listed.rows), next: cursorOf(next), more, readAt: listed.answeredAt }
    },
    byIds: async (reading, ids) => tell(await readAll(reading, resource, row, 'id', ids)),
    byMarker: async (reading, where) => tell(await searched(reading, resource, row, where)),
  }
}

async function searched<T>({ client: api, count }: Reading, resource: string, row: z.ZodType<T>, where: string) {
  const listed = await api.list(resource, row, { where, order: 'id', count })
  if (listed === 'bad-filter') throw new ConnectorError({ kind: 'surprise', detail: 'search not understood' })
  return listed.rows
}

function ours(entity: Entity | undefined): Ours {
  if (entity !== undefined && entity in RESOURCE) return entity as Ours // just looked up
  throw new ConnectorError({ kind: 'surprise', detail: `the CRM keeps no ${entity ?? 'nothing'}` })
}
