import type { Capability, Connector, Limits } from '@/lib/model/connector'
import type { Entity } from '@/lib/model/words'
import { normal } from './map'
import { WRITES, session } from './session'

const listed = {
  read: 'changes',
  removals: 'listed',
  precondition: 'version',
  idempotency: 'key',
  lock: false,
} as const satisfies Omit<Capability, 'write'>

const able = (entity: Entity): Capability => ({ ...listed, write: WRITES[entity] ?? [] })

/** gateway/contract.json, limits */
const limits = {
  rates: [{ calls: 5, seconds: 1 }],
  atOnce: 2,
  writersAtOnce: 1,
  page: 200,
  batch: 1,
} as const satisfies Limits

const DAY = 86_400

/** Sage 50 FR through the gateway that runs next to it: clients are born here and edited only in Sage. */
export const sage50Fr = {
  id: 'sage-50-fr',
  name: 'Sage 50',
  side: 'books',
  auth: {
    kind: 'keys',
    asked: [
      { key: 'address', secret: false, kind: 'address' },
      { key: 'key', secret: true, kind: 'text' },
    ],
  },
  baseUrl: null,
  entities: {
    customer: able('customer'),
    prospect: able('prospect'),
    contact: able('contact'),
    product: able('product'),
    invoice: able('invoice'),
  },
  feeds: [['customer'], ['prospect'], ['contact'], ['product'], ['invoice']],
  limits,
  visibleAfter: 0,
  keyLife: 7 * DAY,
  normal,
  open: (grant, send) => session(grant, send, limits),
} as const satisfies Connector
