import type { Hold } from '../model/decision'
import { sides, type Entity, type Side } from '../model/words'
import { keepIdentity } from '../store/connections'
import { inLease, inTenant } from '../store/db'
import { approvedOf, holdApproved } from '../store/holds'
import { asking } from './vendor-problem'
import type { Bench, Work } from './workshop'

/**
 * Before anything is written: is behind each connection still the company that was connected? An address and a key outlive what
 * they lead to. What a side really is, is learnt the first time.
 */
export async function otherCompany(work: Work, planned: { entity: Entity; count: number }): Promise<Hold | null> {
  for (const side of sides) {
    const bench = work.benches[side]
    const known = bench.connection.companyIdentity
    const now = await identityOf(bench)
    if (known === null && now !== null) await learn(work, side, now)
    const other = now === null || (known !== null && known !== now)
    if (other) return { brake: 'other-company', ...planned, side, of: planned.count, field: null }
  }
  return null
}

/**
 * Before an approved plan is carried out: a yes to another company makes it the company; a yes to anything else was given to the
 * one that was there before, so that the plan is held again.
 */
export async function companyApproved(work: Work): Promise<Hold | null> {
  const { engine, integration, run, held } = work
  const brakes = await inTenant(engine, (tx) => approvedOf(tx, engine, integration.id))
  if (brakes.length === 0) return null
  if (brakes.includes('other-company')) return acceptCompanies(work)
  const hold = await otherCompany(work, { entity: 'customer', count: 0 })
  if (hold) await inLease(engine, held, (tx) => holdApproved(tx, engine, integration.id, run.id))
  return hold
}

async function acceptCompanies(work: Work): Promise<null> {
  for (const side of sides) {
    const now = await identityOf(work.benches[side])
    if (now !== null) await learn(work, side, now)
  }
  return null
}

const learn = ({ engine, held, benches }: Work, side: Side, identity: string): Promise<void> =>
  inLease(engine, held, (tx) => keepIdentity(tx, engine, benches[side].connection.id, identity))

/** Null: the company that was chosen is not there any more. */
async function identityOf({ connection, connector, session }: Bench): Promise<string | null> {
  const companies = await asking(connector.id, session.companies())
  const chosen = connection.companyId === null ? companies[0] : companies.find(({ id }) => id === connection.companyId)
  return chosen?.identity ?? null
}
