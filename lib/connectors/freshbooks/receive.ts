import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Hint, Received, WebhookCall } from '@/lib/model/connector'
import type { Entity } from '@/lib/model/words'

const SIGNATURE = 'x-freshbooks-hmac-sha256'

/** A form that names a record and nothing of it, or hands out the secret of a new callback. https://www.freshbooks.com/api/webhooks */
export function receive({ headers, body }: WebhookCall, keys: readonly string[]): Received {
  const fields = [...new URLSearchParams(new TextDecoder().decode(body))]
  const told = new Map(fields)
  const [verifier, callback] = [told.get('verifier'), told.get('object_id')]
  // Unsigned, as there is no secret yet: the vendor itself refuses a wrong one.
  if (verifier && callback) return { kind: 'confirm', id: callback, secret: verifier }
  const given = Buffer.from(headers[SIGNATURE] ?? '')
  if (!keys.some((key) => same(given, proofOf(key, fields)))) return { kind: 'rejected' }
  return { kind: 'hints', hints: hintsOf(told), key: createHash('sha256').update(body).digest('hex') }
}

/** What each of the vendor's nouns is to us. Which invoices are documents of deals only their list shows, by our mark. */
const ENTITIES: Readonly<Record<string, readonly Entity[]>> = {
  client: ['customer', 'contact'],
  item: ['product'],
  estimate: ['document'],
  invoice: ['invoice'],
  credit_note: ['invoice'],
  payment: ['payment'],
}

export const NOUNS: readonly string[] = Object.keys(ENTITIES)

function hintsOf(told: ReadonlyMap<string, string>): readonly Hint[] {
  const [noun = ''] = (told.get('name') ?? '').split('.')
  const id = told.get('object_id')
  if (id === undefined) return []
  const own = noun === 'credit_note' ? `c${id}` : id
  return (ENTITIES[noun] ?? []).map((entity) => ({ company: told.get('account_id') ?? null, entity, id: own }))
}

/** The proof is over the fields as Python writes JSON: a space behind colons and commas, nothing beyond ASCII. */
function proofOf(key: string, fields: readonly (readonly [string, string])[]): Buffer {
  const inner = fields.map(([name, value]) => `${python(name)}: ${python(value)}`).join(', ')
  return Buffer.from(createHmac('sha256', key).update(`{${inner}}`).digest('base64'))
}

const python = (value: string): string =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)

const same = (a: Buffer, b: Buffer): boolean => a.byteLength === b.byteLength && timingSafeEqual(a, b)
