import { createHash } from 'node:crypto'
import type { Outcome, Write } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import type { Problem } from '@/lib/model/problem'
import type { Entity } from '@/lib/model/words'
import { needsBefore } from './body'
import type { Client } from './client'
import { documentChange, documentCreate } from './documents'
import type { Chosen, Item } from './documents'
import { contactCreate, customerCreate, personRemove, personUpdate } from './people'
import { codeOf, problemOf } from './problem'
import { chunks, quoted } from './reading'
import type { Reading } from './reading'
import { shelfOf } from './shelves'
import * as wire from './wire'

/** What is there before a write, where the write needs to know. */
interface Before {
  readonly customers: ReadonlyMap<string, wire.Customer>
  readonly versions: ReadonlyMap<string, string>
}

interface Planned {
  readonly write: Write
  readonly item: Item
}

interface Desk {
  readonly client: Client
  readonly reading: Reading
  readonly kind: Chosen['kind']
}

/** Up to thirty writes in one call, each with its own outcome. */
export function writer(client: Client, reading: Reading, kind: Chosen['kind'], batch: number) {
  const desk: Desk = { client, reading, kind }
  return async (entity: Entity, writes: readonly Write[]): Promise<readonly Outcome[]> => {
    const outcomes: Outcome[] = []
    for (const some of chunks(writes, batch))
      outcomes.push(...(await together(() => send(desk, entity, some), some.length)))
    return outcomes
  }
}

async function send(desk: Desk, entity: Entity, writes: readonly Write[]): Promise<readonly Outcome[]> {
  const before = await look(desk, entity, writes)
  const chosen = { setting: await desk.reading.setting(), kind: desk.kind }
  const planned = writes.map((write) => attempt(write, () => compose(entity, write, before, chosen)))
  const going = planned.flatMap((each, at) => ('item' in each ? [{ at, ...each }] : []))
  const answered = going.length === 0 ? [] : await carry(desk, entity, going)
  return planned.map((each, at) => {
    if ('problem' in each) return { ok: false, problem: each.problem }
    return answered[going.findIndex((own) => own.at === at)] ?? LOST
  })
}

async function look({ reading }: Desk, entity: Entity, writes: readonly Write[]): Promise<Before> {
  if (entity === 'document') return { customers: new Map(), versions: await documentVersions(reading, writes) }
  const ids = new Set(writes.flatMap((write) => lookedAt(entity, write)))
  const rows = ids.size === 0 ? [] : await reading.customers([...ids])
  return { customers: new Map(rows.map((row) => [row.Id, row])), versions: new Map() }
}

async function documentVersions(reading: Reading, writes: readonly Write[]): Promise<ReadonlyMap<string, string>> {
  const ids = writes.flatMap((write) => (write.do === 'create' || write.ifMatch !== null ? [] : [write.id]))
  const found = ids.length === 0 ? [] : await reading.byIds('document', ids)
  return new Map(found.flatMap(({ id, version }) => (version === null ? [] : [[id, version] as const])))
}

/** The vendor remembers what it answered to a request id: the same batch sent again is done once. */
async function carry(desk: Desk, entity: Entity, planned: readonly Planned[]): Promise<readonly Outcome[]> {
  const items = planned.map(({ item }, at) => ({
    bId: String(at),
    operation: item.operation,
    [item.kind]: item.body,
  }))
  const { items: given, now } = await desk.client.batch(items, requestIdOf(planned))
  const outcomes: Outcome[] = []
  for (const [at, { write, item }] of planned.entries()) {
    const answer = given.find(({ bId }) => bId === String(at))
    outcomes.push(answer ? await outcomeOf(desk, entity, { write, item }, answer, now) : LOST)
  }
  return outcomes
}

async function outcomeOf(
  desk: Desk,
  entity: Entity,
  { write, item }: Planned,
  answer: object,
  now: number,
): Promise<Outcome> {
  const refused = wire.faulty.safeParse(answer)
  if (refused.success) return { ok: false, problem: await explained(desk, entity, write, refused.data.Fault, now) }
  const row: unknown = Reflect.get(answer, item.kind)
  if (item.operation === 'delete') return { ok: true, receipt: { id: idOf(write), version: null, shown: null } }
  const snapshots = await desk.reading.told(shelfOf(item.kind), [row])
  const shown = snapshots.find((each) => each.entity === entity)
  if (!shown) return LOST
  // A request id that was used before answers what it made then.
  if (write.do === 'create' && shown.marker !== write.marker)
    return { ok: false, problem: { kind: 'changed-meanwhile', seen: [shown.id] } }
  return { ok: true, receipt: { id: shown.id, version: shown.version, shown } }
}

