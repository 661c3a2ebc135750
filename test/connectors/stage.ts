import type { Connector, Grant, Send, Session, Tokens, WebhookCall } from '@/lib/model/connector'
import { signed } from '@/lib/http/signed'
import type { Call } from '@/lib/http/send'
import { asFetch } from '@/sandbox/kit/as-fetch'
import type { Clock } from '@/sandbox/kit/clock'
import type { OAuthAdmin } from '@/sandbox/kit/oauth'
import type { Simulator } from '@/sandbox/kit/simulator'
import { bareSend, pacedSend } from './manners'
import type { Manner } from './manners'
import { consented } from './consented'

/** A clock that jumps to the end of every sleep: nobody waits, and every wait is still counted. */
export interface JumpingClock extends Clock {
  advance(ms: number): void
}

export function jumpingClock(start = Date.UTC(2026, 10, 21, 9)): JumpingClock {
  let time = start
  return {
    now: () => time,
    async sleep(ms) {
      time += ms
      await Promise.resolve()
    },
    advance: (ms) => void (time += ms),
  }
}

/** One vendor in process, one connection to it. */
export interface Bench {
  readonly connector: Connector
  readonly simulator: Simulator
  readonly clock: JumpingClock
  readonly grant: Grant
  /** By presence: the vendor's authorisation server, and who we are to it. Tokens then come from a consent of its own. */
  readonly oauth?: OAuthDesk
  /** By presence: these tokens instead of the consent's. */
  readonly tokens?: Tokens
  /** By presence: a webhook exactly as the vendor would send it now, and the key it is proven by. */
  readonly webhook?: () => Promise<{ readonly call: WebhookCall; readonly key: string }>
  /** `bare`: straight to the vendor, one unhurried call after the other; `paced`: through the house's own door, which records. */
  readonly manner?: Manner
  /** The connector with another page size than its own. */
  openAt(grant: Grant, send: Send, page: number): Session
}

export interface OAuthDesk {
  readonly admin: OAuthAdmin
  readonly client: { readonly id: string; readonly secret: string }
}

export interface Spy {
  readonly urls?: string[]
  readonly calls?: Call[]
  /** Changes the vendor's JSON on its way to us. */
  readonly tamper?: (body: unknown) => unknown
}

export type Reached = Pick<Bench, 'connector' | 'simulator' | 'clock' | 'grant' | 'oauth' | 'tokens' | 'manner'>

export function sendTo(bench: Reached, spy: Spy | string[] = {}): Send {
  const { urls, calls, tamper } = Array.isArray(spy) ? { urls: spy } : spy
  const inside = asFetch(bench.simulator.handle)
  const fetch: typeof globalThis.fetch = async (url, init) => {
    urls?.push(askedOf(String(url), init))
    const answer = await inside(url, init)
    return tamper ? tampered(answer, tamper) : answer
  }
  const send = bench.manner === 'bare' ? bareSend(bench, fetch) : pacedSend(bench, fetch, calls)
  const tokens = bench.tokens ?? (bench.oauth ? consented(bench, bench.oauth) : null)
  return tokens ? signed(send, tokens) : send
}

/** A place in a feed may travel in the address or in its header. */
function askedOf(url: string, init: RequestInit | undefined): string {
  const since = new Headers(init?.headers).get('if-modified-since')
  return since === null ? url : `${url} since ${since}`
}

async function tampered(answer: Response, tamper: (body: unknown) => unknown): Promise<Response> {
  const text = await answer.clone().text()
  if (!/json/.test(answer.headers.get('content-type') ?? '') || text === '') return answer
  // Ids beyond what a double can hold pass through untouched.
  const held = text.replace(/("(?:[^"\\]|\\.)*")|-?\d{16,}/g, (whole, quoted) => (quoted ? whole : `"\u00a7${whole}"`))
  const changed = JSON.stringify(tamper(JSON.parse(held))).replace(/"\u00a7(-?\d+)"/g, '$1')
  const { status, headers } = answer
  return new Response(changed, { status, headers })
}

/** A grant whose one token the vendor does not know, or knows no more. */
export const deadTokens: Tokens = {
  access: () => Promise.resolve('wrong-token'),
  renewed: () => Promise.resolve('wrong-token'),
}

export const openSession = (bench: Bench, grant = bench.grant): Session => bench.connector.open(grant, sendTo(bench))
