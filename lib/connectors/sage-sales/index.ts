import type { Capability, Connector, Limits } from '@/lib/model/connector'
import { normal } from './map'
import { ratesOf, slowest } from './plan'
import { session } from './session'

const twoWay = {
  read: 'changes',
  removals: 'listed',
  write: ['create', 'update', 'remove'],
  precondition: 'none',
  idempotency: 'search',
  lock: true,
} as const satisfies Capability

const limits = {
  rates: slowest,
  atOnce: 4,
  page: 100,
  batch: 100,
} as const satisfies Limits

/** Sage Sales Management, once ForceManager: REST v4 with a key pair. https://developer.forcemanager.com/ */
export const sageSales = {
  id: 'sage-sales',
  name: 'Sage Sales Management',
  side: 'crm',
  auth: {
    kind: 'keys',
    asked: [
      { key: 'publicKey', secret: false, kind: 'text' },
      { key: 'privateKey', secret: true, kind: 'text' },
    ],
  },
  baseUrl: 'https://api.forcemanager.com/api/v4',
  entities: {
    customer: twoWay,
    prospect: twoWay,
    contact: { ...twoWay, lock: false },
    product: { ...twoWay, files: ['image'] },
    invoice: twoWay,
  },
  feeds: [['customer', 'prospect'], ['contact'], ['product'], ['invoice']],
  limits,
  rates: ratesOf,
  visibleAfter: 10,
  keyLife: 0,
  normal,
  open: (grant, send) => session(grant, send, limits),
} as const satisfies Connector
