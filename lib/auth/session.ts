import { decode } from 'next-auth/jwt'
import { env } from '@/lib/env'
import { inTenant } from '@/lib/store/db'
import type { Database } from '@/lib/store/db'
import { findMember, installation } from '@/lib/store/tenants'
import type { Installation, Member } from '@/lib/store/tenants'
import { claims, tooOld } from './claims'
import type { Claims } from './claims'

export interface Session {
  readonly installation: Installation
  readonly member: Member
}

type Clock = () => number

/** Who is behind a session cookie right now: expired, unknown, ended or out-of-date sessions are nobody. */
export async function sessionOf(cookie: string | undefined, db: Database, now: Clock): Promise<Session | null> {
  const said = cookie === undefined ? null : await read(cookie)
  return said && standing(said, db, now)
}

/** A token that is forged, foreign or past its time cannot be opened; next-auth says so by throwing. */
async function read(cookie: string): Promise<Claims | null> {
  try {
    const parsed = claims.safeParse(await decode({ token: cookie, secret: env().NEXTAUTH_SECRET }))
    return parsed.success ? parsed.data : null
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null
    throw error
  }
}

/** The installation's epoch and the member's role are read on every request, so that taking them away works at once. */
export async function standing(said: Claims, db: Database, now: Clock): Promise<Session | null> {
  if (tooOld(said, now())) return null
  const room = { db, tenant: said.tenant, now, newId: () => '' }
  return inTenant(room, async (tx) => {
    const [installed, member] = [
      await installation(tx, room, said.installation),
      await findMember(tx, room, said.member),
    ]
    if (installed?.status !== 'active' || installed.sessionEpoch !== said.epoch) return null
    return member?.installation === installed.id ? { installation: installed, member } : null
  })
}
