import type { Write } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import type { Problem } from '@/lib/model/problem'
import type { Client } from './client'
import type { Ours } from './columns'
import type { Body } from './data'
import type { Lookup } from './lookup'
import type { Rooms } from './rooms'
import { blame } from './screen'

export interface Desk {
  readonly client: Client
  readonly lookup: Lookup
  readonly rooms: Rooms
  readonly secrets: readonly string[]
  readonly size: number
  now(): number
  sleep(ms: number): Promise<void>
  /** The currency of a record as it was last shown, or the account's own. */
  currencyOf(write: Write): Promise<string | null>
  /** With the price, where a write tells a product's currency alone. */
  priced(write: Sent): Sent
}

export type Sent = Write & { readonly do: 'create' | 'update' }

/**
 * What a refusal means: a new contact whose address is another record's points at that record, so that the two are matched and
 * never doubled; otherwise the field that breaks a rule of the schema.
 */
export async function explain(desk: Desk, entity: Ours, write: Sent, body: Body, refusal: Problem): Promise<Problem> {
  if (refusal.kind !== 'rejected') return refusal
  // Whatever a further question brings, the refusal stands.
  const owners = entity === 'contact' ? await orNothing(ownersOf(desk, write)) : []
  if (write.do === 'create' && owners?.length) return { kind: 'changed-meanwhile', seen: [...owners] }
  const described = await orNothing(desk.lookup.fields(entity))
  const field = owners?.length ? 'email' : described ? blame(entity, body, described, write.do) : null
  if (field !== null) return { ...refusal, field }
  if (write.do === 'update' && (await isGone(desk, entity, write.id))) return { kind: 'missing' }
  return refusal
}

async function ownersOf({ client }: Desk, write: Sent): Promise<readonly string[]> {
  const { email } = write.fields
  if (typeof email !== 'string') return []
  return (await client.byEmail(email)).filter((id) => write.do === 'create' || id !== write.id)
}

async function isGone({ rooms }: Desk, entity: Ours, id: string): Promise<boolean> {
  try {
    return (await rooms[entity].one(id)).removed
  } catch (error) {
    if (error instanceof ConnectorError) return error.problem.kind === 'missing'
    throw error
  }
}

async function orNothing<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (error instanceof ConnectorError) return null
    throw error
  }
}
