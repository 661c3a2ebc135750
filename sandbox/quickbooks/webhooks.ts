import { createHash, createHmac } from 'node:crypto'
import type { Company, Event } from './company'

/** A call that the vendor makes to us. */
export interface Delivery {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** CloudEvents 1.0, one array for all companies that have news: https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks */
export function delivered(companies: readonly Company[], verifier: string): Delivery {
  const events = companies.flatMap((each) => each.takeEvents().map((event) => cloudEvent(each, event)))
  return signed(JSON.stringify(events), verifier)
}

/** At least once and in no order: the last event first, and one of them twice. */
export function movedForward(delivery: Delivery, verifier: string): Delivery {
  const events = JSON.parse(delivery.body) as readonly unknown[] // our own text, written above
  const turned = [...events].reverse()
  return signed(JSON.stringify([...turned, ...turned.slice(0, 1)]), verifier)
}

const signed = (body: string, verifier: string): Delivery => ({
  headers: {
    'content-type': 'application/json; charset=utf-8',
    'intuit-signature': createHmac('sha256', verifier).update(body).digest('base64'),
  },
  body,
})

function cloudEvent({ settings }: Company, event: Event) {
  const text = `${settings.id} ${event.kind} ${event.id} ${event.verb} ${event.at}`
  return {
    specversion: '1.0',
    id: createHash('sha256').update(text).digest('hex').slice(0, 32),
    source: `intuit.${createHash('sha256').update(settings.id).digest('base64url').slice(0, 20)}`,
    type: `qbo.${event.kind.toLowerCase()}.${event.verb}.v1`,
    datacontenttype: 'application/json',
    time: `${new Date(event.at).toISOString().slice(0, 19)}.000000000Z`,
    // Of a merge, the one that is left; the other one stands beside it.
    intuitentityid: event.other ?? event.id,
    intuitaccountid: settings.id,
    data: event.other === undefined ? {} : { deletedid: event.id },
  }
}
