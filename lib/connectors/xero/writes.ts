import type { Outcome, Write } from '@/lib/model/connector'
import type { Entity } from '@/lib/model/words'
import { LOST } from './batch'
import type { Desk, Verb } from './batch'
import { writeCustomers, writePersons } from './contacts'
import { writeDocuments } from './documents'

/** A batch is of one verb; in a mixed one, each verb is a call of its own. */
export async function writeAll(desk: Desk, entity: Entity, writes: readonly Write[]): Promise<readonly Outcome[]> {
  const outcomes = new Map<Write, Outcome>()
  for (const verb of ['create', 'update', 'remove'] as const) {
    const own = writes.filter((write) => write.do === verb)
    if (own.length === 0) continue
    const done = await byEntity(desk, entity, verb, own)
    for (const [at, write] of own.entries()) outcomes.set(write, done[at] ?? LOST)
  }
  return writes.map((write) => outcomes.get(write) ?? LOST)
}

function byEntity(desk: Desk, entity: Entity, verb: Verb, writes: readonly Write[]): Promise<readonly Outcome[]> {
  if (entity === 'customer') return writeCustomers(desk, verb, writes)
  if (entity === 'contact' && verb !== 'remove') return writePersons(desk, verb, writes)
  if (entity === 'document') return writeDocuments(desk, verb, writes)
  return Promise.resolve(writes.map(() => ONLY_IN_XERO))
}

const ONLY_IN_XERO: Outcome = { ok: false, problem: { kind: 'rejected', detail: 'only in Xero' } }
