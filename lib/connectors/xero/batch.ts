import { createHash } from 'node:crypto'
import type { Outcome, Write } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import type { Problem } from '@/lib/model/problem'
import type { Snapshot } from '@/lib/model/record'
import type { Entity } from '@/lib/model/words'
import type { Client, Resource, Written } from './client'
import { tooLong } from './columns'
import type { ContactMemory } from './memory'

export interface Desk {
  readonly api: Client
  readonly memory: ContactMemory
  readonly documents: 'quote' | 'draft-invoice'
  readonly today: string
}

export type Verb = Write['do']
export type Told = Extract<Write, { readonly do: 'create' | 'update' }>

/** What becomes of a write before it is sent: an element of the call, or an outcome at once. */
export type Prepared = { readonly element: object } | { readonly outcome: Outcome }

export interface Call<T> {
  readonly resource: Resource<T>
  readonly method: 'PUT' | 'POST'
  readonly shown: (row: T) => Snapshot
}

/** One call for all that is to be sent; each element answers for itself. */
export async function sendAll<T>(
  desk: Desk,
  { resource, method, shown }: Call<T>,
  writes: readonly Write[],
  prepared: readonly Prepared[],
): Promise<readonly Outcome[]> {
  const elements = prepared.flatMap((each) => ('element' in each ? [each.element] : []))
  if (elements.length === 0) return prepared.map((each) => ('outcome' in each ? each.outcome : LOST))
  const answered = await desk.api.write(resource, method, elements, keyOf(writes))
  let at = -1
  return prepared.map((each, place) => {
    if ('outcome' in each) return each.outcome
    at += 1
    const result: Written<T> | undefined = answered[at]
    if (result === undefined) return LOST
    if (!result.ok) return { ok: false, problem: result.problem }
    const snapshot = shown(result.row)
    return isOf(writes[place], snapshot) ? receipt(snapshot) : LOST
  })
}

/** Results come in the order asked: one that is another record's leaves open what became of ours. */
function isOf(write: Write | undefined, { id, marker }: Snapshot): boolean {
  if (write?.do !== 'create') return id === write?.id
  return write.entity === 'contact' ? id === write.parents.customer : marker === write.marker
}

/** One key for the whole call: the same writes again are the same request. At most 128 characters. */
const keyOf = (writes: readonly Write[]): string =>
  createHash('sha256')
    .update(writes.map(({ idempotencyKey }) => idempotencyKey).join(' '))
    .digest('hex')

export const receipt = (shown: Snapshot): Outcome => ({
  ok: true,
  receipt: { id: shown.id, version: shown.version, shown },
})

/** Accepted, and yet not told of: the record must be looked up. */
export const LOST: Outcome = { ok: false, problem: { kind: 'unreachable', detail: 'no result for this record' } }

export const refusal = (problem: Problem): Prepared => ({
  outcome: { ok: false, problem },
})

/** A refusal says in words what is wrong; which field it is about, only lengths tell. */
export function named(entity: Entity, write: Write, outcome: Outcome): Outcome {
  if (outcome.ok || outcome.problem.kind !== 'rejected' || write.do === 'remove') return outcome
  const field = tooLong(entity, write.fields)
  return field === null ? outcome : { ok: false, problem: { ...outcome.problem, field } }
}

/** What helps to explain a refusal may fail without changing that it was refused. */
export async function orElse<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ConnectorError) return otherwise
    throw error
  }
}
