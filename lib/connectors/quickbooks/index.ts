import type { Capability, Connector, Limits } from '@/lib/model/connector'
import type { Entity } from '@/lib/model/words'
import { normal } from './map'
import { WRITES, session } from './session'
import { receive } from './webhook'

/**
 * A create is found again by its mark: the vendor does remember a request id, but for how long nobody documents, and only for the
 * very same batch.
 */
const listed = {
  read: 'changes',
  removals: 'listed',
  precondition: 'version',
  idempotency: 'search',
  lock: false,
} as const satisfies Omit<Capability, 'write'>

const able = (entity: Entity): Capability => ({ ...listed, write: WRITES[entity] ?? [] })

const DAY = 86_400

/** https://developer.intuit.com/app/developer/qbo/docs/learn/learn-basic-field-definitions and …/limits-and-throttles */
const limits = {
  rates: [
    { calls: 10, seconds: 1 },
    { calls: 500, seconds: 60 },
    // Whatever is written goes in batches, and of those there are fewer.
    { calls: 40, seconds: 60, of: 'write' },
    // Reads are metered per app and month (500,000 on the free tier): no company alone may take more than a day's share.
    { calls: 16_000, seconds: DAY, from: 'midnight' },
  ],
  atOnce: 5,
  page: 1000,
  batch: 30,
} as const satisfies Limits

const ACCOUNTING = ['com.intuit.quickbooks.accounting']

/** QuickBooks Online: one consent opens one company, and all its changes come in one call. */
export const quickbooks = {
  id: 'quickbooks',
  name: 'QuickBooks Online',
  side: 'books',
  auth: {
    kind: 'oauth',
    asked: [],
    authorizeUrl: 'https://appcenter.intuit.com/connect/oauth2',
    tokenUrl: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
    revokeUrl: 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke',
    client: 'basic-form',
    pkce: false,
    // There is one scope for reading and writing alike.
    scopes: { always: ACCOUNTING, read: {}, write: {} },
    rotates: true,
    graceSeconds: DAY,
    idleSeconds: 100 * DAY,
    keeps: ['realmId'],
  },
  baseUrl: 'https://quickbooks.api.intuit.com',
  entities: {
    customer: able('customer'),
    contact: { ...able('contact'), onePer: 'customer' },
    product: able('product'),
    document: able('document'),
    invoice: able('invoice'),
    payment: able('payment'),
  },
  feeds: [['customer', 'contact', 'product', 'document', 'invoice', 'payment']],
  limits,
  visibleAfter: 10,
  keyLife: 0,
  absentIsEmpty: true,
  normal,
  open: (grant, send) => session(grant, send, limits),
  receive,
} as const satisfies Connector
