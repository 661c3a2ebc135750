import type { Choice } from '@/lib/model/choice'
import type { Company, Grant, Limits, Person, Send, Session } from '@/lib/model/connector'
import { email, text } from '@/lib/model/value'
import { catalogueOf } from './catalogue'
import { client } from './client'
import type { Client } from './client'
import { fieldsOf } from './columns'
import { pageOf } from './feed'
import { clientMemory } from './memory'
import { clientsById, readMany } from './reading'
import { NOUNS } from './receive'
import { findMarked, partsOf } from './rooms'
import type { Desk } from './rooms'
import { writeAll } from './writes'

const kinds = ['quote', 'draft-invoice'] as const

/** A won deal becomes an estimate, or an invoice that nobody has sent yet. */
const documentChoice: Choice = {
  key: 'document-kind',
  values: kinds.map((kind) => ({ value: kind, label: kind === 'quote' ? 'Estimate' : 'Draft invoice' })),
  proposed: ['quote'],
  many: false,
  only: { entity: 'document', when: 'written' },
}

export function session(grant: Grant, send: Send, { page }: Limits): Session {
  const api = client(grant, send)
  const documents = kinds.find((kind) => kind === grant.chosen['document-kind']?.[0]) ?? 'quote'
  const memory = clientMemory((ids) => clientsById(api, ids))
  const desk: Desk = { client: api, catalogue: catalogueOf(api), documents, memory }
  return {
    companies: () => companies(api),
    people: () => people(api),
    fields: (entity) => Promise.resolve(fieldsOf(entity)),
    changes: ([entity], since) => pageOf(desk, partsOf(entity, desk), since, page),
    read: (entity, ids) => readMany(desk, entity, ids),
    find: (entity, marker) => findMarked(desk, entity, marker),
    write: (entity, writes) => writeAll(desk, entity, writes),
    choices: () => Promise.resolve([documentChoice]),
    subscribe: (url) => subscribe(api, url),
    confirm: (id, secret) => api.callbacks.verify(id, secret),
    async unsubscribe(ids) {
      for (const id of ids) await api.callbacks.drop(id)
    },
  }
}

/** A user may own several businesses; one without an account keeps no books. */
async function companies(api: Client): Promise<readonly Company[]> {
  const { business_memberships: memberships } = await api.me()
  return memberships.flatMap(({ business: { account_id: id, name, business_uuid, billing_country_code } }) =>
    id === null || id === ''
      ? []
      : [{ id, name: text(name) ?? id, currency: null, detail: text(billing_country_code), identity: business_uuid }],
  )
}

/** Whoever consented is all that this API tells of people. */
async function people(api: Client): Promise<readonly Person[]> {
  const { identity_id, first_name, last_name, email: address, business_memberships: memberships } = await api.me()
  const id = String(identity_id)
  return [
    {
      id,
      name: text(`${first_name ?? ''} ${last_name ?? ''}`) ?? id,
      email: email(address),
      active: true,
      administrator: memberships.some(({ role }) => role === 'owner'),
      branch: null,
    },
  ]
}

/** A bare noun stands for all that happens to it; an order that is there already is not placed twice. */
async function subscribe(api: Client, url: string): Promise<readonly string[]> {
  const there = await api.callbacks.list()
  const ids: string[] = []
  for (const noun of NOUNS) {
    const known = there.find(({ event, uri }) => event === noun && uri === url)
    ids.push(String(known?.callbackid ?? (await api.callbacks.make(noun, url))))
  }
  return ids
}
