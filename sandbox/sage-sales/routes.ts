import { json } from '../kit/server'
import type { Answer, Request } from '../kit/server'
import { bulk } from './bulk'
import type { Crm } from './crm'
import type { CustomLists } from './custom-lists'
import { WITH_DOCUMENTS } from './documents'
import type { Documents } from './documents'
import type { ExtraFields } from './extra-fields'
import type { Hooks } from './hooks'
import type { Lister, Query } from './list'
import { NO_SUCH_THING, done, refuse } from './model'
import type { Actor, Refusal, Resource, Result, Row } from './model'
import { UNPUBLISHED } from './resources'
import { schemaOf } from './schema'
import { LANGUAGES } from './wire'
import type { Wire } from './wire'

export interface Rooms {
  readonly crm: Crm
  readonly wire: Wire
  readonly lists: Lister
  readonly documents: Documents
  readonly extraFields: ExtraFields
  readonly customLists: CustomLists
  readonly hooks: Hooks
  readonly maxCount: number
}

interface Visit {
  readonly request: Request
  readonly rest: readonly string[]
  readonly by: Actor
  /** undefined where the body is not JSON. */
  readonly body: unknown
}

type Route = (rooms: Rooms, visit: Visit) => Result<unknown>

const DEFAULT_COUNT = 50

/** Everything behind the session key. `path` holds the parts after /api/v4, in lower case where they name resources. */
export function route(rooms: Rooms, request: Request, path: readonly string[], by: Actor): Answer {
  const [name = '', ...rest] = path
  const body = bodyOf(request)
  if (request.body.byteLength > 0 && body === undefined) return refusalAnswer(refuse('The body is not JSON').refusal)
  const own = OWN_ROUTES[name.toLowerCase()]
  const result = own ? own(rooms, { request, rest, by, body }) : resourceRoute(name)(rooms, { request, rest, by, body })
  return result.ok ? json(200, result.value) : refusalAnswer(result.refusal)
}

export const refusalAnswer = ({ status, code, message }: Refusal): Answer =>
  json(status, { error: status === 401 ? 'Unauthorized' : 'Bad Request', code, message })

const said = (verb: string, id?: number) => ({ Message: `entity ${verb}`, ...(id === undefined ? {} : { id }) })
const saidOf = (result: Result<{ readonly id: number }>): Result<unknown> =>
  result.ok ? done(said('created', result.value.id)) : result
const notAllowed = (method: string) => refuse(`${method} is not allowed`, 405, 405)
const paged = (visit: Visit, rooms: Rooms, rows: readonly unknown[]): Result<unknown> => {
  const query = queryOf(visit.request, rooms.maxCount)
  return query.ok
    ? done(rows.slice(query.value.page * query.value.count, (query.value.page + 1) * query.value.count))
    : query
}

const OWN_ROUTES: Readonly<Record<string, Route>> = {
  extrafields(rooms, visit) {
    const resource = visit.rest[0] ?? ''
    if (visit.request.method === 'POST') return saidOf(rooms.extraFields.create(resource, visit.body))
    const listed = rooms.extraFields.list(resource)
    return listed.ok ? paged(visit, rooms, listed.value) : listed
  },
  list(rooms, visit) {
    const name = visit.rest[0]
    const creates = visit.request.method === 'POST'
    if (name === undefined) {
      return creates ? saidOf(rooms.customLists.createList(visit.body)) : paged(visit, rooms, rooms.customLists.lists())
    }
    if (creates) return saidOf(rooms.customLists.createValue(name, visit.body, visit.by))
    const values = rooms.customLists.values(name)
    return values.ok ? paged(visit, rooms, values.value) : values
  },
  hooks(rooms, visit) {
    const { hooks } = rooms
    const id = visit.rest[0] === undefined ? null : Number(visit.rest[0])
    const { method } = visit.request
    if (id === null) {
      return method === 'POST' ? hooks.create(visit.body, visit.by.user) : paged(visit, rooms, hooks.list())
    }
    if (method !== 'DELETE') return hooks.get(id)
    const removed = hooks.remove(id, visit.by.user)
    return removed.ok ? done(said('deleted')) : removed
  },
}

