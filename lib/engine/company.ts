import type { Company } from '../model/connector'
import type { Hold } from '../model/decision'
import { sides, type Entity, type Side } from '../model/words'
import { chooseCompany, keepIdentity } from '../store/connections'
import { inLease, inTenant } from '../store/db'
import { holdApproved } from '../store/holds'
import { hasApproved } from '../store/approved'
import { saveRun } from '../store/runs'
import { asking } from './vendor-problem'
import type { Bench, Work } from './workshop'

/**
 * Before anything is written: is behind each connection still the company that was connected? An address and a key outlive what
 * they lead to. What a side really is, is learnt the first time.
 */
export async function otherCompany(work: Work, planned: { entity: Entity; count: number }): Promise<Hold | null> {
  for (const side of sides)
    if (await isOther(work, side)) return { brake: 'other-company', ...planned, side, of: planned.count, field: null }
  return null
}

/** Asks of a side whether it may be believed; once per step, because each answer costs calls. */
export type StrangerAt = (side: Side) => Promise<Hold | null>

/**
 * Before anything is read into the memory of the company that was connected, or sent once more: another one may have records under
 * the same ids. Only where an address and a key say it all; a consent is given to one company, which every call names.
 */
export function strangers(work: Work): StrangerAt {
  const asked = new Map<Side, Promise<boolean>>()
  return async (side) => {
    if (work.benches[side].connector.auth.kind !== 'keys') return null
    const other = asked.get(side) ?? isOther(work, side)
    asked.set(side, other)
    return (await other) ? { brake: 'other-company', entity: 'customer', side, count: 0, of: 0, field: null } : null
  }
}

/** Before an approved plan is carried out: a yes was given to the company that was there then. */
export async function companyApproved(work: Work): Promise<Hold | null> {
  const { engine, integration, run, held } = work
  if (!(await inTenant(engine, (tx) => hasApproved(tx, engine, integration.id)))) return null
  const hold = await otherCompany(work, { entity: 'customer', count: 0 })
  if (hold)
    await inLease(engine, held, async (tx) => {
      await holdApproved(tx, engine, integration.id, run.id)
      await saveRun(tx, engine, { id: run.id, result: { kind: 'held', hold } })
    })
  return hold
}

async function isOther(work: Work, side: Side): Promise<boolean> {
  const bench = work.benches[side]
  const known = bench.connection.companyIdentity
  const now = await companyAt(bench)
  if (known === null && now !== null) await learn(work, bench, now)
  return now === null || (known !== null && known !== now.identity)
}

const learn = ({ engine, held }: Work, { connection }: Bench, now: Company): Promise<void> =>
  inLease(engine, held, (tx) =>
    connection.companyId === null || connection.companyId === now.id
      ? keepIdentity(tx, engine, connection.id, now.identity)
      : chooseCompany(tx, engine, connection.id, now),
  )

/** Null: the company that was chosen is not there any more. A CRM's grant opens one: after a person's yes it is that one. */
async function companyAt({ connection, connector, session, side }: Bench): Promise<Company | null> {
  const companies = await asking(connector.id, session.companies())
  const [only, second] = companies
  const isAccepted = side === 'crm' && connection.companyIdentity === null && !second
  if (connection.companyId === null || isAccepted) return only ?? null
  return companies.find(({ id }) => id === connection.companyId) ?? null
}
