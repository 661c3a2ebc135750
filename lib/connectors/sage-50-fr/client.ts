import type { z } from 'zod'
import { vendorClock } from '@/lib/http/answer'
import { parseAnswer } from '@/lib/http/parse'
import type { Grant, Send } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import { door, isFine } from './door'
import type { Written } from './door'
import { dossiers, liste, meta, orGone, status } from './wire'
import type { Gone, Liste } from './wire'

export type Client = ReturnType<typeof client>

/** Of a picture, in bytes: it travels whole with its product. */
const LARGEST = 10 * 1024 * 1024

/** One function per endpoint. The contract is ours: gateway/contract.json, beside each call its path in it. */
export function client(grant: Grant, send: Send, fieldOf: (path: string, champ: string) => string) {
  const { call, inside, refusal, get, put } = door(grant, send, fieldOf)
  return {
    /** gateway/contract.json#/paths GET /v1/status */
    status: async () => parseAnswer(await get('/status', { as: 'session' }), status),

    /** gateway/contract.json#/paths GET /v1/dossiers */
    dossiers: async () => parseAnswer(await get('/dossiers', { as: 'session' }), dossiers),

    /** gateway/contract.json#/paths GET /v1/dossiers/{d}/meta */
    meta: async () => parseAnswer(await get(inside('meta'), { as: 'session' }), meta),

    /** gateway/contract.json#/paths GET /v1/dossiers/{d}/{entity}; null where the cursor is too old. */
    async feed<T>(path: string, record: z.ZodType<T>, curseur: string | null, limite: number, as?: 'session') {
      const query = new URLSearchParams({ limite: String(limite), ...(curseur === null ? {} : { curseur }) })
      const answer = await call(inside(`${path}?${query}`), as ? { as } : {})
      if (isFine(answer)) {
        const answeredAt = vendorClock(answer) ?? answer.sentAt + answer.took
        return { list: parseAnswer(answer, liste(record)), answeredAt }
      }
      const { code, problem } = refusal(answer, path)
      if (code === 'curseur_expire') return null
      throw new ConnectorError(problem)
    },

    /** gateway/contract.json#/paths GET /v1/dossiers/{d}/{entity}/{id}; null where there is none. */
    async one<T>(path: string, record: z.ZodType<T>, id: string): Promise<T | Gone | null> {
      const answer = await call(inside(`${path}/${encodeURIComponent(id)}`))
      if (isFine(answer)) return parseAnswer(answer, orGone(record))
      const { code, problem } = refusal(answer, path)
      if (code === 'inconnu') return null
      throw new ConnectorError(problem)
    },

    /** gateway/contract.json#/paths GET /v1/dossiers/{d}/{entity}?code= and ?ref= */
    async search<T>(path: string, record: z.ZodType<T>, by: 'code' | 'ref', value: string): Promise<Liste<T>> {
      const query = new URLSearchParams({ [by]: value })
      return parseAnswer(await get(inside(`${path}?${query}`), {}, path), liste(record))
    },

    /** gateway/contract.json#/paths POST /v1/dossiers/{d}/{entity} */
    create: <T>(path: string, record: z.ZodType<T>, body: unknown, key: string): Promise<Written<T>> =>
      put(path, { method: 'POST', headers: { 'idempotency-key': key } }, body, record, path),

    /** gateway/contract.json#/paths PUT /v1/dossiers/{d}/{entity}/{id} */
    replace: <T>(path: string, record: z.ZodType<T>, id: string, body: unknown, version: string): Promise<Written<T>> =>
      put(path, { method: 'PUT', headers: { 'if-match': version } }, body, record, `${path}/${encodeURIComponent(id)}`),

    /** gateway/contract.json#/paths GET /v1/dossiers/{d}/articles/{id}/image; null where there is none. */
    async image(id: string): Promise<Uint8Array | null> {
      const answer = await get(inside(`articles/${encodeURIComponent(id)}/image`), {}, 'articles')
      if (answer.status === 204) return null
      if (answer.body.byteLength > LARGEST) throw new ConnectorError({ kind: 'surprise', detail: 'picture too large' })
      // A proxy's page, whatever its status, is no picture.
      if (!/html/i.test(answer.headers['content-type'] ?? '')) return answer.body
      throw new ConnectorError({ kind: 'unreachable', detail: 'HTML instead of a picture' })
    },
  }
}
