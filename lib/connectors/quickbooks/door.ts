import type { Grant, Send, SendAnswer, SendRequest } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import { refusalOf } from './problem'

/** The base that Intuit honours since August 2025; lower numbers are ignored. */
const MINOR_VERSION = '75'

/** Every call goes to the one company of the grant; what is refused is thrown as the problem it is. */
export function door(grant: Grant, send: Send) {
  const company = companyOf(grant)
  const call = async (
    path: string,
    query: Readonly<Record<string, string>>,
    rest: Partial<SendRequest> = {},
  ): Promise<SendAnswer> => {
    const asked = new URLSearchParams({ ...query, minorversion: MINOR_VERSION })
    const answer = await send({
      method: 'GET',
      url: `${grant.baseUrl}/v3/company/${encodeURIComponent(company)}${path}?${asked}`,
      ...rest,
      // Without it the answer is XML.
      headers: { accept: 'application/json', ...rest.headers },
    })
    const problem = refusalOf(answer)
    if (problem) throw new ConnectorError(problem)
    return answer
  }
  const post = (path: string, query: Readonly<Record<string, string>>, body: unknown, as: 'read' | 'write') =>
    call(path, query, {
      method: 'POST',
      as,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  return { company, call, post }
}

/** One consent opens one company, told once at the consent and never in a token. */
function companyOf({ company, consent }: Grant): string {
  const told = consent?.['realmId'] ?? company
  if (told === null || told === '') throw new ConnectorError({ kind: 'signed-out' })
  return told
}
