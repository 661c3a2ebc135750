import { z } from 'zod'
import { vendorClock } from '@/lib/http/answer'
import { parseAnswer, parseWritten } from '@/lib/http/parse'
import type { Grant, Send, SendAnswer, SendRequest } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import { instantOf } from './form'
import { isRefused, problemOf, rejected } from './problem'
import { connections, envelope, fate, organisation } from './wire'
import type { Organisation } from './wire'

export type Client = ReturnType<typeof client>

export interface Listed<T> {
  readonly rows: readonly T[]
  readonly more: boolean
  /** The vendor's clock at its answer, and when we asked, by the same clock. */
  readonly answeredAt: number
  readonly askedAt: number
}

/** One element of a write: the record as it is now, or why it was not taken. */
export type Written<T> =
  { readonly ok: true; readonly row: T } | { readonly ok: false; readonly problem: ReturnType<typeof rejected> }

export type Query = Readonly<Record<string, string>>

/** A resource of the API: its name is the path and the key in every envelope. */
export interface Resource<T> {
  readonly name: 'Contacts' | 'Items' | 'Invoices' | 'CreditNotes' | 'Payments' | 'Quotes' | 'Users'
  readonly row: z.ZodType<T>
  readonly scope: string
  /** Prices come with four decimals where they are asked for, and some resources do not know the question. */
  readonly exact?: true
}

/** One function per way of asking; each resource's page in the documentation bears its name. */
export function client(grant: Grant, send: Send) {
  const way = door(grant, send)
  const { inside } = way
  return {
    ...organisations(way),

    /** https://developer.xero.com/documentation/api/accounting/requests-and-responses; `since`: UTC, in whole seconds. */
    async list<T>(
      resource: Resource<T>,
      query: Query,
      since: string | null = null,
      as?: 'session',
    ): Promise<Listed<T>> {
      const asked = new URLSearchParams({ ...query, ...exactly(resource) })
      const headers: Readonly<Record<string, string>> = since === null ? {} : { 'if-modified-since': since }
      const path = asked.size === 0 ? resource.name : `${resource.name}?${asked}`
      const answer = fine(await inside(path, as ? { as } : {}, headers), resource.scope)
      return listedOf(answer, resource, query)
    },

    /** https://developer.xero.com/documentation/api/accounting/requests-and-responses; null where there is none. */
    async one<T>(resource: Resource<T>, id: string): Promise<T | null> {
      const answer = await inside(
        `${resource.name}/${encodeURIComponent(id)}?${new URLSearchParams(exactly(resource))}`,
      )
      if (answer.status === 404) return null
      return rowsOf(fine(answer, resource.scope), resource.name, resource.row)[0] ?? null
    },

    /**
     * PUT creates and nothing else: POST with a number that exists would overwrite a stranger. One bad element does not fail
     * the others. https://developer.xero.com/documentation/api/accounting/requests-and-responses#summarizeerrors
     */
    async write<T>(
      resource: Resource<T>,
      method: 'PUT' | 'POST',
      elements: readonly object[],
      key: string,
    ): Promise<readonly Written<T>[]> {
      const body = JSON.stringify({ [resource.name]: elements })
      const headers = { 'content-type': 'application/json', 'idempotency-key': key }
      const query = new URLSearchParams({ summarizeErrors: 'false', ...exactly(resource) })
      const answer = fine(await inside(`${resource.name}?${query}`, { method, body }, headers), writing(resource.scope))
      return writtenBy(answer, resource, elements.length)
    },
  }
}

function organisations({ call, company }: Door) {
  const asked = new Map<string, Promise<Organisation | null>>()
  const ask = async (id: string): Promise<Organisation | null> => {
    const headers = { 'xero-tenant-id': id }
    const answer = fine(await call('/api.xro/2.0/Organisation', { as: 'session' }, headers), SETTINGS)
    return rowsOf(answer, 'Organisations', organisation)[0] ?? null
  }
  /** https://developer.xero.com/documentation/api/accounting/organisation; of any that the grant reaches, each asked for once. */
  const organisationOf = (id: string): Promise<Organisation | null> => {
    const told = asked.get(id) ?? ask(id)
    asked.set(id, told)
    return told
  }

  return {
    organisation: organisationOf,

    /** https://developer.xero.com/documentation/guides/oauth2/tenants */
    async connections() {
      return parseAnswer(fine(await call('/connections', { as: 'session' }), 'offline_access'), connections)
    },

    /** What the organisation's items are priced in. */
    async baseCurrency(): Promise<string | null> {
      return (await organisationOf(company()))?.BaseCurrency ?? null
    },
  }
}

type Door = ReturnType<typeof door>

/** JSON, else XML would come. https://developer.xero.com/documentation/api/accounting/requests-and-responses */
function door(grant: Grant, send: Send) {
  const call = (path: string, rest: Partial<SendRequest>, headers: Readonly<Record<string, string>> = {}) =>
    send({
      method: 'GET',
      url: `${grant.baseUrl}${path}`,
      ...rest,
      headers: { accept: 'application/json', ...headers },
    })
  const inside = (path: string, rest: Partial<SendRequest> = {}, headers: Readonly<Record<string, string>> = {}) =>
    call(`/api.xro/2.0/${path}`, rest, { 'xero-tenant-id': companyOf(grant), ...headers })
  return { call, inside, company: () => companyOf(grant) }
}

export const SETTINGS = 'accounting.settings.read'
const UNASKED_SIZE = 100

const exactly = ({ exact }: Pick<Resource<unknown>, 'exact'>): Query => (exact ? { unitdp: '4' } : {})
const sizeOf = (query: Query): number =>
  query['page'] === undefined ? Infinity : Number(query['pageSize'] ?? UNASKED_SIZE)
const writing = (scope: string): string => scope.replace(/\.read$/, '')

function listedOf<T>(answer: SendAnswer, { name, row }: Resource<T>, query: Query): Listed<T> {
  const rows = rowsOf(answer, name, row)
  const { pagination, DateTimeUTC: told } = parseAnswer(answer, envelope)
  const answeredAt = vendorClock(answer) ?? instantOf(told) ?? answer.sentAt + answer.took
  const more = pagination ? pagination.page < pagination.pageCount : rows.length >= sizeOf(query)
  return { rows, more, answeredAt, askedAt: answeredAt - answer.took }
}

/** One element for each that was sent, in the same order. */
function writtenBy<T>(answer: SendAnswer, resource: Resource<T>, sent: number): readonly Written<T>[] {
  const told = parseWritten(answer, z.object({ [resource.name]: z.array(z.unknown()).length(sent) }))
  return (told[resource.name] ?? []).map((each) => writtenOf(resource, each, answer))
}

function writtenOf<T>({ row }: Resource<T>, element: unknown, answer: SendAnswer): Written<T> {
  const said = fate.safeParse(element)
  if (said.success && isRefused(said.data)) return { ok: false, problem: rejected(said.data) }
  return {
    ok: true,
    row: parseWritten({ ...answer, headers: {}, body: new TextEncoder().encode(JSON.stringify(element)) }, row),
  }
}

function rowsOf<T>(answer: SendAnswer, key: string, row: z.ZodType<T>): readonly T[] {
  return parseAnswer(answer, z.looseObject({ [key]: z.array(row) }))[key] ?? []
}

function fine(answer: SendAnswer, scope: string): SendAnswer {
  if (answer.status >= 200 && answer.status < 300) return answer
  throw new ConnectorError(problemOf(answer, scope))
}

function companyOf({ company }: Grant): string {
  if (company === null) throw new ConnectorError({ kind: 'forbidden', scope: 'organisation' })
  return company
}