async function explained(desk: Desk, entity: Entity, write: Write, fault: wire.Fault, now: number): Promise<Problem> {
  const problem = problemOf(fault, entity, now)
  if (codeOf(fault) === DUPLICATE_NAME) return duplicate(desk, write, problem)
  if (problem.kind === 'changed-meanwhile') return { ...problem, seen: [idOf(write)] }
  // A new record cannot be missing: what it refers to is.
  if (problem.kind === 'missing' && write.do === 'create' && write.entity !== 'contact')
    return { kind: 'rejected', field: 'parent:customer', detail: 'The customer is inactive in QuickBooks' }
  return problem
}

/** The name of a living customer leads to that customer; a vendor's, an employee's or a part's name is taken for good. */
async function duplicate({ client, reading }: Desk, write: Write, problem: Problem): Promise<Problem> {
  const taken: Problem = { kind: 'rejected', field: 'name', detail: 'name-taken' }
  const name = write.do === 'create' ? write.fields['name'] : null
  if (typeof name !== 'string') return write.do === 'remove' ? problem : taken
  const { rows } = await client.query('Customer', `where DisplayName = ${quoted(name)} and Active = true`)
  const snapshots = await reading.told(shelfOf('Customer'), rows)
  const seen = snapshots.filter((each) => each.entity === 'customer' && !each.removed).map(({ id }) => id)
  return seen.length > 0 ? { kind: 'changed-meanwhile', seen } : taken
}

const DUPLICATE_NAME = '6240'

/** An answer without what we asked for may have taken effect all the same. */
const LOST: Outcome = { ok: false, problem: { kind: 'unreachable', detail: 'unreadable-answer' } }

/** Thirty-six characters, because a batch takes no more beside numbers of its own. */
const requestIdOf = (planned: readonly Planned[]): string =>
  createHash('sha256')
    .update(planned.map(({ write }) => write.idempotencyKey).join(' '))
    .digest('hex')
    .slice(0, 36)

const idOf = (write: Write): string => (write.do === 'create' ? (write.parents.customer ?? '') : write.id)

/** Customers that a write needs to know before: whose person, whose address, whose version. */
function lookedAt(entity: Entity, write: Write): readonly string[] {
  if (write.do === 'create')
    return entity === 'contact' && write.parents.customer !== undefined ? [write.parents.customer] : []
  if (write.do === 'remove') return [write.id]
  return write.ifMatch === null || needsBefore(entity, write.fields) ? [write.id] : []
}

function compose(entity: Entity, write: Write, before: Before, chosen: Chosen): Item {
  if (entity === 'document') {
    if (write.do === 'create') return documentCreate(write, chosen)
    const version = write.ifMatch ?? before.versions.get(write.id)
    if (version === undefined) throw new ConnectorError({ kind: 'missing' })
    return documentChange(write, version, chosen)
  }
  if (write.do === 'create')
    return entity === 'contact' ? contactCreate(write, ownerOf(write, before)) : customerCreate(write)
  const known = before.customers.get(write.id)
  const version = write.ifMatch ?? known?.SyncToken
  if (version === undefined) throw new ConnectorError({ kind: 'missing' })
  if (write.do === 'update') return personUpdate(write, version, known ?? null)
  if (!known) throw new ConnectorError({ kind: 'missing' })
  return personRemove(write, version, known)
}

const ownerOf = (write: Write & { readonly do: 'create' }, { customers }: Before): wire.Customer | undefined =>
  customers.get(write.parents.customer ?? '')

function attempt(write: Write, work: () => Item): Planned | { readonly problem: Problem } {
  try {
    return { write, item: work() }
  } catch (error) {
    if (error instanceof ConnectorError) return { problem: error.problem }
    throw error
  }
}

/** A failure of the whole call is the failure of each write in it. */
async function together(work: () => Promise<readonly Outcome[]>, count: number): Promise<readonly Outcome[]> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    const { problem } = error
    return Array.from({ length: count }, () => ({ ok: false, problem }))
  }
}
