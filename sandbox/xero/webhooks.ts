import { createHmac, randomBytes } from 'node:crypto'
import type { Clock } from '../kit/clock'

export interface Event {
  readonly resourceUrl: string
  readonly resourceId: string
  readonly tenantId: string
  readonly tenantType: 'ORGANISATION'
  readonly eventCategory: 'CONTACT' | 'INVOICE' | 'CREDITNOTE'
  readonly eventType: 'CREATE' | 'UPDATE'
  readonly eventDateUtc: string
  readonly data?: { readonly Type: string; readonly Status: string }
}

/** One call to a listener: the very bytes and their signature. */
export interface Delivery {
  readonly headers: { readonly 'content-type': string; readonly 'x-xero-signature': string }
  readonly body: string
}

/** One address and one key for all organisations. Events are kept until somebody delivers them, together in one call. */
export function webhooks(clock: Clock, key: string, deliver: typeof fetch) {
  let waiting: readonly Event[] = []
  let sequence = 0
  let url: string | null = null

  const signed = (events: readonly Event[], from: number, by = key): Delivery => {
    const body = JSON.stringify({
      events,
      firstEventSequence: from,
      lastEventSequence: Math.max(from, from + events.length - 1),
      entropy: randomBytes(10).toString('hex').toUpperCase(),
    })
    const signature = createHmac('sha256', by).update(body).digest('base64')
    return { headers: { 'content-type': 'application/json', 'x-xero-signature': signature }, body }
  }
  const post = async (call: Delivery): Promise<number> => {
    if (url === null) throw new Error('No webhook address is set')
    const { status } = await deliver(url, { method: 'POST', headers: call.headers, body: call.body })
    return status
  }

  return {
    note(event: Omit<Event, 'eventDateUtc' | 'tenantType'>): void {
      const eventDateUtc = new Date(clock.now()).toISOString().slice(0, 23)
      waiting = [...waiting, { ...event, tenantType: 'ORGANISATION', eventDateUtc }]
    },
    /** Everything that moved since, as one signed call; null where nothing did. */
    take(): Delivery | null {
      if (waiting.length === 0) return null
      const call = signed(waiting, sequence + 1)
      sequence += waiting.length
      waiting = []
      return call
    },
    /**
     * Saving the address: empty events, some signed with another key. All must be judged right (200 and 401), or the webhook
     * stays off.
     */
    async save(address: string): Promise<boolean> {
      url = address
      const first = sequence + 1
      const good = await Promise.all([post(signed([], first)), post(signed([], first))])
      const bad = await Promise.all([post(signed([], first, `${key}-other`)), post(signed([], first, 'nobody'))])
      const judged = good.every((status) => status === 200) && bad.every((status) => status === 401)
      if (!judged) url = null
      return judged
    },
    async send(call: Delivery): Promise<number> {
      return post(call)
    },
    isOn: (): boolean => url !== null,
  }
}

export type Webhooks = ReturnType<typeof webhooks>
