import { json } from '../kit/server'
import type { Answer, Request } from '../kit/server'
import type { Bulk } from './bulk'
import type { Crm } from './crm'
import type { Standing } from './doors'
import type { Lists } from './lists'
import { done, isObject, notFound, refuse } from './model'
import type { Module, Result, Row } from './model'
import type { Search } from './search'
import { customizationsAnswer, fieldsAnswer, formsAnswer } from './settings'
import type { Views } from './views'
import { answerWith, digits, readJson, refusalAnswer } from './wire'
import type { Wire } from './wire'

export interface Rooms {
  readonly crm: Crm
  readonly wire: Wire
  readonly views: Views
  readonly bulk: Bulk
  readonly search: Search
  readonly lists: Lists
}

interface Visit {
  readonly request: Request
  readonly by: Standing
  readonly body: unknown
}

/** Everything below /crm/sales/api, for someone who is let in. */
export function route(rooms: Rooms, request: Request, path: readonly string[], by: Standing): Answer {
  const body = readJson(request.body)
  if (request.body.byteLength > 0 && body === undefined) return refusalAnswer(refuse('Invalid JSON'))
  const visit = { request, by, body }
  const [first = '', second = '', third = ''] = path
  switch (first) {
    case 'selector':
      return told(selector(rooms, second))
    case 'settings':
      return told(settings(rooms, visit, second, third))
    case 'job_statuses':
      return told(rooms.bulk.status(second))
    case 'lookup':
      return told(rooms.search.lookup(request.query))
    case 'search':
      return told(rooms.search.search(request.query))
    case 'filtered_search': {
      const wanted = rooms.crm.modules().find((each) => each.singular === second)
      return wanted
        ? allowed(visit, wanted, 'view', () => rooms.search.filtered(wanted, body, request.query))
        : missing()
    }
    case 'cpq':
    case 'custom_module':
      return records(rooms, visit, `${first}/${second}`, path.slice(2))
    default:
      return records(rooms, visit, first, path.slice(1))
  }
}

const told = (result: Result<unknown>): Answer => (result.ok ? answerWith(200, result.value) : refusalAnswer(result))
const missing = (): Answer => refusalAnswer(notFound())

function allowed(visit: Visit, module: Module, verb: string, work: () => Result<unknown>): Answer {
  const may = visit.by.kind === 'key' || visit.by.scopes.has(`freshsales.${module.scope}.${verb}`)
  return may ? told(work()) : refusalAnswer(refuse('You do not have the required scope', 403))
}

function selector({ lists }: Rooms, name: string): Result<unknown> {
  const key = name === 'owners' ? 'users' : name
  const known: Readonly<Record<string, readonly { readonly id: string }[]>> = { ...lists }
  const entries = known[key]
  return entries ? done({ [key]: entries.map((each) => ({ ...each, id: digits(each.id) })) }) : notFound()
}

function settings(rooms: Rooms, visit: Visit, name: string, what: string): Result<unknown> {
  if (visit.request.method !== 'GET') return refuse('Method not allowed', 405)
  if (name === 'module_customizations') return done(customizationsAnswer(rooms.crm))
  const wanted = rooms.crm.module(name) ?? rooms.crm.module(`cpq/${name}`)
  if (!wanted) return notFound()
  return done(what === 'forms' ? formsAnswer(wanted) : fieldsAnswer(wanted))
}

function records(rooms: Rooms, visit: Visit, path: string, rest: readonly string[]): Answer {
  const kind = rooms.crm.module(path)
  if (!kind) return missing()
  const { crm, views, bulk } = rooms
  const { method, query, origin } = visit.request
  const [first = '', second = ''] = rest
  const own = (verb: string, work: () => Result<unknown>): Answer => allowed(visit, kind, verb, work)
  // Products and custom modules know neither.
  if (!kind.bulk && method === 'POST' && /^(bulk_)?upsert$/.test(first)) return missing()
  switch (`${method} ${first}`) {
    case 'GET filters':
      return own(kind.bulk ? 'filters.view' : 'view', () => done(views.list(kind)))
    case 'GET view':
      return own('view', () => views.page(kind, second, query))
    case 'GET ':
      return kind.path.startsWith('cpq/') ? own('view', () => views.all(kind, query)) : missing()
    case 'POST ':
      return own('create', () => single(rooms, kind, crm.create(kind, unwrapped(kind, visit.body)), query))
    case 'POST upsert':
      return own('upsert', () => single(rooms, kind, bulk.upsert(kind, visit.body), query))
    case 'POST bulk_upsert':
      return own('upsert', () => bulk.accept(kind, visit.body, origin))
    case 'POST bulk_destroy':
      return own('delete', () => bulk.destroy(kind, visit.body))
    default:
      return record(rooms, visit, kind, rest)
  }
}

function record(rooms: Rooms, visit: Visit, module: Module, [id = '', verb = '']: readonly string[]): Answer {
  const { crm } = rooms
  const { method, query } = visit.request
  if (!/^\d+$/.test(id)) return missing()
  switch (`${method} ${verb}`) {
    case 'GET ':
      return allowed(visit, module, 'view', () => {
        const row = crm.get(module, id)
        return row && !row.is_deleted ? single(rooms, module, done(row), query) : notFound()
      })
    case 'PUT ':
      return allowed(visit, module, 'edit', () =>
        single(rooms, module, crm.update(module, id, unwrapped(module, visit.body)), query),
      )
    case 'PUT restore':
      return allowed(visit, module, 'edit', () => single(rooms, module, crm.restore(module, id), query))
    case 'DELETE ':
      return emptied(allowed(visit, module, 'delete', () => crm.remove(module, id)))
    case 'DELETE forget':
      return emptied(allowed(visit, module, 'delete', () => crm.forget(module, id)))
    default:
      return refusalAnswer(refuse('Method not allowed', 405))
  }
}

const emptied = (answer: Answer): Answer => (answer.status === 200 ? { status: 204 } : answer)

/** A widespread client leaves the singular name out: both forms are taken. */
const unwrapped = (module: Module, body: unknown): unknown =>
  isObject(body) && isObject(body[module.singular]) ? body[module.singular] : body

function single({ wire }: Rooms, module: Module, result: Result<Row>, query: URLSearchParams): Result<unknown> {
  if (!result.ok) return result
  const include = new Set((query.get('include') ?? '').split(',').filter((each) => each !== ''))
  return done({
    [module.singular]: wire.record(module, result.value, include, 'single'),
    ...wire.beside(module, [result.value], include),
  })
}

export const notHere = (): Answer => json(404, { errors: { code: 404, message: ['Not found'] } })
