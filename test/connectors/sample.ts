import type { Capability, Content, Field, Grant, Outcome, Page, Session, Write } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import type { Problem } from '@/lib/model/problem'
import type { Fields, Snapshot } from '@/lib/model/record'
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

export const OPTIONAL = ['email', 'description', 'dueDate']

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

/** Each invoice line adds up; the second has no product of its own. */
export async function sampleOf(bench: Bench, session: Session, entity: Entity): Promise<Content> {
  const writable = (await session.fields(entity)).filter(({ readOnly }) => !readOnly)
  const [person] = await session.people()
  const known = writable
    .flatMap((field) => valueFor(field, person))
    .filter(([key]) => entity === 'invoice' || key !== 'kind')
  const content: Content = { fields: Object.fromEntries(known), parents: {} }
  if (entity !== 'contact' && entity !== 'invoice') return content
  const customer = await created(
    bench,
    session,
    'customer',
    await sampleOf(bench, session, 'customer'),
    `owner of ${entity}`,
  )
  const owned = { ...content, parents: { customer } }
  if (entity === 'contact') return owned
  const product = await created(
    bench,
    session,
    'product',
    await sampleOf(bench, session, 'product'),
    'product of a line',
  )
  return {
    ...owned,
    lines: [
      {
        fields: { description: 'Tables', quantity: '2', price: '4.5', discount: '0', total: 9_00 },
        parents: { product },
      },
      { fields: { description: 'Port', quantity: '1', price: '1.05', discount: '0', total: 1_05 }, parents: {} },
    ],
  }
}

function valueFor({ key, type }: Field, person: { id: string; name: string } | undefined): [string, Fields[string]][] {
  if (key === 'owner' && person) return [[key, person.id]]
  if (type === 'person' && person) return [[key, person.name]]
  const value = SAMPLE[key]
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
export const byId = (snapshots: readonly Snapshot[]): readonly Snapshot[] =>
  [...snapshots].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