function resourceRoute(name: string): Route {
  return (rooms, visit) => {
    const resource = UNPUBLISHED.has(name.toLowerCase()) ? undefined : rooms.crm.resource(name)
    if (!resource) return refuse(`${name} does not exist`, NO_SUCH_THING)
    const [second, third] = visit.rest.map((part) => part.toLowerCase())
    if (second === undefined) return collection(rooms, visit, resource)
    if (second === 'schema') return done(schemaOf(rooms.crm.fields(resource)))
    if (second === 'bulk') return bulk(rooms.crm, resource, visit.request.method, visit.body, visit.by)
    const id = Number(second)
    return third === 'documents' && WITH_DOCUMENTS.has(resource.name)
      ? documentsOf(rooms, visit, { resource: resource.name, id })
      : third === undefined
        ? single(rooms, visit, resource, id)
        : refuse(`${visit.request.path} does not exist`, NO_SUCH_THING)
  }
}

function collection(rooms: Rooms, visit: Visit, resource: Resource): Result<unknown> {
  const { method, origin } = visit.request
  if (method === 'GET') return listed(rooms, visit.request, resource)
  if (method !== 'POST') return notAllowed(method)
  if (resource.name === 'documents') return rooms.documents.announce(visit.body, null, origin, visit.by)
  return saidOf(rooms.crm.create(resource, visit.body, visit.by))
}

function single(rooms: Rooms, visit: Visit, resource: Resource, id: number): Result<unknown> {
  const { crm, wire } = rooms
  switch (visit.request.method) {
    case 'GET': {
      const row = crm.table(resource.name).get(id)
      if (!row) return refuse(`${resource.name} ${id} does not exist`, NO_SUCH_THING)
      return done(wire.record(resource, row, langOf(visit.request)))
    }
    case 'PUT': {
      const updated = crm.update(resource, id, visit.body, visit.by)
      return updated.ok ? done(said('updated')) : updated
    }
    case 'DELETE': {
      const removed = crm.remove(resource, id, visit.by)
      return removed.ok ? done(said('deleted')) : removed
    }
    default:
      return notAllowed(visit.request.method)
  }
}

function documentsOf(rooms: Rooms, visit: Visit, owner: { resource: string; id: number }): Result<unknown> {
  const { method, origin } = visit.request
  if (method === 'POST') return rooms.documents.announce(visit.body, owner, origin, visit.by)
  const documents = rooms.crm.resource('documents')
  if (method !== 'GET' || !documents) return notAllowed(method)
  return listed(rooms, visit.request, documents, rooms.documents.belongsTo(owner))
}

function listed(rooms: Rooms, request: Request, resource: Resource, only?: (row: Row) => boolean): Result<unknown> {
  const query = queryOf(request, rooms.maxCount)
  if (!query.ok) return query
  const page = rooms.lists.page(resource, query.value, only)
  const lang = langOf(request)
  return page.ok ? done(page.value.map((row) => rooms.wire.record(resource, row, lang))) : page
}

function queryOf(request: Request, maxCount: number): Result<Query> {
  const page = Number(request.query.get('page') ?? 0)
  if (!Number.isInteger(page) || page < 0) return refuse(`page ${request.query.get('page')}`)
  // The vendor's spec names one header, its landing page the other.
  const asked = Number(request.headers['count'] ?? request.headers['x-fm-entity-count'] ?? DEFAULT_COUNT)
  const count = Number.isInteger(asked) && asked > 0 ? Math.min(asked, maxCount) : DEFAULT_COUNT
  return done({ where: request.query.get('where'), order: request.query.get('order'), page, count })
}

function langOf(request: Request): string {
  const lang = request.query.get('lang')?.toLowerCase() ?? 'en'
  return LANGUAGES.has(lang) ? lang : 'en'
}

function bodyOf(request: Request): unknown {
  if (request.body.byteLength === 0) return undefined
  try {
    return JSON.parse(new TextDecoder().decode(request.body))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
