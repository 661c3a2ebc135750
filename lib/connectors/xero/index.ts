import type { Capability, Connector, OAuth } from '@/lib/model/connector'
import { limits, ratesOf } from './limits'
import { normal } from './normal'
import { receive } from './receive'
import { session } from './session'

/** Scopes are granular since March 2026; those for writing include reading. https://developer.xero.com/faq/granular-scopes */
const auth: OAuth = {
  kind: 'oauth',
  asked: [],
  authorizeUrl: 'https://login.xero.com/identity/connect/authorize',
  tokenUrl: 'https://identity.xero.com/connect/token',
  revokeUrl: 'https://identity.xero.com/connect/revocation',
  client: 'basic-form',
  pkce: true,
  scopes: {
    // Name and currency of the organisation, its users, items: nothing works without them.
    always: ['offline_access', 'accounting.settings.read'],
    read: {
      customer: ['accounting.contacts.read'],
      contact: ['accounting.contacts.read'],
      document: ['accounting.invoices.read'],
      invoice: ['accounting.invoices.read'],
      payment: ['accounting.payments.read'],
    },
    write: {
      customer: ['accounting.contacts'],
      contact: ['accounting.contacts'],
      document: ['accounting.invoices'],
    },
  },
  rotates: true,
  graceSeconds: 30 * 60,
  idleSeconds: 60 * 86_400,
  keeps: [],
}

/**
 * No record can be guarded by a version, so that targets are read right before a write. An Idempotency-Key stands for a whole
 * call and is kept for minutes: a lost create is found by its mark instead, record by record.
 */
const written = {
  read: 'changes',
  removals: 'listed',
  write: ['create', 'update', 'remove'],
  precondition: 'none',
  idempotency: 'search',
  lock: false,
} as const satisfies Capability

const shown = { ...written, write: [], idempotency: 'none' } as const satisfies Capability

/** Xero, the Accounting API 2.0. https://developer.xero.com/documentation/api/accounting/overview */
export const xero = {
  id: 'xero',
  name: 'Xero',
  side: 'books',
  auth,
  baseUrl: 'https://api.xero.com',
  entities: {
    customer: written,
    // The one person of a contact goes with it: there is nothing to remove but the names.
    contact: { ...written, write: ['create', 'update'] },
    // Items are deleted without a trace, and have no field for our mark: Xero alone keeps them.
    product: { ...shown, removals: 'by-absence' },
    document: written,
    invoice: shown,
    payment: shown,
  },
  feeds: [['customer', 'contact'], ['product'], ['document'], ['invoice'], ['payment']],
  limits,
  rates: ratesOf,
  absentIsEmpty: true,
  visibleAfter: 5,
  keyLife: 0,
  normal,
  open: (grant, send) => session(grant, send, limits),
  receive,
} as const satisfies Connector
