import { z } from 'zod'
import { vendorClock } from '@/lib/http/answer'
import { hostile } from '@/lib/http/address'
import { parseAnswer, parseWritten } from '@/lib/http/parse'
import type { Grant, Send } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import { door, isFine } from './door'
import { BAD_FILTER, codeOf } from './problem'
import { announced, bulkResult, created, schema } from './wire'
import type { BulkResult } from './wire'

export type Client = ReturnType<typeof client>
export type Resource = 'accounts' | 'contacts' | 'products' | 'salesorders' | 'salesordersLines'

export interface Query {
  readonly where?: string
  readonly order?: string
  readonly page?: number
  readonly count: number
  readonly as?: 'session'
}

export interface Listed<T> {
  readonly rows: readonly T[]
  /** The vendor's clock when it answered, and before it can have looked. */
  readonly answeredAt: number
  readonly lookedAt: number
}

export interface BulkItem {
  readonly guid: string
  readonly id?: number
  readonly data?: Readonly<Record<string, unknown>>
}

/** One function per endpoint, https://developer.forcemanager.com/ */
export function client(grant: Grant, send: Send) {
  const { call, fine, refusal, lists } = door(grant, send)

  return {
    lists,

    /** https://developer.forcemanager.com/ : GET /{resource}; 'bad-filter' where the tenant does not take the filter. */
    async list<T>(resource: string, row: z.ZodType<T>, query: Query): Promise<Listed<T> | 'bad-filter'> {
      const { where, order, page = 0, count, as } = query
      const asked = { ...(where ? { where } : {}), ...(order ? { order } : {}), page: String(page), lang: 'en' }
      const size = String(count)
      const answer = await call(`${resource}?${new URLSearchParams(asked)}`, {
        // The vendor's spec names one header, its landing page the other.
        headers: { count: size, 'x-fm-entity-count': size },
        ...(as ? { as } : {}),
      })
      if (codeOf(answer) === BAD_FILTER) return 'bad-filter'
      if (!isFine(answer)) throw refusal(answer)
      const rows = parseAnswer(answer, z.array(row))
      const answeredAt = vendorClock(answer)
      if (answeredAt === null) throw new ConnectorError({ kind: 'surprise', detail: 'an answer without date' })
      return { rows, answeredAt, lookedAt: answeredAt - answer.took }
    },

    /** https://www.withone.ai/knowledge/sage-sales-management : POST|PUT|DELETE /{resource}/bulk */
    async bulk(resource: Resource, method: 'POST' | 'PUT' | 'DELETE', items: readonly BulkItem[]) {
      const answer = await fine(`${resource}/bulk`, { method, body: JSON.stringify(items) })
      return parseWritten<readonly BulkResult[]>(answer, z.array(bulkResult))
    },

    /** https://www.withone.ai/knowledge/sage-sales-management : GET /{resource}/schema */
    schema: async (resource: Resource) => parseAnswer(await fine(`${resource}/schema`, { as: 'session' }), schema),

    /** https://developer.forcemanager.com/ : POST /{resource} for extra fields, list values and the product we need */
    async create(path: string, body: Readonly<Record<string, unknown>>): Promise<number> {
      const answer = await fine(path, { method: 'POST', body: JSON.stringify(body), as: 'session' })
      return parseWritten(answer, created).id
    },

    /** https://www.withone.ai/knowledge/sage-sales-management : POST /products/{id}/documents, then PUT to the storage */
    async picture(productId: number, bytes: Uint8Array): Promise<void> {
      const body = JSON.stringify({
        name: `product-${productId}${extensionOf(bytes)}`,
        isCarrousel: true,
        folderId: '-1',
      })
      const answer = await fine(`products/${productId}/documents`, { method: 'POST', body })
      const { locator } = parseWritten(answer, announced)
      refuseForeign(locator, grant.baseUrl)
      const headers = { 'content-type': 'application/octet-stream', 'content-length': String(bytes.byteLength) }
      const stored = await send({ method: 'PUT', url: locator, headers, body: bytes, as: 'write' })
      // A proxy's page, whatever its status, did not store anything.
      const isPage = /html/i.test(stored.headers['content-type'] ?? '')
      if (!isFine(stored) || isPage)
        throw new ConnectorError({ kind: 'unreachable', detail: `storage HTTP ${stored.status}` })
    },
  }
}

/** The storage is on a host of its own: any public one, or the simulator that we talk to anyway. */
function refuseForeign(locator: string, baseUrl: string): void {
  const same = URL.canParse(locator) && new URL(locator).origin === new URL(baseUrl).origin
  if (!same && hostile(locator) !== null)
    throw new ConnectorError({ kind: 'surprise', detail: 'storage address refused' })
}

const SIGNATURES: readonly (readonly [string, readonly number[]])[] = [
  ['.png', [0x89, 0x50, 0x4e, 0x47]],
  ['.jpg', [0xff, 0xd8, 0xff]],
  ['.gif', [0x47, 0x49, 0x46]],
  ['.webp', [0x52, 0x49, 0x46, 0x46]],
]

const extensionOf = (bytes: Uint8Array): string =>
  SIGNATURES.find(([, signature]) => signature.every((byte, at) => bytes[at] === byte))?.[0] ?? ''
