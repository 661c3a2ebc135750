import type { Capability, Connector, Grant, Limits } from '@/lib/model/connector'
import { normal } from './map'
import { session } from './session'

const twoWay = {
  read: 'changes',
  removals: 'listed',
  write: ['create', 'update', 'remove'],
  precondition: 'none',
  idempotency: 'search',
  lock: true,
} as const satisfies Capability

/** Calls a second by the plan of the key. https://github.com/microsoft/PowerPlatformConnectors, ForceManager CRM */
const PLANS = ['4', '13'] as const

const limits = {
  rates: [{ calls: 4, seconds: 1 }],
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
  rates({ chosen }: Grant) {
    const plan = PLANS.find((each) => each === chosen['plan']?.[0])
    return plan === undefined ? limits.rates : [{ calls: Number(plan), seconds: 1 }]
  },
  visibleAfter: 10,
  keyLife: 0,
  normal,
  open: (grant, send) => session(grant, send, limits),
} as const satisfies Connector
