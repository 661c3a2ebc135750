import { randomUUID } from 'node:crypto'
import type { OAuthRules } from '../../sandbox/kit/oauth'
import { meetAgain } from '@/lib/engine/meet'
import { renewTokens, storedTokens } from '@/lib/engine/tokens'
import type { Engine } from '@/lib/engine/workshop'
import type { OAuth } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import { chooseCompany, saveConnection } from '@/lib/store/connections'
import { inTenant, type Database } from '@/lib/store/db'
import { consentOf, keptTokens, saveTokens } from '@/lib/store/tokens'
import { registerInstall } from '@/lib/store/tenants'
import { apiHost, client, paperBooks, paperServer, redirectUri, register, vendorId } from '../kit/oauth-vendor'

export const minute = 60_000

/** A connection whose consent has just been given, on a clock where a sleep takes no time. */
export async function signedIn(db: Database, change: Partial<OAuth> = {}, rules: Partial<OAuthRules> = {}) {
  let time = Date.UTC(2026, 10, 21)
  const clock = { now: () => time, sleep: async (ms: number) => void (time += ms) }
  const vendor = paperServer(clock, rules)
  const connector = paperBooks(change)
  register(connector)
  const engine: Engine = {
    ...{ db, tenant: await aTenant(db), actor: { kind: 'schedule' }, role: 'house' },
    ...{ now: clock.now, newId: randomUUID, emit: async () => undefined },
    ...{ timings: { lease: minute, request: 30_000, step: 20_000 }, sleep: clock.sleep, allowPrivate: true },
    fetch: vendor.fetch,
    clientOf: (asked) => (asked === vendorId ? { ...client, redirectUri, origin: null } : null),
  }
  const id = randomUUID()
  const { access, refresh } = vendor.server.admin.grant()
  const within = <T>(work: Parameters<typeof inTenant<T>>[1]) => inTenant(engine, work)
  const given = {
    ...{ access, refresh, accessUntil: time + (rules.accessMs ?? 30 * minute), refreshUntil: null },
    ...{ scopes: ['offline'], kept: { companyId: 'c1' } },
  }
  await within(async (tx) => {
    await saveConnection(tx, engine, {
      ...{ id, vendor: vendorId, side: 'books', baseUrl: `https://${apiHost}`, account: null, secrets: {} },
    })
    await saveTokens(tx, engine, id, given)
    await chooseCompany(tx, engine, id, { id: 'c1', name: 'Batidis SARL' })
  })
  const auth = connector.auth as OAuth // paperBooks makes no other kind
  const grant = { baseUrl: '', secrets: {}, company: null, chosen: {} }
  return {
    ...{ engine, vendor, id, auth, given, connector, within },
    advance: (ms: number) => (time += ms),
    tokens: () => storedTokens(engine, connector, auth, grant, id),
    renew: () => renewTokens(engine, connector, auth, grant, id),
    calls: () => vendor.server.admin.tokenCalls(),
    kept: () => within((tx) => keptTokens(tx, engine, id)),
    consent: () => within((tx) => consentOf(tx, engine, id)),
    works: async () => (await (await meetAgain(engine, id)).session.companies()).length === 1,
  }
}

async function aTenant(on: Database): Promise<string> {
  const fresh = { newTenant: randomUUID(), newId: randomUUID(), newKey: randomUUID(), at: 1 }
  const given = { vendor: 'sage-sales', crmTenantId: randomUUID(), name: 'Batidis', origins: [], locale: 'en' } as const
  return (await registerInstall(on, { ...given, ...fresh })).tenant
}

export const kindOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'fine',
    (error: unknown) => (error instanceof ConnectorError ? error.problem.kind : String(error)),
  )

export const onToken = { path: /^\/token/ } as const
