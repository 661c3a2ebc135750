import { randomBytes, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { clockOf } from '@/lib/auth/clock'
import { connectorOf } from '@/lib/connectors'
import { consentAddress, isOAuth } from '@/lib/engine/consent'
import type { Context } from '@/lib/model/context'
import type { Locale } from '@/lib/model/words'
import {
  attempt as readAttempt,
  knowsSecret,
  leaveForVendor,
  tenantOfAttempt,
  type Attempt,
} from '@/lib/store/attempts'
import { database, inTenant, type Database, type Tx } from '@/lib/store/db'
import { integrationsOfConnection } from '@/lib/store/integrations'
import { findMember, installation, tenantName } from '@/lib/store/tenants'
import { digest } from './consent'
import { engineAt, type Desk } from './desk'

/** What the browser that leaves for a vendor keeps until it comes back; sent along with top-level navigation only. */
export const consentCookie = '__Host-cl.connect'

const shape = z.object({ attempt: z.string().regex(/^[\w-]{24}$/), secret: z.string().regex(/^[\w-]{43}$/) })
export type Key = z.infer<typeof shape>

/** What a window without an opener shows before it goes on, so that nobody connects their books to a stranger's CRM. */
export interface ConsentAsked {
  readonly crm: string
  readonly person: string
  readonly vendor: string
}

export async function lookAtConsent(given: unknown, at: At = {}): Promise<ConsentAsked | null> {
  const found = await find(given, at)
  if (found === null) return null
  const { desk, attempt, key } = found
  return inTenant(desk, async (tx) => {
    if (!(await knowsSecret(tx, desk, attempt.id, digest(key.secret)))) return null
    const { name } = connectorOf(attempt.vendor)
    return { crm: (await tenantName(tx, desk)) ?? '', person: attempt.actor.name, vendor: name }
  })
}

export interface Departed {
  readonly location: string
  /** What the browser keeps until it comes back. */
  readonly browser: string
}

/** Spends the secret, binds the attempt to this browser, and says where the vendor's page is. */
export async function openConsent(given: unknown, browser: string | undefined, at: At = {}): Promise<Departed | null> {
  const found = await find(given, at)
  if (found === null) return null
  const { desk, attempt, key } = found
  const connector = connectorOf(attempt.vendor)
  if (!isOAuth(connector.auth)) return null
  const [state, verifier] = [randomBytes(32).toString('base64url'), randomBytes(48).toString('base64url')]
  const kept = browser !== undefined && /^[\w-]{43}$/.test(browser) ? browser : randomBytes(32).toString('base64url')
  const asked = { state, verifier, scopes: attempt.scopes }
  const location = consentAddress(engineAt(desk), connector, connector.auth, attempt.labels, asked)
  const left = await inTenant(desk, (tx) =>
    leaveForVendor(tx, desk, attempt.id, {
      ...{ secretHash: digest(key.secret), browserHash: digest(kept), stateHash: digest(state), verifier },
    }),
  )
  return left ? { location, browser: kept } : null
}

/** What anybody who knows the address of a consent's window may see: its language, its vendor, and whether it is over. */
export interface ConsentWindow {
  readonly locale: Locale
  readonly vendor: string
  readonly status: Attempt['status']
}

export async function consentWindow(id: string, at: At = {}): Promise<ConsentWindow | null> {
  const found = await deskOf(id, at)
  if (found === null) return null
  const { locale, vendor, status } = found.attempt
  return { locale, vendor: connectorOf(vendor).name, status }
}

/** Time and ways of a test; production's own where absent. */
export interface At {
  readonly db?: Database
  readonly now?: () => number
  readonly way?: NonNullable<Desk['way']>
  readonly emit?: Context['emit']
}

async function find(given: unknown, at: At) {
  const key = shape.safeParse(given)
  const found = key.success ? await deskOf(key.data.attempt, at) : null
  return found && key.success ? { ...found, key: key.data } : null
}

/** The popup has no session: whoever began the attempt stands at its desk, in the company whose connection it is about. */
export async function deskOf(id: string, at: At): Promise<{ desk: Desk; attempt: Attempt } | null> {
  const db = at.db ?? (await database())
  const tenant = await tenantOfAttempt(db, id)
  const found = tenant === null ? null : await inTenant({ db, tenant }, (tx) => attemptAt(tx, tenant, id))
  if (tenant === null || !found) return null
  const { attempt, integration } = found
  const { installation, actor } = attempt
  const { now = clockOf(db), emit = () => Promise.resolve(), way } = at
  const desk = { db, tenant, installation, actor, role: 'admin', now, emit, newId: randomUUID } as const
  return { desk: { ...desk, ...(integration && { integration }), ...(way && { way }) }, attempt }
}

async function attemptAt(tx: Tx, tenant: string, id: string) {
  const attempt = await readAttempt(tx, { tenant }, id)
  if (!attempt || !(await mayConnect(tx, tenant, attempt))) return null
  const [of] = await integrationsOfConnection(tx, { tenant }, attempt.connection)
  return { attempt, integration: of?.id }
}

/** What somebody began at their desk ends with the installation, and with their right to do it. */
async function mayConnect(tx: Tx, tenant: string, { installation: id, actor }: Attempt): Promise<boolean> {
  const installed = await installation(tx, { tenant }, id)
  const member = await findMember(tx, { tenant }, actor.id)
  return installed?.status === 'active' && member?.role !== 'viewer'
}
