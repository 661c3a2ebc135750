import type { z } from 'zod'
import { parseAnswer, parseWritten, textOf } from '@/lib/http/parse'
import type { Grant, Send, SendAnswer, SendRequest } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import { problemOf } from './problem'

export type Door = ReturnType<typeof door>

/** Every call of the API below the customer's own address; the handed-in `send` signs it. */
export function door(grant: Grant, send: Send) {
  const base = addressOf(grant)
  const secrets = Object.values(grant.secrets)
  const headers = { accept: 'application/json', 'content-type': 'application/json' }
  const call = (path: string, rest: Partial<SendRequest> = {}): Promise<SendAnswer> =>
    send({ method: 'GET', url: `${base}/${path}`, headers, ...rest })
  const refusal = (answer: SendAnswer): ConnectorError => new ConnectorError(problemOf(answer, secrets))
  const fine = async (path: string, rest: Partial<SendRequest> = {}): Promise<SendAnswer> => {
    const answer = await call(path, rest)
    if (answer.status >= 200 && answer.status < 300) return exact(answer)
    throw refusal(answer)
  }
  return {
    now: send.now,
    sleep: send.sleep,
    secrets,
    fine,
    get: async <T>(path: string, schema: z.ZodType<T>, as?: 'session'): Promise<T> =>
      parseAnswer(await fine(path, as ? { as } : {}), schema),
    /** A write that was accepted: unreadable, it leaves open what happened. */
    put: async <T>(method: 'POST' | 'PUT', path: string, body: unknown, schema: z.ZodType<T>): Promise<T> =>
      parseWritten(await fine(path, { method, body: JSON.stringify(body) }), schema),
    /** A question that needs a body. */
    ask: async <T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T> =>
      parseAnswer(await fine(path, { method: 'POST', body: JSON.stringify(body), as: 'read' }), schema),
  }
}

/** The customer's label stands in the address; one part of a host name and nothing else. */
function addressOf({ baseUrl, secrets }: Grant): string {
  const label = secrets['domain'] ?? ''
  if (!baseUrl.includes('{domain}')) return baseUrl
  if (/^[a-z0-9](-?[a-z0-9])*$/i.test(label)) return baseUrl.replace('{domain}', label)
  throw new ConnectorError({ kind: 'rejected', field: 'domain', detail: 'not a name of a host' })
}

const encoder = new TextEncoder()

/** Whole numbers that a double would bend are put in quotes before JSON reads them; digits behind a point are none. */
function exact(answer: SendAnswer): SendAnswer {
  const text = textOf(answer)
  if (text === undefined || !/\d{16}/.test(text)) return answer
  const held = text.replace(/("(?:[^"\\]|\\.)*")|(?<![.\d])-?\d{16,}(?![.\deE])/g, (whole, quoted) =>
    quoted === undefined ? `"${whole}"` : whole,
  )
  const headers = { ...answer.headers, 'content-type': 'application/json; charset=utf-8' }
  return { ...answer, headers, body: encoder.encode(held) }
}
