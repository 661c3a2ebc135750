import type { z } from 'zod'
import type { Field, Grant, Limits, Outcome, Page, Person, Send, Session, Write } from '@/lib/model/connector'
import { ConnectorError, consequence } from '@/lib/model/problem'
import type { Consequence, Problem } from '@/lib/model/problem'
import type { Snapshot } from '@/lib/model/record'
import type { Entity, Verb } from '@/lib/model/words'
import { client } from './client'
import type { Client } from './client'
import type { Written } from './door'
import * as map from './map'
import { article, contact, facture, representant, tiers } from './wire'
import type { Gone, Meta } from './wire'

/** One of Sage's lists, read into our words. */
interface Room {
  readonly path: string
  changes(client: Client, curseur: string | null, limite: number): Promise<Listed | null>
  read(client: Client, id: string): Promise<Snapshot | null>
  search(client: Client, by: 'code' | 'ref', value: string): Promise<readonly Snapshot[]>
  create(client: Client, body: unknown, key: string): Promise<Written<Snapshot>>
  replace(client: Client, id: string, body: unknown, version: string): Promise<Written<Snapshot>>
}

interface Listed {
  readonly snapshots: readonly Snapshot[]
  readonly curseur: string
  readonly encore: boolean
  readonly answeredAt: number
}

const ROOMS: Readonly<Partial<Record<Entity, Room>>> = {
  customer: room('customer', 'clients', tiers, map.tiersSnapshot),
  prospect: room('prospect', 'prospects', tiers, map.tiersSnapshot),
  contact: room('contact', 'contacts', contact, map.contactSnapshot),
  product: room('product', 'articles', article, map.articleSnapshot),
  invoice: room('invoice', 'factures', facture, map.factureSnapshot),
}

/** Clients and prospects share one identity space: who is missing in one list may have become the other. */
const TWIN: Readonly<Partial<Record<Entity, Entity>>> = { customer: 'prospect', prospect: 'customer' }
const CONTRACT = '1'

/** The contract has no other operation: no DELETE, no PUT of a client, nothing for articles and invoices. */
export const WRITES: Readonly<Partial<Record<Entity, readonly Verb[]>>> = {
  customer: ['create'],
  prospect: ['create', 'update'],
  contact: ['create', 'update'],
}

export function session(grant: Grant, send: Send, { page }: Limits): Session {
  const gateway = client(grant, send, (path, champ) => map.keyOf(entityOf(path), champ))
  let known: Promise<Meta> | undefined

  return {
    async companies() {
      const { contract } = await gateway.status()
      if (contract.split('.')[0] !== CONTRACT) {
        const detail = `update the gateway: it speaks contract ${contract}, ${CONTRACT}.0 or later is needed`
        throw new ConnectorError({ kind: 'surprise', detail })
      }
      return (await gateway.dossiers()).filter(({ actif }) => actif).map(map.companyOf)
    },

    people: () => people(gateway, page),

    async fields(entity): Promise<readonly Field[]> {
      known ??= gateway.meta()
      const described = (await known).entites[roomOf(entity).path]
      if (!described) throw new ConnectorError({ kind: 'surprise', detail: `no description of ${roomOf(entity).path}` })
      return map.fieldsOf(entity, described)
    },

    async changes([entity], since): Promise<Page> {
      const { changes } = roomOf(entity)
      const asked = await changes(gateway, since, page)
      // A cursor too old means that only a full listing can tell.
      const listed = asked ?? (await changes(gateway, null, page))
      if (!listed) throw new ConnectorError({ kind: 'surprise', detail: 'a full listing has no cursor to expire' })
      const { snapshots, curseur: next, encore: more, answeredAt: readAt } = listed
      return { snapshots, next, more, readAt, ...(asked ? {} : { restarted: true }) }
    },

    async read(entity, ids) {
      const found: Snapshot[] = []
      for (const id of ids) found.push(...(await readAnywhere(gateway, entity, id)))
      return found
    },

    find: (entity, marker) => findAnywhere(gateway, entity, marker),

    async write(entity, writes) {
      const outcomes: Outcome[] = []
      // One writer at a time is the contract's own limit; once the gateway refuses to go on, nothing more is sent.
      for (const write of writes) {
        const stopped = outcomes.some((outcome) => !outcome.ok && STOPS.has(consequence[outcome.problem.kind]))
        outcomes.push(stopped ? postponed(send.now()) : await attempt(() => carry(gateway, entity, write)))
      }
      return outcomes
    },

    async file(entity, id, field) {
      if (entity !== 'product' || field !== 'image') return null
      const bytes = await gateway.image(id)
      return bytes === null ? null : Buffer.from(bytes).toString('base64')
    },
  }
}

async function people(gateway: Client, page: number): Promise<readonly Person[]> {
  const found: Person[] = []
  for (let curseur: string | null = null, more = true; more;) {
    const listed: Awaited<ReturnType<typeof feedOfPeople>> = await feedOfPeople(gateway, curseur, page)
    found.push(
      ...(listed?.list.elements ?? []).flatMap((element) => (map.isGone(element) ? [] : [map.personOf(element)])),
    )
    curseur = listed?.list.curseur ?? null
    more = listed?.list.encore ?? false
  }
  return found
}

