import { makePaces } from '@/lib/http/pace'
import type { Paces } from '@/lib/http/pace'
import { makeSend } from '@/lib/http/send'
import type { Call } from '@/lib/http/send'
import type { Send, SendAnswer, SendRequest } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import type { Simulator } from '@/sandbox/kit/simulator'
import type { Reached } from './stage'

export const manners = ['bare', 'paced'] as const
export type Manner = (typeof manners)[number]

/** The house's door: paced by the connector's own rates, timed out, every call recorded. */
export function pacedSend(bench: Reached, fetch: typeof globalThis.fetch, calls: Call[] = []): Send {
  const { connector, clock, grant } = bench
  return makeSend({
    key: 'test',
    limits: { ...connector.limits, rates: connector.rates?.(grant) ?? connector.limits.rates },
    now: clock.now,
    sleep: clock.sleep,
    timeoutMs: 5_000,
    allowPrivate: true,
    paces: pacesOf(bench.simulator),
    fetch,
    onCall: (call) => calls.push(call),
  })
}

/** All sessions of a bench share the vendor's quota, as those of one connection do. */
const paces = new WeakMap<Simulator, Paces>()
function pacesOf(simulator: Simulator): Paces {
  const known = paces.get(simulator) ?? makePaces()
  paces.set(simulator, known)
  return known
}

/** No door at all: one call after the other, each so late that no rate is ever reached. */
export function bareSend({ connector, clock, grant }: Reached, fetch: typeof globalThis.fetch): Send {
  const rates = connector.rates?.(grant) ?? connector.limits.rates
  const unhurried = Math.ceil(Math.max(0, ...rates.map(({ calls, seconds }) => (seconds * 1000) / calls)))
  let tail: Promise<unknown> = Promise.resolve()
  const call = (request: SendRequest): Promise<SendAnswer> => {
    const turn = tail.then(async () => {
      await clock.sleep(unhurried)
      return answerOf(fetch, request, clock.now())
    })
    tail = turn.then(
      () => undefined,
      () => undefined,
    )
    return turn
  }
  return Object.assign(call, { now: clock.now, sleep: clock.sleep })
}

async function answerOf(fetch: typeof globalThis.fetch, request: SendRequest, sentAt: number): Promise<SendAnswer> {
  const { method, url, headers = {}, body } = request
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }
  try {
    const answer = await fetch(url, { method, headers: { ...headers }, ...sent })
    const bytes = new Uint8Array(await answer.arrayBuffer())
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: bytes, sentAt, took: 0 }
  } catch (error) {
    if (error instanceof TypeError) throw new ConnectorError({ kind: 'unreachable' })
    throw error
  }
}
