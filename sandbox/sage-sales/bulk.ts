import type { Crm } from './crm'
import { done, isObject, refuse } from './model'
import type { Actor, Resource, Result, Row } from './model'

interface Item {
  readonly code: number
  readonly guid: unknown
  readonly id: number | null
  readonly message: string
}

const VERBS = { POST: 'insert', PUT: 'update', DELETE: 'delete' } as const

/** One result per item: code 1 for what was done, anything else for what was not; good items pass beside bad ones. */
export function bulk(crm: Crm, resource: Resource, method: string, body: unknown, by: Actor): Result<readonly Item[]> {
  if (method !== 'POST' && method !== 'PUT' && method !== 'DELETE') return refuse(`${method} is not allowed`, 405, 405)
  if (!Array.isArray(body)) return refuse('The body must be a JSON array')
  const limit = method === 'DELETE' ? resource.bulk.remove : resource.bulk.write
  if (body.length > limit) return refuse(`A bulk call takes at most ${limit} items`)
  return done(
    body.map((given: unknown) => itemOf(given, (item) => apply(crm, resource, method, item, by), VERBS[method])),
  )
}

function itemOf(given: unknown, act: (item: Readonly<Record<string, unknown>>) => Result<Row>, verb: string): Item {
  const item = isObject(given) ? given : {}
  const guid = item['guid'] ?? null
  const result = typeof guid === 'string' && guid !== '' ? act(item) : refuse("Field 'guid' is mandatory")
  return result.ok
    ? { code: 1, guid, id: result.value.id, message: `Entity ${verb} success` }
    : {
        code: result.refusal.code,
        guid,
        id: typeof item['id'] === 'number' ? item['id'] : null,
        message: result.refusal.message,
      }
}

function apply(
  crm: Crm,
  resource: Resource,
  method: keyof typeof VERBS,
  item: Readonly<Record<string, unknown>>,
  by: Actor,
): Result<Row> {
  if (method === 'POST') return crm.create(resource, item['data'], by)
  const id = Number(item['id'])
  return method === 'PUT' ? crm.update(resource, id, item['data'], by) : crm.remove(resource, id, by)
}
