import { randomBytes } from 'node:crypto'
import { inTenant } from '@/lib/store/db'
import type { Database } from '@/lib/store/db'
import { noteProof, registerInstall, saveMember } from '@/lib/store/tenants'
import type { Installation } from '@/lib/store/tenants'
import { verifyLaunch } from './launch'
import type { Refusal, VerifiedLaunch } from './launch'
import { issueTicket } from './ticket'

const proofsKept = 24 * 60 * 60 * 1000

export interface Gate {
  readonly db: Database
  readonly keys: readonly unknown[]
  /** Origin of our public address. */
  readonly audience: string
  readonly now: () => number
  readonly newId: () => string
}

export type Entry =
  | { readonly ok: true; readonly installKey: string; readonly ticket: string }
  | { readonly ok: false; readonly refusal: Refusal }

/** From what a host signed to a ticket. A pinned host may install: the first launch of its organisation does. */
export async function enter(token: string, gate: Gate): Promise<Entry> {
  const verdict = await verifyLaunch(token, { keys: gate.keys, audience: gate.audience, now: gate.now() })
  if (!verdict.ok) return verdict
  const { launch } = verdict
  const fresh = await noteProof(gate.db, launch.crm, launch.proof, gate.now(), proofsKept)
  if (!fresh) return { ok: false, refusal: 'launch_replayed' }
  const installed = await install(launch, gate)
  const { db, now, newId } = gate
  const room = { db, now, newId, tenant: installed.tenant }
  const { user: crmUserId, name, email, role, locale } = launch
  const ticket = await inTenant(room, async (tx) => {
    const member = await saveMember(tx, room, { installation: installed.id, crmUserId, name, email, role, locale })
    return issueTicket(tx, room, member)
  })
  return { ok: true, installKey: installed.installKey, ticket }
}

const install = (launch: VerifiedLaunch, { db, now, newId }: Gate): Promise<Installation> =>
  registerInstall(db, {
    vendor: launch.crm,
    crmTenantId: launch.crmTenant,
    name: launch.crmTenant,
    origins: [launch.origin],
    locale: launch.locale,
    newTenant: newId(),
    newId: newId(),
    newKey: randomBytes(18).toString('base64url'),
    at: now(),
  })
