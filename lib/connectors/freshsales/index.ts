import type { Capability, Connector, Limits } from '@/lib/model/connector'
import { ratesOf, slowest } from './choices'
import { receive } from './hints'
import { normal } from './map'
import { session } from './session'
import { WRITES } from './writes'

const shared = { read: 'changes', removals: 'by-absence', precondition: 'none', lock: false } as const

const upserted = (entity: 'customer' | 'contact'): Capability => ({
  ...{ ...shared, write: WRITES[entity], idempotency: 'upsert' },
  // A look at the job at least, and the front of the list, where what it made stands.
  beside: { create: 2, update: 1 },
})
const single = (entity: 'product' | 'invoice' | 'payment'): Capability => ({
  ...{ ...shared, write: WRITES[entity], idempotency: 'search', lock: true, batch: 1 },
})

const limits = {
  rates: slowest,
  atOnce: 3,
  page: 100,
  batch: 100,
  left: [{ seconds: 3_600, header: 'x-ratelimit-remaining' }],
} as const satisfies Limits

const rights = (module: string, verbs: readonly string[]): readonly string[] =>
  verbs.map((verb) => `freshsales.${module}.${verb}`)
const readBy = ['view', 'filters.view', 'fields.view']
const writtenBy = ['create', 'edit', 'delete']
const accounts = rights('sales_accounts', readBy)

/** Freshsales Suite (Freshworks CRM): REST with the customer's own host. https://developers.freshworks.com/crm/api/ */
export const freshsales = {
  id: 'freshsales',
  name: 'Freshsales',
  side: 'crm',
  auth: {
    kind: 'oauth',
    asked: [{ key: 'domain', secret: false, kind: 'label' }],
    authorizeUrl: 'https://{domain}.myfreshworks.com/oauth/v2/authorize',
    tokenUrl: 'https://{domain}.myfreshworks.com/oauth/v2/token',
    revokeUrl: null,
    client: 'basic-form',
    pkce: false,
    scopes: {
      always: [],
      read: {
        customer: accounts,
        contact: [...rights('contacts', readBy), ...accounts],
        product: rights('products', ['view']),
        document: [...rights('deals', readBy), ...accounts],
        invoice: rights('custom_module', ['view']),
        payment: rights('custom_module', ['view']),
      },
      write: {
        customer: rights('sales_accounts', [...writtenBy, 'upsert']),
        contact: rights('contacts', [...writtenBy, 'upsert']),
        product: rights('products', writtenBy),
        invoice: rights('custom_module', writtenBy),
        payment: rights('custom_module', writtenBy),
      },
    },
    rotates: true,
    graceSeconds: 0,
    idleSeconds: 365 * 86_400,
    keeps: [],
  },
  baseUrl: 'https://{domain}.myfreshworks.com/crm/sales/api',
  entities: {
    customer: upserted('customer'),
    contact: upserted('contact'),
    product: single('product'),
    document: { ...shared, write: WRITES.document, idempotency: 'none' },
    invoice: single('invoice'),
    payment: single('payment'),
  },
  feeds: [['customer'], ['contact'], ['product'], ['document'], ['invoice'], ['payment']],
  limits,
  rates: ratesOf,
  // A job may take half a minute, and the search index hears of its records later still.
  visibleAfter: 120,
  keyLife: 0,
  normal,
  open: (grant, send) => session(grant, send, limits),
  receive,
} as const satisfies Connector
