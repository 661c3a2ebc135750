import type { Side } from '@/lib/model/words'
import type { TestClock } from './corridor'

/** How a write goes wrong although the vendor does it: its answer is lost, or it is done long after we gave up waiting. */
export type Mishap = 'answer lost' | 'done late'

type Send = () => Promise<Response>

/** Strikes the next write to a side, whatever path the vendor has for it. */
export interface Mishaps {
  strike(side: Side, mishap: Mishap): void
  /** Whether a mishap still waits for a write. */
  pending(): boolean
  /** What was to be done late is done now. */
  arrive(): Promise<void>
  around(side: Side, url: string, init: { readonly method?: string | undefined }, send: Send): Promise<Response>
}

/** Tokens, and questions that are asked with a body. */
const noWrite = /oauth|token|filtered_search/i

export function mishaps(clock: TestClock): Mishaps {
  let next: { readonly side: Side; readonly mishap: Mishap } | null = null
  let late: Send | null = null
  return {
    strike: (side, mishap) => void (next = { side, mishap }),
    pending: () => next !== null || late !== null,
    async arrive() {
      await late?.()
      late = null
    },
    async around(side, url, { method = 'GET' }, send) {
      if (next?.side !== side || method === 'GET' || noWrite.test(url)) return send()
      const { mishap } = next
      next = null
      if (mishap === 'answer lost') await send()
      else {
        late = send
        await clock.sleep(30_000)
      }
      throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })
    },
  }
}
