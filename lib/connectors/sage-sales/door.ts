import { parseAnswer } from '@/lib/http/parse'
import type { Grant, Send, SendAnswer, SendRequest } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import { problemOf } from './problem'
import { sharedToken } from './token'
import { token } from './wire'

/** Logs in, signs every request and logs in again once where the vendor forgot us. */
export function door(grant: Grant, send: Send) {
  const secrets = Object.values(grant.secrets)
  const url = (path: string): string => `${grant.baseUrl}/${path}`
  const json = { accept: 'application/json', 'content-type': 'application/json' }

  /** https://developer.forcemanager.com/ : POST /login with the key pair */
  const login = async (): Promise<string> => {
    const { publicKey: username, privateKey: password } = grant.secrets
    const body = JSON.stringify({ username, password })
    const answer = await send({ method: 'POST', url: url('login'), headers: json, body, as: 'session' })
    if (isFine(answer)) return parseAnswer(answer, token).token
    const problem = problemOf(answer, secrets)
    const refusedKeys = problem.kind === 'rejected' || problem.kind === 'surprise' || problem.kind === 'missing'
    throw new ConnectorError(refusedKeys ? { kind: 'signed-out' } : problem)
  }
  const session = sharedToken(grant, send, login)

  /** Signed; a token that ran out is renewed once. */
  const call = async (path: string, rest: Partial<SendRequest> = {}): Promise<SendAnswer> => {
    const signed = (key: string): Promise<SendAnswer> =>
      send({ method: 'GET', url: url(path), ...rest, headers: { ...json, ...rest.headers, 'x-session-key': key } })
    const key = await session.get()
    const answer = await signed(key)
    return answer.status === 401 ? signed(await session.renew(key)) : answer
  }
  const fine = async (path: string, rest: Partial<SendRequest> = {}): Promise<SendAnswer> => {
    const answer = await call(path, rest)
    if (isFine(answer)) return answer
    throw new ConnectorError(problemOf(answer, secrets))
  }
  const refusal = (answer: SendAnswer): ConnectorError => new ConnectorError(problemOf(answer, secrets))
  return { call, fine, refusal, lists: session.lists }
}

export const isFine = ({ status }: SendAnswer): boolean => status >= 200 && status < 300
