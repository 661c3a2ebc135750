import type { Clock } from '../kit/clock'

export interface Delivery {
  readonly hook: number
  readonly url: string
  readonly body: string
  readonly at: number
  readonly outcome: 'pending' | number | string
}

/** How badly deliveries behave: copies of each, and how late they come. */
export interface Manner {
  readonly copies: number
  readonly delayMs: number
}

export interface Post {
  send(hook: { readonly id: number; readonly url: string }, body: string): void
  deliveries(): readonly Delivery[]
  setManner(manner: Manner): void
  /** Once every delivery under way has its answer. */
  quiet(): Promise<void>
}

/** Carries webhooks out. A listener that does not answer is noted and not tried again: retries are unpublished. */
export function post(clock: Clock, deliver: typeof fetch): Post {
  let manner: Manner = { copies: 1, delayMs: 0 }
  const sent: Delivery[] = []
  const underWay = new Set<Promise<void>>()
  const carry = async (hook: number, url: string, body: string, index: number) => {
    const note = (outcome: Delivery['outcome']) => {
      sent[index] = { hook, url, body, at: clock.now(), outcome }
    }
    note('pending')
    try {
      await clock.sleep(manner.delayMs)
      const answer = await deliver(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
      note(answer.status)
    } catch (error) {
      note(String(error))
    }
  }
  return {
    send({ id, url }, body) {
      for (let copy = 0; copy < manner.copies; copy += 1) {
        const work = carry(id, url, body, sent.length).finally(() => underWay.delete(work))
        underWay.add(work)
      }
    },
    deliveries: () => sent,
    setManner: (next) => {
      manner = next
    },
    quiet: async () => {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
