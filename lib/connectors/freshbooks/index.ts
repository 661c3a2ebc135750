import type { Capability, Connector, Limits, OAuth } from '@/lib/model/connector'
import { normal } from './normal'
import { receive } from './receive'
import { session } from './session'

const NOTIFICATIONS = ['user:notifications:read', 'user:notifications:write']
const ITEMS = 'user:billable_items:read'

/** Only one refresh token lives per user and app, and a used one is dead at once. https://www.freshbooks.com/api/authentication */
const auth: OAuth = {
  kind: 'oauth',
  asked: [],
  authorizeUrl: 'https://auth.freshbooks.com/oauth/authorize',
  tokenUrl: 'https://api.freshbooks.com/auth/oauth/token',
  revokeUrl: 'https://api.freshbooks.com/auth/oauth/revoke',
  client: 'body-json',
  pkce: false,
  scopes: {
    always: ['user:profile:read', ...NOTIFICATIONS],
    read: {
      customer: ['user:clients:read'],
      contact: ['user:clients:read'],
      product: [ITEMS],
      // Lines know their item by its name alone, and a deal may become a draft invoice.
      document: ['user:estimates:read', 'user:invoices:read', ITEMS],
      invoice: ['user:invoices:read', 'user:credit_notes:read', ITEMS],
      payment: ['user:payments:read'],
    },
    write: {
      customer: ['user:clients:write'],
      contact: ['user:clients:write'],
      document: ['user:estimates:write', 'user:invoices:write'],
    },
  },
  rotates: true,
  graceSeconds: 0,
  idleSeconds: null,
  keeps: [],
}

/** Lists hide what is deleted: only its absence shows, and a look at it by id. */
const written = {
  read: 'changes',
  removals: 'by-absence',
  write: ['create', 'update', 'remove'],
  precondition: 'none',
  idempotency: 'search',
  lock: false,
} as const satisfies Capability

const shown = { ...written, write: [], idempotency: 'none' } as const satisfies Capability

/** No rate is published: this is what we grant ourselves. */
const limits = {
  rates: [{ calls: 60, seconds: 60 }],
  atOnce: 2,
  page: 100,
  batch: 1,
} as const satisfies Limits

/** FreshBooks: one consent opens all businesses of a user. https://www.freshbooks.com/api/start */
export const freshbooks = {
  id: 'freshbooks',
  name: 'FreshBooks',
  side: 'books',
  auth,
  baseUrl: 'https://api.freshbooks.com',
  entities: {
    customer: written,
    // The one person of a client goes with it.
    contact: { ...written, write: ['create', 'update'], onePer: 'customer' },
    product: shown,
    document: written,
    invoice: shown,
    payment: shown,
  },
  feeds: [['customer', 'contact'], ['product'], ['document'], ['invoice'], ['payment']],
  limits,
  visibleAfter: 5,
  keyLife: 0,
  normal,
  open: (grant, send) => session(grant, send, limits),
  receive,
} as const satisfies Connector
