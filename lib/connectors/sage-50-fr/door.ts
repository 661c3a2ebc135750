import type { z } from 'zod'
import { parseWritten } from '@/lib/http/parse'
import type { Grant, Send, SendAnswer, SendRequest } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import { refusalOf } from './problem'
import type { Refusal } from './problem'

/** A record, or why the gateway would not write it. */
export type Written<T> = { readonly ok: true; readonly record: T } | ({ readonly ok: false } & Refusal)

/** Signs every request; `fieldOf` turns a field that the gateway names into our key. */
export function door(grant: Grant, send: Send, fieldOf: (path: string, champ: string) => string) {
  const secrets = Object.values(grant.secrets)
  const call = (path: string, rest: Partial<SendRequest> = {}): Promise<SendAnswer> =>
    send({
      method: 'GET',
      url: `${grant.baseUrl}/v1${path}`,
      ...rest,
      headers: { authorization: `Bearer ${grant.secrets['key'] ?? ''}`, accept: 'application/json', ...rest.headers },
    })
  const inside = (path: string): string => `/dossiers/${encodeURIComponent(companyOf(grant))}/${path}`
  const refusal = (answer: SendAnswer, path: string) => refusalOf(answer, (champ) => fieldOf(path, champ), secrets)
  const get = async (path: string, rest: Partial<SendRequest> = {}, entity = ''): Promise<SendAnswer> => {
    const answer = await call(path, rest)
    if (isFine(answer)) return answer
    throw new ConnectorError(refusal(answer, entity).problem)
  }
  const put = async <T>(path: string, rest: Partial<SendRequest>, body: unknown, schema: z.ZodType<T>, url: string) => {
    const headers = { 'content-type': 'application/json', ...rest.headers }
    const answer = await call(inside(url), { ...rest, headers, body: JSON.stringify(body) })
    if (isFine(answer)) return { ok: true, record: parseWritten(answer, schema) } satisfies Written<T>
    return { ok: false, ...refusal(answer, path) } satisfies Written<T>
  }
  return { call, inside, refusal, get, put }
}

export const isFine = ({ status }: SendAnswer): boolean => status >= 200 && status < 300

function companyOf({ company }: Grant): string {
  if (company === null) throw new ConnectorError({ kind: 'forbidden', scope: 'dossier' })
  return company
}
