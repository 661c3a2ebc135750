import { json } from '../kit/server'
import type { Answer, Request } from '../kit/server'
import type { Account } from './account'
import { callbacks } from './callbacks'
import { listed } from './lists'
import { PLACES, isObject } from './records'
import type { Doc, Place } from './records'
import { missing, newShape, ofAuth, oldShape } from './refuse'
import type { Result } from './refuse'
import { shown } from './show'
import { create, update } from './writes'

/** What the services behind the door answer. */
export function route(
  accounts: ReadonlyMap<string, Account>,
  request: Request,
  scopes: readonly string[],
  now: number,
): Answer {
  const [, service, , id = '', group, list, key] = request.path.split('/')
  const from = accounts.get(id)
  const isRead = request.method === 'GET'
  if (service === 'events') {
    const barred = lacking(scopes, 'user:notifications', isRead)
    if (barred) return barred
    return from ? callbacks(from, request.method, key, bodyOf(request)) : ofAuth(403, 'forbidden', 'No such account')
  }
  const place = PLACES.find((each) => each.group === group && each.many === list)
  if (!from || !place)
    return newShape(404, { errno: 1012, message: 'Not found.', object: 'account', field: '', value: id })
  return lacking(scopes, place.scope, isRead) ?? accounting(from, place, key, request, now)
}

function lacking(scopes: readonly string[], scope: string, isRead: boolean): Answer | null {
  const needed = `${scope}:${isRead ? 'read' : 'write'}`
  if (scopes.includes(needed)) return null
  return ofAuth(403, 'insufficient_scope', `Token has scopes ${scopes.join(' ')}; required: ${needed}`)
}

function accounting(from: Account, place: Place, key: string | undefined, request: Request, now: number): Answer {
  const include = request.query.getAll('include[]')
  if (key === undefined && request.method === 'GET') return result(listed(from, place.kind, request.query))
  const written = request.method === 'GET' ? found(from, place, key) : carried(from, place, key, request, now)
  if (!written.ok) return oldShape(written.status, written.refusal)
  return result({ [place.one]: shown(from, written.value, include) })
}

const result = (value: Doc): Answer => json(200, { response: { result: value } }, { 'x-api-version': '2023-02-20' })

function found(from: Account, place: Place, key: string | undefined) {
  const row = from.get(place.kind, Number(key))
  return row ? ({ ok: true, value: row } as const) : missing(place.kind, place.id, key ?? '')
}

function carried(
  from: Account,
  place: Place,
  key: string | undefined,
  request: Request,
  now: number,
): Result<NonNullable<ReturnType<Account['get']>>> {
  const given = bodyOf(request)?.[place.one]
  if (!isObject(given)) return missing(place.kind, place.one, '')
  const kept = Object.fromEntries(Object.entries(given).filter(([name]) => !OWN.includes(name)))
  if (key === undefined) return create(from, place.kind, kept, now)
  const row = found(from, place, key)
  return row.ok ? update(from, row.value, kept, now) : row
}

/** What only the service itself says. */
const OWN = ['id', 'updated', 'created_at', 'signup_date', 'version', 'outstanding', 'paid', 'madeAt']

function bodyOf(request: Request): Doc | null {
  try {
    const read: unknown = JSON.parse(new TextDecoder().decode(request.body))
    return isObject(read) ? read : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
