import type { Capability, Content, Field, Grant, Outcome, Page, Session, Write } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import type { Problem } from '@/lib/model/problem'
import type { Fields, Line, Parents, Snapshot } from '@/lib/model/record'
import { spaceOf } from '@/lib/model/words'
import type { Entity } from '@/lib/model/words'
import type { Bench } from './stage'

export interface Listing {
  readonly snapshots: readonly Snapshot[]
  readonly end: string
}

export async function listing(
  session: Session,
  feed: readonly Entity[],
  since: string | null = null,
): Promise<Listing> {
  const snapshots: Snapshot[] = []
  for (let cursor = since; ;) {
    const page: Page = await session.changes(feed, cursor)
    snapshots.push(...page.snapshots)
    if (!page.more) return { snapshots, end: page.next }
    cursor = page.next
  }
}

/** What a record can do without, so that null can clear it. */
export const OPTIONAL = ['email', 'description', 'dueDate', 'expiryDate', 'reference', 'phone']

const SAMPLE: Fields = {
  name: 'Hélène & Fils « O\'Brien » "Été" 東京',
  firstName: "D'Arcy",
  lastName: 'Ñandú-Lefèvre',
  email: 'Compta@example.test',
  phone: '+33145678901',
  mobile: '+34612345678',
  website: 'https://example.test',
  vatNumber: 'FR40303265045',
  street: '12 bis rue de l’Église',
  street2: 'Bâtiment B',
  postcode: '01000',
  city: 'Bourg-en-Bresse',
  country: 'FR',
  notes: 'Sur rendez-vous',
  number: 'FA-000123',
  invoiceId: '000123',
  kind: 'invoice',
  date: '2026-03-01',
  dueDate: '2026-03-31',
  state: 'partially-paid',
  currency: 'EUR',
  netTotal: 10_05,
  taxTotal: 2_01,
  total: 12_06,
  paid: 1,
  balance: 12_05,
  description: 'Première ligne\nSeconde ligne',
  price: 12_345,
  cost: 1,
  stock: 7,
  available: false,
}

/** Where an entity needs other values than the rest. */
const OWN: Readonly<Partial<Record<Entity, Fields>>> = {
  document: { number: 'D-000123', kind: 'quote', state: 'sent', expiryDate: '2026-04-30', name: 'Agrandissement' },
  payment: {
    number: 'R-000123',
    reference: 'VIR 4711',
    amount: 12_06,
    unallocated: 2_01,
    method: 'transfer',
    state: 'made',
  },
}

/** A record with every field that the vendor takes and we know a value for; its parents are made first. */
export async function sampleOf(bench: Bench, session: Session, entity: Entity): Promise<Content> {
  const writable = (await session.fields(entity)).filter(({ readOnly }) => !readOnly)
  const [person] = await session.people()
  const known = writable.flatMap((field) => valueFor(entity, field, person))
  const content: Content = { fields: Object.fromEntries(known), parents: {} }
  if (entity === 'customer' || entity === 'prospect' || entity === 'product') return content
  const customer = await parentOf(bench, session, 'customer', entity)
  const owned = { ...content, parents: customer === null ? {} : { customer } }
  if (entity === 'contact') return owned
  return { ...owned, lines: entity === 'payment' ? await allocations(bench, session) : await lines(bench, session) }
}

/** Each line adds up; the second has no product of its own. */
async function lines(bench: Bench, session: Session): Promise<readonly Line[]> {
  const product = await parentOf(bench, session, 'product', 'product of a line')
  const parents: Parents = product === null ? {} : { product }
  return [
    { fields: { description: 'Tables', quantity: '2', price: '4.5', discount: '0', total: 9_00 }, parents },
    { fields: { description: 'Port', quantity: '1', price: '1.05', discount: '0', total: 1_05 }, parents: {} },
  ]
}

async function allocations(bench: Bench, session: Session): Promise<readonly Line[]> {
  const invoice = await parentOf(bench, session, 'invoice', 'paid')
  return invoice === null ? [] : [{ fields: { amount: 10_05 }, parents: { invoice } }]
}

/** A new one, or one that is there already where we may not make any; null where the vendor keeps none. */
async function parentOf(bench: Bench, session: Session, entity: Entity, mark: string): Promise<string | null> {
  const { entities: able, feeds } = bench.connector
  if (!able[entity]) return null
  if (able[entity].write.includes('create'))
    return created(bench, session, entity, await sampleOf(bench, session, entity), `parent ${mark}`)
  const { snapshots } = await listing(session, feeds.find((each) => each.includes(entity)) ?? [entity])
  return snapshots.find((each) => each.entity === entity && !each.removed)?.id ?? null
}

