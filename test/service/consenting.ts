import { randomUUID } from 'node:crypto'
import type { OAuthRules } from '../../sandbox/kit/oauth'
import type { OAuth } from '@/lib/model/connector'
import type { HouseEvent } from '@/lib/model/context'
import { beginConsent } from '@/lib/service/begin-consent'
import type { Desk } from '@/lib/service/desk'
import { finishConsent } from '@/lib/service/finish-consent'
import { openConsent } from '@/lib/service/open-consent'
import { watchConsent } from '@/lib/service/watch-consent'
import { connectionsOf } from '@/lib/store/connections'
import { inTenant, type Database } from '@/lib/store/db'
import { registerInstall } from '@/lib/store/tenants'
import { consentOf } from '@/lib/store/tokens'
import { client, paperBooks, paperServer, redirectUri, register, vendorId } from '../kit/oauth-vendor'
import { worked } from './kit'

/** An administrator who is about to connect the test vendor, and everything a browser does for them. */
export async function consenting(db: Database, change: Partial<OAuth> = {}, rules: Partial<OAuthRules> = {}) {
  let time = Date.UTC(2026, 10, 21)
  const clock = { now: () => time, sleep: async (ms: number) => void (time += ms) }
  const vendor = paperServer(clock, rules)
  register(paperBooks(change))
  const events: HouseEvent[] = []
  const way = {
    ...{ timings: { lease: 60_000, request: 30_000, step: 20_000 }, sleep: clock.sleep, allowPrivate: true },
    fetch: vendor.fetch,
    clientOf: (asked: string) => (asked === vendorId ? { ...client, redirectUri, origin: null } : null),
  }
  const desk = await aDesk(db, { now: clock.now, events, way })
  const at = { db, now: clock.now, way, emit: desk.emit }
  const ask = (answers: Record<string, string> = {}) => beginConsent(desk, { side: 'books', vendor: vendorId, answers })
  /** Up to the vendor's page. */
  const leave = async (browser?: string) => {
    const begun = await worked(ask())
    const left = await openConsent(begun, browser, at)
    if (!left) throw new Error('Nobody left')
    return { ...begun, ...left }
  }
  const comeBack = (address: string, browser: string | undefined, from = vendorId) =>
    finishConsent({ vendor: from, query: new URL(address).searchParams, browser }, at)
  return {
    ...{ desk, vendor, at, events, ask, leave, comeBack },
    advance: (ms: number) => (time += ms),
    watch: (attempt: string) => worked(watchConsent(desk, { attempt })),
    /** The whole way, with a yes for this company. */
    async signIn(company?: string) {
      const left = await leave()
      await comeBack(vendor.server.admin.consent(left.location, company), left.browser)
      return worked(watchConsent(desk, { attempt: left.attempt }))
    },
    stored: () =>
      inTenant(desk, async (tx) => {
        const [connection] = await connectionsOf(tx, desk, 'books')
        return connection ? { connection, consent: await consentOf(tx, desk, connection.id) } : null
      }),
  }
}
export type Consenting = Awaited<ReturnType<typeof consenting>>

async function aDesk(
  db: Database,
  { now, events, way }: { now: () => number; events: HouseEvent[]; way: NonNullable<Desk['way']> },
): Promise<Desk> {
  const installed = await registerInstall(db, {
    ...{ vendor: 'sage-sales', crmTenantId: randomUUID(), name: 'Batidis SARL', origins: ['https://crm.example'] },
    ...{ locale: 'fr', newTenant: randomUUID(), newId: randomUUID(), newKey: randomUUID(), at: now() },
  })
  return {
    ...{ db, tenant: installed.tenant, installation: installed.id, role: 'admin', now, newId: randomUUID, way },
    actor: { kind: 'person', id: 'ana', name: 'Ana' },
    emit: async (event) => void events.push(event),
  }
}
