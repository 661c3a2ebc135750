import type { Send, SendAnswer, SendRequest } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import { hostile } from './address'
import { processPaces, type Clock, type Paces, type Pacing } from './pace'
import { publicFetch } from './public-fetch'

export interface FetchInit {
  readonly method: string
  readonly headers: Record<string, string>
  readonly body?: string | Uint8Array<ArrayBuffer>
  readonly redirect: 'manual'
  readonly signal: AbortSignal
}
export type Fetch = (url: string, init: FetchInit) => Promise<Response>

/** One vendor call as it is counted: no query, no header, no body. Status null: no answer came. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly as: 'read' | 'write' | 'session'
  readonly status: number | null
  readonly took: number
}

/** What is shared with other servers and lasts longer than this process. `inside`: calls under way here, as of when it is asked. */
export interface Budget {
  /** Counts one call, after a short wait where one is due; throws `slow-down` where it would be long. */
  spend(as: 'read' | 'write', inside: () => number): Promise<void>
  /** What the vendor says of its limits in an answer. */
  heard(answer: SendAnswer): Promise<void>
  /** A call is over. */
  left(inside: () => number): Promise<void>
}

export interface SendOptions extends Clock {
  /** Whose quota it is: the connection's id. */
  readonly key: string
  readonly limits: Pacing
  readonly timeoutMs: number
  /** While the simulators' switch is on: plain http and private addresses. */
  readonly allowPrivate: boolean
  /** Absent: the global fetch, or the guarded one where private addresses are refused. */
  readonly fetch?: Fetch
  readonly onCall?: (call: Call) => void
  readonly paces?: Paces
  readonly budget?: Budget
  /** Calls `stop` after so long and returns what cancels it; a test hands in its own clock's. */
  readonly timer?: (ms: number, stop: () => void) => () => void
}

/** A thousand documents with their lines are some ten million bytes. */
const MOST_BYTES = 32 * 1024 * 1024

/** The one door to every vendor: paced, timed out, without redirects, closed to private addresses. */
export function makeSend(options: SendOptions): Send {
  const { now, sleep, key, onCall, budget, paces = processPaces } = options
  const fetch = options.fetch ?? (options.allowPrivate ? globalThis.fetch : publicFetch)
  const pace = paces.of(key, budget ? ownPart(options.limits) : options.limits)
  const admitted = budget && ((as: 'read' | 'write') => budget.spend(as, pace.inside))
  const call = async (request: SendRequest): Promise<SendAnswer> => {
    const refused = options.allowPrivate ? null : hostile(request.url)
    if (refused !== null) throw new ConnectorError({ kind: 'unreachable', detail: refused })
    const as = request.as ?? (request.method === 'GET' ? 'read' : 'write')
    const leave = await pace.enter(as === 'write' ? 'write' : 'read', { now, sleep }, admitted)
    const sentAt = now()
    let status: number | null = null
    try {
      const response = await within(options, (signal) => answerOf(fetch, request, signal))
      status = response.status
      const answer = { ...response, sentAt, took: now() - sentAt }
      await budget?.heard(answer)
      return answer
    } finally {
      leave()
      onCall?.({ method: request.method, path: new URL(request.url).pathname, as, status, took: now() - sentAt })
      await budget?.left(pace.inside)
    }
  }
  return Object.assign(call, { now, sleep })
}

/** What is over in less than a minute each server minds by itself, too: one that is alone need not ask for every call. */
const ownPart = (limits: Pacing): Pacing => ({ ...limits, rates: limits.rates.filter(({ seconds }) => seconds < 60) })

type Bare = Omit<SendAnswer, 'sentAt' | 'took'>

async function within(options: SendOptions, work: (signal: AbortSignal) => Promise<Bare>): Promise<Bare> {
  const stop = new AbortController()
  const cancel = (options.timer ?? realTimer)(options.timeoutMs, () => stop.abort())
  try {
    return await work(stop.signal)
  } catch (error) {
    if (error instanceof ConnectorError) throw error
    throw new ConnectorError({ kind: 'unreachable', detail: stop.signal.aborted ? 'timeout' : codeOf(error) })
  } finally {
    cancel()
  }
}

async function answerOf(fetch: Fetch, request: SendRequest, signal: AbortSignal): Promise<Bare> {
  const { method, url, headers = {}, body } = request
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }
  const response = await fetch(url, { method, headers: { ...headers }, redirect: 'manual', signal, ...sent })
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await bytesOf(response),
  }
}

async function bytesOf(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > MOST_BYTES) throw new ConnectorError({ kind: 'surprise', detail: 'answer too large' })
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks, size))
}

function realTimer(ms: number, stop: () => void): () => void {
  const timer = setTimeout(stop, ms)
  return () => clearTimeout(timer)
}

/** Only the system's code: messages of HTTP clients may carry the request. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null
  return typeof code === 'string' && /^[A-Z0-9_]+$/.test(code) ? code : 'no-answer'
}