const feedOfPeople = (gateway: Client, curseur: string | null, page: number) =>
  gateway.feed('representants', representant, curseur, page, 'session')

async function readAnywhere(gateway: Client, entity: Entity, id: string): Promise<readonly Snapshot[]> {
  const twin = TWIN[entity]
  const own = await roomOf(entity).read(gateway, id)
  const found = own ?? (twin ? await roomOf(twin).read(gateway, id) : null)
  return found ? [found] : []
}

async function findAnywhere(gateway: Client, entity: Entity, marker: string): Promise<readonly Snapshot[]> {
  if (entity === 'product' || entity === 'invoice') return []
  const twin = TWIN[entity]
  const own = await roomOf(entity).search(gateway, 'ref', marker)
  return own.length > 0 || !twin ? own : roomOf(twin).search(gateway, 'ref', marker)
}

async function carry(gateway: Client, entity: Entity, write: Write): Promise<Outcome> {
  const { create, replace } = roomOf(entity)
  if (!may(entity, write.do)) return ONLY_IN_SAGE
  switch (write.do) {
    case 'create': {
      const made = await create(gateway, { ref: write.marker, ...map.bodyOf(entity, write) }, write.idempotencyKey)
      return made.ok ? receipt(made.record) : { ok: false, problem: await explained(gateway, entity, write, made) }
    }
    case 'update': {
      if (write.ifMatch === null) return { ok: false, problem: { kind: 'changed-meanwhile', seen: [write.id] } }
      const changed = await replace(gateway, write.id, map.bodyOf(entity, write), write.ifMatch)
      if (changed.ok) return receipt(changed.record)
      const stale = changed.problem.kind === 'changed-meanwhile'
      return { ok: false, problem: stale ? { kind: 'changed-meanwhile', seen: [write.id] } : changed.problem }
    }
    case 'remove':
      return ONLY_IN_SAGE
  }
}

const STOPS: ReadonlySet<Consequence> = new Set(['stop-and-ask', 'wait'])

/** Not sent at all, so nothing needs to be looked up. */
const postponed = (now: number): Outcome => ({ ok: false, problem: { kind: 'slow-down', until: now } })

const ONLY_IN_SAGE: Outcome = { ok: false, problem: { kind: 'rejected', detail: 'only in Sage' } }

const may = (entity: Entity, verb: Verb): boolean => WRITES[entity]?.includes(verb) === true

/** A taken code and a key that was used before both point at a record that is there: name it. */
async function explained(
  gateway: Client,
  entity: Entity,
  write: Write & { readonly do: 'create' },
  refused: { readonly code: string | null; readonly problem: Problem },
): Promise<Problem> {
  const { code } = write.fields
  const there =
    refused.code === 'code_existe' && typeof code === 'string'
      ? await roomOf('customer').search(gateway, 'code', code)
      : refused.code === 'cle_reutilisee'
        ? await findAnywhere(gateway, entity, write.marker)
        : []
  return there.length > 0 ? { kind: 'changed-meanwhile', seen: there.map(({ id }) => id) } : refused.problem
}

async function attempt(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ConnectorError) return { ok: false, problem: error.problem }
    throw error
  }
}

const receipt = (shown: Snapshot): Outcome => ({
  ok: true,
  receipt: { id: shown.id, version: shown.version, shown },
})

function roomOf(entity: Entity | undefined): Room {
  const found = entity && ROOMS[entity]
  if (!found) throw new ConnectorError({ kind: 'surprise', detail: `Sage 50 keeps no ${entity ?? 'nothing'}` })
  return found
}

const entityOf = (path: string): Entity => ENTITIES.find((entity) => ROOMS[entity]?.path === path) ?? 'customer'
const ENTITIES = ['customer', 'prospect', 'contact', 'product', 'invoice'] as const

function room<T extends object>(
  entity: Entity,
  path: string,
  schema: z.ZodType<T>,
  toSnapshot: (wire: T) => Snapshot,
): Room {
  const shown = (element: T | Gone): Snapshot | null =>
    map.isGone(element) ? map.goneSnapshot(entity, element) : toSnapshot(element)
  const all = (elements: readonly (T | Gone)[]) => elements.flatMap((element) => shown(element) ?? [])
  const written = async (answer: Promise<Written<T>>): Promise<Written<Snapshot>> => {
    const made = await answer
    return made.ok ? { ok: true, record: toSnapshot(made.record) } : made
  }
  return {
    path,
    async changes(gateway, curseur, limite) {
      const read = await gateway.feed(path, schema, curseur, limite)
      if (read === null) return null
      const { elements, curseur: next, encore } = read.list
      return { snapshots: all(elements), curseur: next, encore, answeredAt: read.answeredAt }
    },
    async read(gateway, id) {
      const found = await gateway.one(path, schema, id)
      return found === null ? null : shown(found)
    },
    search: async (gateway, by, value) => all((await gateway.search(path, schema, by, value)).elements),
    create: (gateway, body, key) => written(gateway.create(path, schema, body, key)),
    replace: (gateway, id, body, version) => written(gateway.replace(path, schema, id, body, version)),
  }
}
