import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Hint, Received, WebhookCall } from '@/lib/model/connector'
import type { Entity } from '@/lib/model/words'
import { webhook } from './wire'

/** A customer and its person are one contact there; payments, items and quotes are never told. */
const ABOUT: Readonly<Record<string, readonly Entity[]>> = {
  CONTACT: ['customer', 'contact'],
  INVOICE: ['invoice'],
  CREDITNOTE: ['invoice'],
}

/**
 * `x-xero-signature` is the HMAC-SHA256 of the very body. While an address is being saved, empty calls come, some signed
 * wrongly on purpose: all must be judged right. https://developer.xero.com/documentation/webhooks/configuring-your-server
 */
export function receive(call: WebhookCall, keys: readonly string[]): Received {
  const signature = Buffer.from(call.headers['x-xero-signature'] ?? '')
  const proven = keys.some((key) => {
    const own = Buffer.from(createHmac('sha256', key).update(call.body).digest('base64'))
    return own.length === signature.length && timingSafeEqual(own, signature)
  })
  if (!proven) return { kind: 'rejected' }
  const read = webhook.safeParse(jsonIn(call.body))
  if (!read.success) return { kind: 'rejected' }
  const hints = read.data.events.flatMap(({ eventCategory, tenantId: company, resourceId: id }) =>
    (ABOUT[eventCategory] ?? []).map((entity): Hint => ({ company, entity, id })),
  )
  return { kind: 'hints', hints, key: createHash('sha256').update(call.body).digest('hex') }
}

function jsonIn(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
