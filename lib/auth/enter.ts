import { randomBytes } from 'node:crypto'
import { launches } from '@/lib/connectors'
import type { LaunchCall, LaunchTrust, Refusal, Verdict, VerifiedLaunch } from '@/lib/model/launch'
import { refused } from '@/lib/model/launch'
import { inTenant, type Database, type Here, type Tx } from '@/lib/store/db'
import { takeErrand } from '@/lib/store/errands'
import { installAt, installSecret, noteProof, registerInstall, roleOf, saveMember, saveTab } from '@/lib/store/tenants'
import type { Installation, Member } from '@/lib/store/tenants'
import { verifyLaunch } from './launch'
import { sameOrigin } from './same-origin'
import { issueTicket } from './ticket'

export const proofsKept = 24 * 60 * 60 * 1000

export interface Gate {
  readonly db: Database
  readonly keys: readonly unknown[]
  /** Origin of our public address. */
  readonly audience: string
  readonly now: () => number
  readonly newId: () => string
  /** What we share with a CRM's marketplace, and how its API is reached. */
  readonly trustOf: (crm: string) => Pick<LaunchTrust, 'secrets' | 'send' | 'baseUrl' | 'frames'>
  /** By presence: told of a new administrator, in the transaction that makes them one. */
  readonly appointed?: (tx: Tx, room: Here, member: Member) => Promise<void>
}

export type Entry =
  | {
      readonly ok: true
      readonly tenant: string
      readonly installKey: string
      readonly ticket: string
      readonly path: string
      /** Whether this launch made an administrator. */
      readonly appointed: boolean
    }
  | { readonly ok: false; readonly refusal: Refusal }

/** From what a CRM proves to a ticket. The first proven launch of an organisation installs; one that left must come back first. */
export async function enter(crm: string, call: LaunchCall, gate: Gate): Promise<Entry> {
  const verdict = await verdictOf(crm, call, gate)
  if (!verdict.ok) return verdict
  const { launch } = verdict
  const { db, now, newId } = gate
  const known = await installAt(db, launch.crm, launch.crmTenant)
  if (launch.install !== undefined && launch.install !== known?.installKey) return refused('launch_tenant_unknown')
  if (known?.status === 'ended') return refused('launch_suspended')
  if (!(await noteProof(db, launch.crm, launch.proof, now(), proofsKept))) return refused('launch_replayed')
  const installed = await install(launch, gate)
  const room = { db, now, newId, tenant: installed.tenant }
  const { user: crmUserId, name, email, role, locale } = launch
  const welcome = await inTenant(room, async (tx) => {
    await saveTab(tx, room, installed.id, launch.tab ?? null)
    const appointed = role === 'admin' && (await roleOf(tx, room, installed.id, crmUserId)) !== 'admin'
    const member = await saveMember(tx, room, { installation: installed.id, crmUserId, name, email, role, locale })
    if (appointed) await gate.appointed?.(tx, room, member)
    const path = launch.path ?? (email && (await takeErrand(tx, room, installed.id, email))) ?? ''
    return { appointed, path, ticket: await issueTicket(tx, room, member) }
  })
  return { ok: true, tenant: room.tenant, installKey: installed.installKey, ...welcome }
}

/** A CRM with a way of its own is asked in that way; everybody else signs the generic launch. */
function verdictOf(crm: string, call: LaunchCall, gate: Gate): Promise<Verdict> {
  const door = Object.hasOwn(launches, crm) ? launches[crm] : undefined
  const told = { get: (name: string) => call.headers[name] ?? null }
  if (door?.bridge && !sameOrigin(told, gate.audience)) return Promise.resolve(refused('launch_foreign'))
  if (door) return door.verify(call, trustOf(crm, gate))
  const [first, ...others] = [...new URLSearchParams(call.body)]
  if (first?.[0] !== 'launch' || others.length > 0) return Promise.resolve(refused('launch_malformed'))
  return verifyLaunch(first[1], { keys: gate.keys, audience: gate.audience, now: gate.now() })
}

export const trustOf = (crm: string, { db, now, trustOf: of }: Gate): LaunchTrust => ({
  ...of(crm),
  now: now(),
  secretOf: (crmTenant) => installSecret(db, crm, crmTenant),
})

type Newcomer = Pick<VerifiedLaunch, 'crm' | 'crmTenant' | 'tenantName' | 'origin' | 'locale'>

export const install = (comer: Newcomer, { db, now, newId }: Gate): Promise<Installation> =>
  registerInstall(db, {
    vendor: comer.crm,
    crmTenantId: comer.crmTenant,
    name: comer.tenantName ?? comer.crmTenant,
    origins: [comer.origin],
    locale: comer.locale,
    newTenant: newId(),
    newId: newId(),
    newKey: randomBytes(18).toString('base64url'),
    at: now(),
  })
