import type { Company, Grant, Limits, Send, Session } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import { text } from '@/lib/model/value'
import { client } from './client'
import type { Client } from './client'
import { fieldsOf } from './columns'
import { documentChoice, documentsOf } from './documents'
import { pageOf } from './feed'
import { tierChoice } from './limits'
import { personOf } from './map'
import { contactMemory } from './memory'
import { USERS } from './resources'
import { readContacts, roomOf } from './rooms'
import { writeAll } from './writes'

export function session(grant: Grant, send: Send, { page }: Limits): Session {
  const api = client(grant, send)
  const documents = documentsOf(grant)
  const memory = contactMemory((ids) => readContacts(api, ids))

  return {
    companies: () => companies(api),

    people: async () => (await api.list(USERS, {}, null, 'session')).rows.map(personOf),

    fields: (entity) => Promise.resolve(fieldsOf(entity, documents === 'draft-invoice')),

    changes: ([entity], since) => pageOf(api, roomOf(entity, documents).feed, since, page, send.now()),

    async read(entity, ids) {
      if (entity !== 'customer' && entity !== 'contact') return roomOf(entity, documents).read(api, ids)
      return memory.snapshots(entity, ids)
    },

    find: (entity, marker) => roomOf(entity, documents).find(api, marker),

    write: (entity, writes) => writeAll({ api, memory, documents, today: dayAt(send.now()) }, entity, writes),

    choices: () => Promise.resolve([documentChoice, tierChoice]),
  }
}

/** One grant may reach several organisations; practices keep no books of their own. */
async function companies(api: Client): Promise<readonly Company[]> {
  const found: Company[] = []
  for (const { tenantId: id, tenantType, tenantName } of await api.connections()) {
    if (tenantType !== 'ORGANISATION') continue
    const told = await api.organisation(id)
    if (told === null) throw new ConnectorError({ kind: 'surprise', detail: 'an organisation without a name' })
    found.push({
      id,
      name: text(told.Name) ?? text(tenantName) ?? id,
      currency: told.BaseCurrency,
      detail: text(told.CountryCode),
      identity: id,
    })
  }
  return found
}

const dayAt = (now: number): string => new Date(now).toISOString().slice(0, 10)
