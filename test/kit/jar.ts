import { encode } from 'next-auth/jwt'
import { sessionCookie, type Claims } from '@/lib/auth/claims'
import { env } from '@/lib/env'
import type { Desk } from '@/lib/service/desk'
import { inTenant } from '@/lib/store/db'
import { installation, saveMember } from '@/lib/store/tenants'

const kept = new Map<string, string>()

/** The browser of a test, as pages and actions ask for it: `vi.mock('next/headers', async () => (await import('../kit/jar')).headers)`. */
export const headers = {
  cookies: async () => ({
    get: (name: string) => (kept.has(name) ? { name, value: kept.get(name) } : undefined),
  }),
}

/** Nobody sits at this browser any more. */
export const signOut = (): void => kept.clear()

/** Somebody of this organisation signs in; answers with what the addresses of their pages begin with. */
export async function signIn(desk: Desk, who: { readonly name: string; readonly role: 'admin' | 'viewer' }) {
  Object.assign(globalThis, { [Symbol.for('concord.database')]: Promise.resolve(desk.db) })
  const { installed, member } = await inTenant(desk, async (tx) => ({
    installed: await installation(tx, desk, desk.installation),
    member: await saveMember(tx, desk, {
      ...{ installation: desk.installation, crmUserId: who.name, name: who.name, email: `${who.name}@example.test` },
      ...{ role: who.role, locale: 'en' },
    }),
  }))
  if (!installed) throw new Error('It is not installed')
  const { tenant, id, installKey, sessionEpoch } = installed
  const claims: Claims = {
    ...{ tenant, installation: id, key: installKey, member: member.id, epoch: sessionEpoch },
    since: Date.now() + desk.db.clockOffset,
  }
  kept.set(sessionCookie, await encode({ token: { ...claims }, secret: env().NEXTAUTH_SECRET }))
  return installKey
}
