import type { Send, SendAnswer, SendRequest, Tokens } from '../model/connector'

/** A `send` that signs every call with the grant's token; a refused token is replaced once, and the call repeated once. */
export function signed(send: Send, tokens: Tokens): Send {
  const call = async (request: SendRequest): Promise<SendAnswer> => {
    const token = await tokens.access()
    const answer = await send(bearing(request, token))
    // 401 is a definite refusal: nothing was done, so that even a write may be repeated.
    return answer.status === 401 ? send(bearing(request, await tokens.renewed(token))) : answer
  }
  return Object.assign(call, { now: send.now, sleep: send.sleep })
}

const bearing = (request: SendRequest, token: string): SendRequest => ({
  ...request,
  headers: { ...request.headers, authorization: `Bearer ${token}` },
})
