import type { Crm } from './crm'
import type { Patch } from './check'
import { refuse } from './model'
import type { Actor, Resource } from './model'

interface Attempt {
  readonly resource: Resource
  readonly verb: 'create' | 'update' | 'remove'
  /** The record as it stands; at a creation, as it will be. */
  readonly row: Patch | Readonly<Record<string, unknown>>
  readonly body: Patch
  readonly by: Actor
}

/**
 * What `readOnly` refuses, all of it here because nobody has tried it on a real tenant: whatever the CRM's own pages do
 * to the record or its lines; of the API, DELETE and a PUT that does not itself name readOnly.
 */
export function locked(crm: Pick<Crm, 'table'>, attempt: Attempt): ReturnType<typeof refuse> | null {
  const { resource, verb, row, body, by } = attempt
  if (by.door === 'support') return null
  const own = resource.lockable === true && verb !== 'create' && row['readOnly'] === true
  const through = by.door === 'pages' && (behindLock(crm, resource, row) || behindLock(crm, resource, body))
  const refused = by.door === 'pages' ? own || through : own && (verb === 'remove' || !('readOnly' in body))
  return refused ? refuse(`The record is read only`) : null
}

function behindLock(crm: Pick<Crm, 'table'>, resource: Resource, row: Readonly<Record<string, unknown>>): boolean {
  const key = resource.lockedThrough
  const table = key === undefined ? undefined : resource.fields[key]?.table
  const parent = key !== undefined && table !== undefined ? crm.table(table).get(Number(row[key])) : undefined
  return parent?.['readOnly'] === true
}
