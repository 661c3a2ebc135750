import { z } from 'zod'
import { inTenant } from '@/lib/store/db'
import type { Database } from '@/lib/store/db'
import { installation } from '@/lib/store/tenants'
import type { Claims } from './claims'
import { clockOf } from './clock'
import { spendTicket } from './ticket'

const ticketShape = z.string().regex(/^[\w-]{43}$/)

/** A ticket for a session, once; whatever is not a live ticket of a live installation is nobody's. */
export async function redeem(given: unknown, db: Database): Promise<(Claims & { readonly id: string }) | null> {
  const ticket = ticketShape.safeParse(given)
  const now = clockOf(db)
  const taken = ticket.success ? await spendTicket(db, ticket.data, now()) : null
  if (taken === null) return null
  const { tenant, member } = taken
  const installed = await inTenant({ db, tenant }, (tx) => installation(tx, { tenant }, taken.installation))
  if (installed?.status !== 'active') return null
  const { id, installKey: key, sessionEpoch: epoch } = installed
  return { id: member, tenant, member, installation: id, key, epoch, since: now() }
}
