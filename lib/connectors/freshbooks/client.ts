import { z } from 'zod'
import { vendorClock } from '@/lib/http/answer'
import { parseAnswer, parseWritten } from '@/lib/http/parse'
import type { Grant, Send, SendAnswer, SendRequest } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import { problemOf } from './problem'
import type { Resource } from './resources'
import * as wire from './wire'

export type Client = ReturnType<typeof client>
export type Query = Readonly<Record<string, string>>

export interface Listed<T> {
  readonly rows: readonly T[]
  /** How many there are on all pages. */
  readonly total: number
  readonly more: boolean
  /** The vendor's clock at its answer, and when we asked, by the same clock. */
  readonly answeredAt: number
  readonly askedAt: number
}

const NOTIFICATIONS = 'user:notifications:write'

/** One function per way of asking. */
export function client(grant: Grant, send: Send) {
  const call = door(grant, send)
  const inside = (path: string, scope: string, rest: Partial<SendRequest> = {}) =>
    call(`/accounting/account/${companyOf(grant)}/${path}`, scope, rest)
  const events = (rest: Partial<SendRequest>, path = '') =>
    call(`/events/account/${companyOf(grant)}/events/callbacks${path}`, NOTIFICATIONS, { as: 'session', ...rest })
  return {
    now: send.now,
    /** https://www.freshbooks.com/api/me_endpoint */
    me: async () =>
      parseAnswer(fine(await call('/auth/api/v1/users/me', 'user:profile:read', { as: 'session' })), wire.me).response,

    /** https://www.freshbooks.com/api/parameters */
    async list<T>(
      resource: Resource<T>,
      query: Query,
      several: readonly (readonly [string, string])[] = [],
    ): Promise<Listed<T>> {
      const pairs = [...Object.entries(query), ...several.map(([name, value]) => [name, value]), ...included(resource)]
      const asked = new URLSearchParams(pairs)
      const answer = fine(await inside(`${resource.path}?${asked}`, `${resource.scope}:read`))
      const result = parseAnswer(answer, listOf(resource)).response.result
      const { page, pages, total } = wire.paging.parse(result)
      const answeredAt = vendorClock(answer) ?? answer.sentAt + answer.took
      return {
        rows: result[resource.many] ?? [],
        total,
        more: page < pages,
        answeredAt,
        askedAt: answeredAt - answer.took,
      }
    },

    /** Deleted ones are shown, too; null where there never was one. https://www.freshbooks.com/api/active_deleted */
    async one<T>(resource: Resource<T>, id: string): Promise<T | null> {
      if (!/^\d+$/.test(id)) return null
      const query = new URLSearchParams(included(resource))
      const path = query.size === 0 ? `${resource.path}/${id}` : `${resource.path}/${id}?${query}`
      const { answer, problem } = await inside(path, `${resource.scope}:read`)
      if (problem?.kind === 'missing') return null
      return parseAnswer(fine({ answer, problem }), oneOf(resource)).response.result[resource.one] ?? null
    },

    /** POST makes a record, PUT changes what is given of one; refused, it throws the vendor's own field name. */
    async write<T>(resource: Resource<T>, id: string | null, body: object): Promise<T> {
      const query = new URLSearchParams(included(resource))
      const path = `${resource.path}${id === null ? '' : `/${encodeURIComponent(id)}`}${query.size === 0 ? '' : `?${query}`}`
      const { answer, problem } = await inside(path, `${resource.scope}:write`, {
        ...told(id === null ? 'POST' : 'PUT', { [resource.one]: body }),
        as: 'write',
      })
      if (problem) throw new ConnectorError(problem)
      const row = parseWritten(answer, oneOf(resource)).response.result[resource.one]
      if (row === undefined) throw new ConnectorError({ kind: 'unreachable', detail: 'unreadable-answer' })
      return row
    },

    callbacks: callbacks(events),
  }
}

interface Answered {
  readonly answer: SendAnswer
  readonly problem: ReturnType<typeof problemOf>
}

type Events = (rest: Partial<SendRequest>, path?: string) => Promise<Answered>

/** https://www.freshbooks.com/api/webhooks */
const callbacks = (events: Events) => ({
  list: async () => parseAnswer(fine(await events({})), wire.callbacks).response.result.callbacks,
  make: async (event: string, uri: string) =>
    parseAnswer(fine(await events(told('POST', { callback: { event, uri } }))), wire.oneCallback).response.result
      .callback.callbackid,
  async verify(id: string, verifier: string): Promise<void> {
    fine(await events(told('PUT', { callback: { verifier } }), `/${encodeURIComponent(id)}`))
  },
  /** One that is gone already is as good as deleted. */
  async drop(id: string): Promise<void> {
    const { problem } = await events({ method: 'DELETE' }, `/${encodeURIComponent(id)}`)
    if (problem && problem.kind !== 'missing') throw new ConnectorError(problem)
  },
})

const door =
  (grant: Grant, send: Send) =>
  async (path: string, scope: string, rest: Partial<SendRequest> = {}): Promise<Answered> => {
    const answer = await send({
      method: 'GET',
      url: `${grant.baseUrl}${path}`,
      ...rest,
      headers: { accept: 'application/json', 'api-version': 'alpha', ...rest.headers },
    })
    return { answer, problem: problemOf(answer, scope) }
  }

const told = (method: 'POST' | 'PUT', body: object): Partial<SendRequest> => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** A call that holds no record cannot be refused for a record's fault. */
function fine({ answer, problem }: Answered): SendAnswer {
  if (problem === null) return answer
  throw new ConnectorError(
    problem.kind === 'rejected' || problem.kind === 'missing'
      ? { kind: 'surprise', detail: 'detail' in problem ? problem.detail : 'not found' }
      : problem,
  )
}

const included = ({ lines }: Pick<Resource<unknown>, 'lines'>): [string, string][] =>
  lines ? [['include[]', 'lines']] : []

const listOf = <T>({ many, row }: Resource<T>) =>
  z.object({ response: z.object({ result: z.intersection(z.object({ [many]: z.array(row) }), wire.paging) }) })

const oneOf = <T>({ one, row }: Resource<T>) => z.object({ response: z.object({ result: z.object({ [one]: row }) }) })

function companyOf({ company }: Grant): string {
  if (company === null) throw new ConnectorError({ kind: 'forbidden', scope: 'organisation' })
  return encodeURIComponent(company)
}
