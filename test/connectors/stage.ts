import type { Paces } from '@/lib/http/pace'
import type { Connector, Grant, Send, Session, Tokens } from '@/lib/model/connector'
import { makeSend } from '@/lib/http/send'
import { makePaces } from '@/lib/http/pace'
import { signed } from '@/lib/http/signed'
import { asFetch } from '@/sandbox/kit/as-fetch'
import type { Clock } from '@/sandbox/kit/clock'
import type { Simulator } from '@/sandbox/kit/simulator'

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
  /** By presence: the grant's tokens, where the vendor has OAuth. */
  readonly tokens?: Tokens
  /** The connector with another page size than its own. */
  openAt(grant: Grant, send: Send, page: number): Session
}

export function sendTo(bench: Pick<Bench, 'connector' | 'simulator' | 'clock' | 'tokens'>, urls: string[] = []): Send {
  const inside = asFetch(bench.simulator.handle)
  const send = makeSend({
    key: 'test',
    limits: bench.connector.limits,
    now: bench.clock.now,
    sleep: bench.clock.sleep,
    timeoutMs: 5_000,
    allowPrivate: true,
    paces: pacesOf(bench.simulator),
    fetch: (url, init) => {
      urls.push(url)
      return inside(url, init)
    },
  })
  return bench.tokens ? signed(send, bench.tokens) : send
}

/** A grant whose one token the vendor does not know, or knows no more. */
export const deadTokens: Tokens = {
  access: () => Promise.resolve('wrong-token'),
  renewed: () => Promise.resolve('wrong-token'),
}

/** All sessions of a bench share the vendor's quota, as those of one connection do. */
const paces = new WeakMap<Simulator, Paces>()
function pacesOf(simulator: Simulator): Paces {
  const known = paces.get(simulator) ?? makePaces()
  paces.set(simulator, known)
  return known
}

export const openSession = (bench: Bench, grant = bench.grant): Session => bench.connector.open(grant, sendTo(bench))