/** The same record as another one: nothing in it that must be unique is there twice. */
export function tellable(content: Content, n: number): Content {
  const unique = ['name', 'code', 'number', 'email', 'invoiceId', 'barcode', 'reference', 'lastName']
  const other = (key: string, value: Fields[string]): Fields[string] =>
    unique.includes(key) && typeof value === 'string' ? (key === 'email' ? `n${n}.${value}` : `${value}-${n}`) : value
  const fields = Object.entries(content.fields).map(([key, value]) => [key, other(key, value ?? null)] as const)
  return { ...content, fields: Object.fromEntries(fields) }
}

function valueFor(
  entity: Entity,
  { key, type }: Field,
  person: { id: string; name: string } | undefined,
): [string, Fields[string]][] {
  if (key === 'owner' && person) return [[key, person.id]]
  if (type === 'person' && person) return [[key, person.name]]
  // Only documents and invoices are of a kind that we choose; an address says by itself what it is.
  if (key === 'kind' && entity !== 'invoice' && entity !== 'document') return []
  const value = OWN[entity]?.[key] ?? SAMPLE[key]
  return value === undefined ? [] : [[key, value]]
}

export async function created(
  bench: Bench,
  session: Session,
  entity: Entity,
  content: Content,
  marker: string,
): Promise<string> {
  const [outcome] = await session.write(entity, [createOf(entity, content, marker)])
  if (!outcome?.ok) throw new Error(`${entity} not created: ${JSON.stringify(outcome)}`)
  bench.clock.advance(1000)
  return outcome.receipt.id
}

let keys = 0
const nextKey = (): string => `key-${(keys += 1)}`

export const createOf = (entity: Entity, content: Content, marker: string): Write => ({
  do: 'create',
  entity,
  marker,
  idempotencyKey: nextKey(),
  ...content,
})
export const updateOf = (entity: Entity, { id, version }: Snapshot, fields: Fields): Write => ({
  do: 'update',
  entity,
  id,
  ifMatch: version,
  idempotencyKey: nextKey(),
  fields,
  parents: {},
})
export const removeOf = (entity: Entity, id: string): Write => ({
  do: 'remove',
  entity,
  id,
  ifMatch: null,
  idempotencyKey: nextKey(),
})

/** A failure of the whole batch is the failure of each record in it. */
export async function settled(session: Session, entity: Entity, writes: readonly Write[]): Promise<readonly Outcome[]> {
  try {
    return await session.write(entity, writes)
  } catch (error) {
    if (error instanceof ConnectorError) return writes.map(() => ({ ok: false, problem: error.problem }))
    throw error
  }
}

/** How each write was refused; a refusal of the whole call is one of each. */
export async function refusedBy(
  session: Session,
  entity: Entity,
  writes: readonly Write[],
): Promise<readonly (Problem | null)[]> {
  return (await settled(session, entity, writes)).map((each) => (each.ok ? null : each.problem))
}

export async function problemOf(work: () => Promise<unknown>): Promise<Problem | null> {
  try {
    await work()
    return null
  } catch (error) {
    if (error instanceof ConnectorError) return error.problem
    throw error
  }
}

export function wrongSecrets({ connector }: Bench): Grant['secrets'] {
  const secret = connector.auth.asked.filter((each) => each.secret)
  return Object.fromEntries(secret.map(({ key }) => [key, 'wrong-secret']))
}

export function capabilityOf(all: Readonly<Partial<Record<Entity, Capability>>>, entity: Entity): Capability {
  const found = all[entity]
  if (!found) throw new Error(`${entity} is not in the manifest`)
  return found
}

export const idsOf = (snapshots: readonly Snapshot[]): readonly string[] => snapshots.map(({ id }) => id)
/** Ids are told apart within an identity space only: a customer and an invoice may bear the same one. */
export const keyOf = ({ entity, id }: Pick<Snapshot, 'entity' | 'id'>): string => `${spaceOf(entity)} ${id}`
export const keysOf = (snapshots: readonly Snapshot[]): readonly string[] => snapshots.map(keyOf)
export const byId = (snapshots: readonly Snapshot[]): readonly Snapshot[] =>
  [...snapshots].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0))
