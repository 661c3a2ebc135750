import type { Grant, Limits, Send, Session, Write } from '@/lib/model/connector'
import type { Snapshot, Value } from '@/lib/model/record'
import { choices } from './choices'
import { client } from './client'
import type { Ours } from './columns'
import { door } from './door'
import type { Desk, Sent } from './explain'
import { cursorOf, placeOf, step } from './feed'
import { makeLookup, ours } from './lookup'
import { personOf } from './map'
import { prepare } from './prepare'
import { byIds } from './reading'
import { roomsOf } from './rooms'
import { fieldsOf } from './screen'
import { writeAll } from './writes'

export function session(grant: Grant, send: Send, { page: size }: Limits): Session {
  const entry = door(grant, send)
  const api = client(entry)
  const lookup = makeLookup(api, grant)
  const rooms = roomsOf(api, lookup, grant)
  const money = moneyMemory(async () => [...(await lookup.currencies()).values()][0] ?? null)
  const { now, sleep, secrets } = entry
  const desk: Desk = {
    client: api,
    lookup,
    rooms,
    secrets,
    size,
    now,
    sleep,
    currencyOf: money.of,
    priced: money.priced,
  }

  return {
    async companies() {
      // The consent is for one account, known by its host.
      const [currency = null] = [...(await lookup.currencies()).values()]
      const name = grant.secrets['domain'] ?? new URL(grant.baseUrl).hostname
      return [{ id: name, name, currency, detail: null, identity: name }]
    },

    people: async () => (await api.owners()).map(personOf),

    fields: async (entity) => fieldsOf(ours(entity), await lookup.fields(ours(entity))),

    async changes([entity], since) {
      const place = placeOf(since)
      const paged = await rooms[ours(entity)].page(place.page, size)
      const { told, next, more, restarted } = step(place, paged, size)
      const snapshots = money.noted(paged.snapshots.filter(({ id }) => told.has(id)))
      return { snapshots, next: cursorOf(next), more, readAt: paged.readAt, ...(restarted ? { restarted } : {}) }
    },

    read: async (entity, ids) => money.noted(await byIds(rooms[ours(entity)], ours(entity), ids, size)),

    find: async (entity, marker) => money.noted(await marked(desk, ours(entity), marker)),

    write: (entity, writes) => writeAll(desk, ours(entity), writes),

    prepare: () => prepare(lookup),

    choices: () => choices(api),
  }
}

/** The search knows the marks of some kinds of records; of the others the list is read, youngest first. */
async function marked({ client: api, rooms, size }: Desk, entity: Ours, marker: string): Promise<readonly Snapshot[]> {
  const room = rooms[entity]
  if (room.shelf.writes === 'bulk') {
    const found: Snapshot[] = []
    for (const id of await api.marked(room.shelf, marker)) found.push(await room.one(id))
    return found
  }
  for (let page = 1; ; page += 1) {
    const { snapshots, pages } = await room.page(page, size)
    const found = snapshots.filter((each) => each.marker === marker)
    if (found.length > 0 || page >= pages) return found
  }
}

/** A write may tell an amount and not its currency, or the other way about: then it is what the record had when it was last shown. */
function moneyMemory(own: () => Promise<string | null>) {
  const known = new Map<string, string | null>()
  const prices = new Map<string, Value>()
  return {
    noted(shown: readonly Snapshot[]): readonly Snapshot[] {
      for (const { id, entity, fields } of shown) {
        const { currency, price } = fields
        if (typeof currency === 'string') known.set(id, currency)
        if (entity === 'product' && price !== undefined) prices.set(id, price)
      }
      return shown
    },
    /** A price stands with its currency, and neither is written alone. */
    priced(write: Sent): Sent {
      if (write.entity !== 'product' || write.do === 'create' || 'price' in write.fields) return write
      const price = 'currency' in write.fields ? prices.get(write.id) : undefined
      return price === undefined ? write : { ...write, fields: { ...write.fields, price } }
    },
    async of(write: Write): Promise<string | null> {
      const kept = write.do === 'create' ? undefined : known.get(write.id)
      if (kept !== undefined || write.do === 'remove') return kept ?? null
      // Only a price has no currency field of its own beside it.
      return write.entity === 'product' && write.fields['price'] !== undefined ? own() : null
    },
  }
}
