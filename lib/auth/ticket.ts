import { createHash, randomBytes } from 'node:crypto'
import { saveTicket, takeTicket } from '@/lib/store/tenants'
import type { Member, TakenTicket } from '@/lib/store/tenants'
import type { Database, Here, Tx } from '@/lib/store/db'

const life = 60_000
const hashOf = (ticket: string): string => createHash('sha256').update(ticket).digest('hex')

/** What the frame gets in its address after a launch: worth one session, once, for a minute. We keep only its hash. */
export async function issueTicket(tx: Tx, room: Here, member: Member): Promise<string> {
  const ticket = randomBytes(32).toString('base64url')
  await saveTicket(tx, room, {
    hash: hashOf(ticket),
    installation: member.installation,
    member: member.id,
    role: member.role,
    expiresAt: room.now() + life,
  })
  return ticket
}

export const spendTicket = (db: Database, ticket: string, now: number): Promise<TakenTicket | null> =>
  takeTicket(db, hashOf(ticket), now)
