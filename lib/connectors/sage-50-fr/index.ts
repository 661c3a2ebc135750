import type { Capability, Connector, Limits } from '@/lib/model/connector'
import { normal } from './map'
import { session } from './session'

const readOnly = {
  read: 'changes',
  removals: 'listed',
  write: [],
  precondition: 'version',
  idempotency: 'key',
  lock: false,
} as const satisfies Capability

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
    customer: { ...readOnly, write: ['create'] },
    prospect: { ...readOnly, write: ['create', 'update'] },
    contact: { ...readOnly, write: ['create', 'update'] },
    product: readOnly,
    invoice: readOnly,
  },
  feeds: [['customer'], ['prospect'], ['contact'], ['product'], ['invoice']],
  limits,
  visibleAfter: 0,
  keyLife: 7 * DAY,
  normal,
  open: (grant, send) => session(grant, send, limits),
} as const satisfies Connector
