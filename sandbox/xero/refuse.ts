import { randomUUID } from 'node:crypto'
import { json } from '../kit/server'
import type { Answer } from '../kit/server'

/** One element of a write: the record as it will be shown, or why it is not taken. */
export type Verdict<T> =
  { readonly ok: true; readonly row: T } | { readonly ok: false; readonly messages: readonly string[] }

export const taken = <T>(row: T): Verdict<T> => ({ ok: true, row })
export const refused = (
  ...messages: readonly string[]
): { readonly ok: false; readonly messages: readonly string[] } => ({
  ok: false,
  messages,
})

/** The gateway's own refusals, for tokens and organisations. */
export const gateSays = (status: 401 | 403, detail: string): Answer =>
  json(status, {
    Type: null,
    Title: status === 401 ? 'Unauthorized' : 'Forbidden',
    Status: status,
    Detail: detail,
    Instance: randomUUID(),
    Extensions: {},
  })

export const validation = (elements: readonly object[]): Answer =>
  json(400, {
    ErrorNumber: 10,
    Type: 'ValidationException',
    Message: 'A validation exception occurred',
    Elements: elements,
  })

export const badQuery = (message: string): Answer =>
  json(400, { ErrorNumber: 16, Type: 'QueryParseException', Message: message })

export const badBody = (message: string): Answer =>
  json(400, { ErrorNumber: 17, Type: 'PostDataInvalidException', Message: message })

export const notFound = (): Answer => ({
  status: 404,
  headers: { 'content-type': 'text/html' },
  body: 'The resource you are looking for could not be found',
})
