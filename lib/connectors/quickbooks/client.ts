import type { z } from 'zod'
import { vendorClock } from '@/lib/http/answer'
import { parseAnswer, parseWritten } from '@/lib/http/parse'
import type { Grant, Send, SendAnswer } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import { door } from './door'
import * as wire from './wire'

export type Kind = 'Customer' | 'Item' | 'Estimate' | 'Invoice' | 'CreditMemo' | 'Payment'

/** Rows as they came, to be parsed by their kind, and the vendor's clock when it answered. */
export interface Answered {
  readonly rows: readonly unknown[]
  readonly answeredAt: number
  /** That clock when it was asked. */
  readonly askedAt: number
}

export type Client = ReturnType<typeof client>

/** One function per endpoint: https://developer.intuit.com/app/developer/qbo/docs/api/accounting */
export function client(grant: Grant, send: Send) {
  const { company, call, post } = door(grant, send)
  return {
    company,

    /** https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/companyinfo */
    info: async () =>
      parseAnswer(await call(`/companyinfo/${company}`, {}, { as: 'session' }), wire.companyInfo).CompanyInfo,

    /** https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/preferences */
    preferences: async () =>
      parseAnswer(await call('/preferences', {}, { as: 'session' }), wire.preferences).Preferences.CurrencyPrefs,

    /** https://developer.intuit.com/app/developer/qbo/docs/learn/explore-the-quickbooks-online-api/data-queries */
    async query(kind: Kind | 'Employee', rest: string, as: 'read' | 'session' = 'read'): Promise<Answered> {
      const answer = await call('/query', { query: `select * from ${kind} ${rest}` }, { as })
      return { rows: rowsOf(parseAnswer(answer, wire.queried).QueryResponse, kind), ...clocks(answer) }
    },

    /** https://developer.intuit.com/app/developer/qbo/docs/learn/explore-the-quickbooks-online-api/change-data-capture */
    async changes(kinds: readonly Kind[], since: string) {
      const answer = await call('/cdc', { entities: kinds.join(','), changedSince: since })
      const [only] = parseAnswer(answer, wire.changed).CDCResponse
      const parts = only?.QueryResponse ?? []
      const byKind = kinds.map((kind) => ({ kind, rows: parts.flatMap((part) => rowsOf(part, kind, true)) }))
      return { byKind, ...clocks(answer) }
    },

    /** https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/batch, several queries in one call. */
    async queries(
      asked: readonly { readonly kind: Kind; readonly rest: string }[],
    ): Promise<readonly (readonly unknown[])[]> {
      const items = asked.map(({ kind, rest }, at) => ({ bId: String(at), Query: `select * from ${kind} ${rest}` }))
      const answer = await post('/batch', {}, { BatchItemRequest: items }, 'read')
      const given = parseAnswer(answer, wire.batched).BatchItemResponse
      return asked.map(({ kind }, at) => {
        const own = given.find(({ bId }) => bId === String(at))
        return rowsOf(parsed(wire.queried, own).QueryResponse, kind)
      })
    },

    /** https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/batch, up to 30 writes in one call. */
    async batch(items: readonly object[], requestId: string) {
      const answer = await post('/batch', { requestid: requestId }, { BatchItemRequest: items }, 'write')
      return { items: parseWritten(answer, wire.batched).BatchItemResponse, now: answer.sentAt + answer.took }
    },
  }
}

/** A count without its rows is an answer we do not understand; of a company's changes, parts hold one kind each. */
function rowsOf(part: z.infer<typeof wire.rows>, kind: string, among = false): readonly unknown[] {
  const found = part[kind]
  if (Array.isArray(found)) return found
  const others = Object.values(part).some(Array.isArray)
  if (found === undefined && ((part.maxResults ?? 0) === 0 || (among && others))) return []
  throw new ConnectorError({ kind: 'surprise', detail: `unexpected answer: no ${kind} where some were counted` })
}

/** Rows are parsed one by one, so that what comes of them is told by the place in the answer. */
export function parsed<T>(schema: z.ZodType<T>, row: unknown): T {
  const read = schema.safeParse(row)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new ConnectorError({
    kind: 'surprise',
    detail: `unexpected answer at ${issue?.path.join('.') || 'its root'}: ${issue?.code ?? 'unknown'}`,
  })
}

function clocks(answer: SendAnswer): { readonly answeredAt: number; readonly askedAt: number } {
  const answeredAt = vendorClock(answer) ?? answer.sentAt + answer.took
  return { answeredAt, askedAt: answeredAt - answer.took }
}
