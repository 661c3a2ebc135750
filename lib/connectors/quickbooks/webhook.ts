import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Hint, Received, WebhookCall } from '@/lib/model/connector'
import type { Entity } from '@/lib/model/words'

/** CloudEvents, several companies in one call: https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks */
export function receive({ headers, body }: WebhookCall, keys: readonly string[]): Received {
  const given = Buffer.from(headers['intuit-signature'] ?? '')
  if (!keys.some((key) => same(given, signatureOf(key, body)))) return { kind: 'rejected' }
  const events = cloudEvents.safeParse(jsonOf(body))
  if (!events.success) return { kind: 'hints', hints: [], key: keyOf([]) }
  const hints = events.data.flatMap(hintsOf)
  const distinct = new Map(hints.map((hint) => [`${hint.company} ${hint.entity} ${hint.id}`, hint]))
  return { kind: 'hints', hints: [...distinct.values()], key: keyOf(events.data.map(({ id }) => id)) }
}

const cloudEvents = z.array(
  z.object({
    id: z.string().min(1),
    type: z.string(),
    intuitentityid: z.string().min(1),
    intuitaccountid: z.string().min(1),
    data: z.object({ alternative_ids: z.array(z.string()).optional(), deletedid: z.string().optional() }).optional(),
  }),
)

/** What each of the vendor's records is to us. */
const ENTITIES: Readonly<Record<string, readonly Entity[]>> = {
  customer: ['customer', 'contact'],
  item: ['product'],
  estimate: ['document'],
  invoice: ['invoice', 'document'],
  creditmemo: ['invoice'],
  payment: ['payment'],
}

/** A merge names the record that is no more, too. https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks/data-objects */
function hintsOf({
  type,
  intuitentityid,
  intuitaccountid,
  data,
}: z.infer<typeof cloudEvents>[number]): readonly Hint[] {
  const [, kind = ''] = /^qbo\.(\w+)\.\w+\.v\d+$/.exec(type) ?? []
  const { alternative_ids: others = [], deletedid } = data ?? {}
  const ids = [intuitentityid, ...others, ...(deletedid === undefined ? [] : [deletedid])]
  return (ENTITIES[kind] ?? []).flatMap((entity) => ids.map((id) => ({ company: intuitaccountid, entity, id })))
}

const signatureOf = (key: string, body: Uint8Array): Buffer =>
  Buffer.from(createHmac('sha256', key).update(body).digest('base64'))

const same = (a: Buffer, b: Buffer): boolean => a.byteLength === b.byteLength && timingSafeEqual(a, b)

/** The same events in another order are the same call. */
const keyOf = (ids: readonly string[]): string =>
  createHash('sha256')
    .update([...new Set(ids)].sort().join(' '))
    .digest('hex')

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
