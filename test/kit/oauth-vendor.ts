import { connectors } from '@/lib/connectors'
import { asFetch } from '../../sandbox/kit/as-fetch'
import type { Clock } from '../../sandbox/kit/clock'
import { faults } from '../../sandbox/kit/faults'
import { oauth, type OAuthRules } from '../../sandbox/kit/oauth'
import { json, type Answer, type Handle, type Request } from '../../sandbox/kit/server'
import { all, type Pair } from '@/lib/model/rule'
import { pairs } from '@/lib/pairs'
import type { Connector, OAuth, Send, Session } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'

/** A vendor that only tests know: books behind a consent, so that signing in is proven without any real vendor. */
export const vendorId = 'paper-books'
export const client = { id: 'concord', secret: 's3cret value' }
export const redirectUri = `http://localhost:3000/api/oauth/${vendorId}/callback`
export const apiHost = 'api.paper.test'

const auth: OAuth = {
  kind: 'oauth',
  asked: [],
  authorizeUrl: 'https://login.paper.test/authorize',
  tokenUrl: 'https://login.paper.test/token',
  revokeUrl: 'https://login.paper.test/revoke',
  client: 'basic-form',
  pkce: true,
  scopes: {
    always: ['offline'],
    read: { customer: ['contacts.read'], product: ['items.read'], invoice: ['invoices.read'] },
    write: { customer: ['contacts.write'], product: ['items.write'], invoice: ['invoices.write'] },
  },
  rotates: true,
  graceSeconds: 1_800,
  idleSeconds: 60 * 86_400,
  keeps: ['companyId'],
}

const readOnly = {
  read: 'changes',
  removals: 'listed',
  write: [],
  precondition: 'version',
  idempotency: 'key',
  lock: false,
} as const

/** The manifest under test; `change` makes it another kind of vendor. */
export function paperBooks(change: Partial<OAuth> = {}): Connector {
  return {
    id: vendorId,
    name: 'Paper Books',
    side: 'books',
    auth: { ...auth, ...change },
    baseUrl: `https://${apiHost}`,
    entities: { customer: { ...readOnly, write: ['create', 'update'] }, product: readOnly, invoice: readOnly },
    feeds: [['customer'], ['product'], ['invoice']],
    limits: { rates: [], atOnce: 10, page: 100, batch: 100 },
    visibleAfter: 0,
    keyLife: 86_400,
    normal: (_entity, flat) => flat,
    open: (grant, send) => paperSession(`${grant.baseUrl}/${grant.consent?.['companyId'] ?? 'any'}`, send),
  }
}

const pair: Pair = {
  crm: 'sage-sales',
  books: vendorId,
  every: 15,
  entities: {
    customer: { identify: ['code'], toCrm: all, toBooks: ['create', 'update'] },
    product: { identify: ['code'], toCrm: all, toBooks: [], lockedIn: 'crm' },
  },
}

/** Known to the house for the time of a test file, with a pair of its own. */
export function register(connector: Connector): void {
  Object.assign(connectors, { [connector.id]: connector })
  const known = pairs as Pair[] // only a test adds to it
  if (!known.includes(pair)) known.push(pair)
}

function paperSession(base: string, send: Send): Session {
  const get = async (path: string): Promise<unknown> => {
    const answer = await send({ method: 'GET', url: `${base}${path}` })
    if (answer.status === 401) throw new ConnectorError({ kind: 'signed-out' })
    if (answer.status === 403) throw new ConnectorError({ kind: 'forbidden' })
    if (answer.status >= 500) throw new ConnectorError({ kind: 'unreachable' })
    return JSON.parse(Buffer.from(answer.body).toString())
  }
  return {
    companies: async () => (await get('/companies')) as Awaited<ReturnType<Session['companies']>>, // our own simulator
    people: async () => [],
    fields: async () => [],
    changes: async () => ({ snapshots: [], next: 'end', more: false, readAt: send.now() }),
    read: async () => [],
    find: async () => [],
    write: async () => [],
  }
}

/** The vendor's side: an authorisation server and an API that answers whose company a token opens. */
export function paperServer(clock: Clock, rules: Partial<OAuthRules> = {}) {
  const companies = new Map([
    ['c1', 'Batidis SARL'],
    ['c2', 'Batidis España'],
  ])
  const calls = { api: 0 }
  const server = oauth(clock, {
    paths: { authorize: '/authorize', token: '/token', revoke: '/revoke' },
    client,
    redirectUris: [redirectUri],
    proof: 'basic',
    scopes: [
      'offline',
      'contacts.read',
      'contacts.write',
      'items.read',
      'items.write',
      'invoices.read',
      'invoices.write',
    ],
    accessMs: 1_800_000,
    refreshMs: 60 * 86_400_000,
    rotation: 'each',
    graceMs: 1_800_000,
    companies: () => [...companies].map(([id, name]) => ({ id, name })),
    callback: (companyId) => ({ companyId }),
    answer: (companyId) => ({ companyId }),
    ...rules,
  })
  const struck = faults(clock)
  const answer = async (request: Request): Promise<Answer> => {
    const own = server.answer(request)
    if (own) return own
    calls.api += 1
    const standing = server.standing(request)
    if (typeof standing === 'string') return json(401, {})
    const { company } = standing
    const asked = request.path.split('/')[1]
    if (asked !== 'any' && asked !== company) return json(403, {})
    return json(200, [{ id: company, name: companies.get(company) ?? company, currency: 'EUR', detail: 'France' }])
  }
  const handle: Handle = struck.around(answer)
  return { clock, server, faults: struck, handle, fetch: asFetch(handle), calls, companies }
}
export type PaperServer = ReturnType<typeof paperServer>
