import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Hint, Received, WebhookCall } from '@/lib/model/connector'
import type { Entity } from '@/lib/model/words'

/** The header that our set-up page asks the administrator to put the secret into: workflows sign nothing. */
export const SECRET_HEADER = 'x-concord-secret'

const ENTITIES: Readonly<Record<string, Entity>> = {
  ...{ sales_accounts: 'customer', contacts: 'contact', deals: 'document', products: 'product' },
  ...{ cm_invoice: 'invoice', cm_payment: 'payment' },
}

/** The body that our set-up page asks for. https://crmsupport.freshworks.com/support/solutions/articles/50000002418 */
const body = z.object({
  module: z.string(),
  id: z.union([z.string().regex(/^\d+$/), z.number().int().positive()]).transform(String),
  at: z.string().optional(),
})

/** Whoever knows the secret may make us look at a record, nothing more. */
export function receive({ headers, body: bytes }: WebhookCall, keys: readonly string[]): Received {
  const given = headers[SECRET_HEADER]
  if (given === undefined || !keys.some((key) => isSame(given, key))) return { kind: 'rejected' }
  const read = body.safeParse(jsonOf(bytes))
  if (!read.success) return { kind: 'rejected' }
  const { module: name, id } = read.data
  const entity = ENTITIES[name]
  const hints: readonly Hint[] = entity === undefined ? [] : [{ company: null, entity, id }]
  return { kind: 'hints', hints, key: createHash('sha256').update(bytes).digest('hex') }
}

/** Hashed first: equal lengths, and the time tells nothing. */
function isSame(given: string, key: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
  return key !== '' && timingSafeEqual(hash(given), hash(key))
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
