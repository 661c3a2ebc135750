import { json } from '../kit/server'
import type { Answer } from '../kit/server'

export interface Refusal {
  readonly errno: number
  readonly message: string
  readonly object: string
  readonly field: string
  readonly value: string
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal; readonly status: number }

export const done = <T>(value: T): Result<T> => ({ ok: true, value })

export const missing = (object: string, field: string, id: string): Result<never> => ({
  ok: false,
  status: 404,
  refusal: { errno: 1012, message: `${object} not found.`, object, field, value: id },
})

export const refused = (errno: number, message: string, object: string, field: string, value = ''): Result<never> => ({
  ok: false,
  status: 422,
  refusal: { errno, message, object, field, value },
})

/** The older shape of the accounting service; lists bear it even with a 200. */
export const oldShape = (status: number, refusal: Refusal): Answer => json(status, { response: { errors: [refusal] } })

/** The newer shape, seen where the address itself is wrong. */
export const newShape = (status: number, { errno, ...metadata }: Refusal): Answer =>
  json(status, {
    code: 5,
    message: metadata.message,
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: String(errno),
        domain: 'accounting.api.freshbooks.com',
        metadata,
      },
    ],
  })

export const ofAuth = (status: number, error: string, text: string): Answer =>
  json(status, { error, error_description: text })

export const ofEvents = (status: number, errno: number, message: string, field: string): Answer =>
  json(status, { errno, message, details: [{ field, message }] })
