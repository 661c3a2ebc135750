import { createHash } from 'node:crypto'
import type { Answer, Request } from '../kit/server'
import type { Crm } from './crm'
import { NO_SUCH_THING, done, refuse } from './model'
import type { Actor, Result, Row } from './model'

export interface Documents {
  /** First step: announce a file, get the address to put its bytes to. */
  announce(body: unknown, owner: Owner | null, origin: string, by: Actor): Result<{ id: number; locator: string }>
  belongsTo(owner: Owner): (row: Row) => boolean
  /** Second step, on the storage's own host: no session key, no pace. */
  storage(request: Request): Answer
  bytes(id: number): Uint8Array | null
}

export interface Owner {
  readonly resource: string
  readonly id: number
}

export const STORAGE = '/_storage/'

/** Resources with `POST /{resource}/{id}/documents`. https://www.withone.ai/knowledge/sage-sales-management */
export const WITH_DOCUMENTS = new Set(['accounts', 'salesorders', 'products'])

const EXPIRES_SECONDS = 604_800

export function documents(crm: Crm): Documents {
  const files = new Map<number, Uint8Array>()
  const resource = crm.resource('documents')
  const signature = (id: number, signedAt: number) =>
    createHash('sha256').update(`${id}|${signedAt}|storage`).digest('hex')
  const belongs = (row: Row, owner: Owner | null) =>
    (row['entity'] ?? null) === (owner?.resource ?? null) && (row['entityId'] ?? null) === (owner?.id ?? null)

  return {
    belongsTo: (owner) => (row) => belongs(row, owner),
    bytes: (id) => files.get(id) ?? null,
    announce(body, owner, origin, by) {
      if (!resource) return refuse('documents', NO_SUCH_THING)
      if (owner && !crm.table(owner.resource).get(owner.id)) {
        return refuse(`${owner.resource} ${owner.id} does not exist`, NO_SUCH_THING)
      }
      const created = crm.create(resource, body, by)
      if (!created.ok) return created
      const { id } = created.value
      const extension = /\.(\w+)$/.exec(String(created.value['name']))?.[1]?.toLowerCase() ?? null
      crm.put(resource, { ...created.value, extension, entity: owner?.resource ?? null, entityId: owner?.id ?? null })
      const signedAt = crm.now()
      const query = new URLSearchParams({
        'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
        'X-Amz-Date': String(signedAt),
        'X-Amz-Expires': String(EXPIRES_SECONDS),
        'X-Amz-Signature': signature(id, signedAt),
      })
      return done({ id, locator: `${origin}${STORAGE}${id}?${query.toString()}` })
    },
    storage(request) {
      const id = Number(request.path.slice(STORAGE.length))
      const row = crm.table('documents').get(id)
      const signedAt = Number(request.query.get('X-Amz-Date'))
      const genuine = request.query.get('X-Amz-Signature') === signature(id, signedAt)
      if (!row || !resource || !genuine || request.method !== 'PUT') return denied('SignatureDoesNotMatch')
      if (crm.now() > signedAt + EXPIRES_SECONDS * 1000) return denied('AccessDenied')
      files.set(id, request.body)
      crm.put(resource, { ...row, size: request.body.byteLength })
      return { status: 200 }
    },
  }
}

const denied = (code: string): Answer => ({
  status: 403,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`,
})
