import { launches } from '@/lib/connectors'
import type { Lifecycle, LaunchCall } from '@/lib/model/launch'
import { refused } from '@/lib/model/launch'
import { noteProof } from '@/lib/store/tenants'
import { gateHere, knock, refusal, type Refused } from './door'
import { proofsKept, trustOf, type Gate } from './enter'
import { verifyLifecycle } from './launch'

export type Told = Extract<Lifecycle, { ok: true }>

/** The lifecycle route's first line: only a CRM says that an organisation installed us or left, and says it once. */
export async function toldFrom(request: Request, crm: string): Promise<Told | Refused> {
  const gate = await gateHere()
  const told = await knock(request, gate, (call) => toldBy(crm, call, gate))
  return told.ok ? told : refusal(told.refusal)
}

export async function toldBy(crm: string, call: LaunchCall, gate: Gate): Promise<Lifecycle> {
  const told = await verdictOf(crm, call, gate)
  if (!told.ok) return told
  const isFresh = await noteProof(gate.db, told.crm, told.proof, gate.now(), proofsKept)
  return isFresh ? told : refused('launch_replayed')
}

function verdictOf(crm: string, call: LaunchCall, gate: Gate): Promise<Lifecycle> {
  const door = Object.hasOwn(launches, crm) ? launches[crm] : undefined
  if (door) return door.lifecycle?.(call, trustOf(crm, gate)) ?? Promise.resolve(refused('launch_tenant_unknown'))
  const [first, ...others] = [...new URLSearchParams(call.body)]
  if (first?.[0] !== 'event' || others.length > 0) return Promise.resolve(refused('launch_malformed'))
  return verifyLifecycle(first[1], { keys: gate.keys, audience: gate.audience, now: gate.now() })
}
