import type { Outcome, Write } from '@/lib/model/connector'
import { ConnectorError, consequence } from '@/lib/model/problem'
import type { Consequence } from '@/lib/model/problem'
import type { Snapshot } from '@/lib/model/record'
import type { Verb } from '@/lib/model/words'
import { writeMany } from './bulk'
import type { Item } from './bulk'
import { MARK } from './columns'
import type { Ours } from './columns'
import { bodyOf } from './data'
import type { Body } from './data'
import { explain } from './explain'
import type { Desk, Sent } from './explain'
import type { Room } from './rooms'

/** A deal is told to the books and never changed from there. */
export const WRITES: Readonly<Record<Ours, readonly Verb[]>> = {
  customer: ['create', 'update', 'remove'],
  contact: ['create', 'update', 'remove'],
  product: ['create', 'update', 'remove'],
  document: [],
  invoice: ['create', 'update', 'remove'],
  payment: ['create', 'update', 'remove'],
}

/** A job costs three calls: up to two records are cheaper by themselves. */
const FEW = 2

export async function writeAll(desk: Desk, entity: Ours, writes: readonly Write[]): Promise<readonly Outcome[]> {
  if (writes.some((write) => !WRITES[entity].includes(write.do))) return writes.map(() => ONLY_HERE)
  const sent = writes.filter((write): write is Sent => write.do !== 'remove')
  const bulky = desk.rooms[entity].shelf.writes === 'bulk' && sent.length > FEW
  if (bulky && sent.length === writes.length)
    return writeMany(desk, entity, await Promise.all(sent.map((write) => itemOf(desk, entity, write))))
  const outcomes: Outcome[] = []
  for (const write of writes) {
    // Once the vendor refuses to go on, nothing more is sent.
    const stopped = outcomes.some((outcome) => !outcome.ok && STOPS.has(consequence[outcome.problem.kind]))
    outcomes.push(stopped ? postponed(desk.now()) : await attempt(() => carry(desk, entity, write)))
  }
  return outcomes
}

const ONLY_HERE: Outcome = { ok: false, problem: { kind: 'rejected', detail: 'only in the CRM' } }
const STOPS: ReadonlySet<Consequence> = new Set(['stop-and-ask', 'wait'])

/** Not sent at all, so nothing needs to be looked up. */
const postponed = (now: number): Outcome => ({ ok: false, problem: { kind: 'slow-down', until: now } })

async function itemOf(desk: Desk, entity: Ours, write: Sent): Promise<Item> {
  const body = bodyOf(entity, desk.priced(write), write.do, await desk.currencyOf(write))
  if (write.do === 'update') return { write, body }
  const custom = body['custom_field'] as object | undefined // made by `bodyOf`
  return { write, body: { ...body, custom_field: { ...custom, [MARK]: write.marker } } }
}

async function carry(desk: Desk, entity: Ours, write: Write): Promise<Outcome> {
  const room = desk.rooms[entity]
  if (write.do === 'remove') {
    await desk.client.remove(room.shelf, write.id)
    return { ok: true, receipt: { id: write.id, version: null, shown: null } }
  }
  const { body } = await itemOf(desk, entity, write)
  try {
    const shown = await told(room, write, body)
    return { ok: true, receipt: { id: shown.id, version: null, shown } }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    return { ok: false, problem: await explain(desk, entity, write, body, error.problem) }
  }
}

function told(room: Room, write: Sent, body: Body): Promise<Snapshot> {
  if (write.do === 'update') return room.update(write.id, body)
  return room.shelf.writes === 'bulk' ? room.upsert(write.marker, body) : room.create(body)
}

async function attempt(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ConnectorError) return { ok: false, problem: error.problem }
    throw error
  }
}
