import type { NextAuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { env } from '@/lib/env'
import { database } from '@/lib/store/db'
import { claims, idleSeconds, sessionCookie } from './claims'
import type { Claims } from './claims'
import { clockOf } from './clock'
import { redeem } from './redeem'
import { standing } from './session'

const cookie = { httpOnly: true, secure: true, sameSite: 'none', path: '/', partitioned: true } as const
const short = { ...cookie, maxAge: 600 }

/** One way in: a launch ticket. Six partitioned cookies; a custom entry replaces the whole of next-auth's own. */
export function authOptions(): NextAuthOptions {
  return {
    providers: [
      CredentialsProvider({
        id: 'launch',
        name: 'launch',
        credentials: { ticket: {} },
        authorize: async (given) => redeem(given?.ticket, await database()),
      }),
    ],
    secret: env().NEXTAUTH_SECRET,
    useSecureCookies: true,
    session: { strategy: 'jwt', maxAge: idleSeconds },
    pages: { signIn: '/', signOut: '/', error: '/', verifyRequest: '/', newUser: '/' },
    cookies: {
      sessionToken: { name: sessionCookie, options: cookie },
      callbackUrl: { name: '__Host-cl.cb', options: cookie },
      csrfToken: { name: '__Host-cl.csrf', options: cookie },
      pkceCodeVerifier: { name: '__Host-cl.pkce', options: short },
      state: { name: '__Host-cl.state', options: short },
      nonce: { name: '__Host-cl.nonce', options: short },
    },
    callbacks: {
      jwt: async ({ token, user }) => ({ ...(user ? claims.parse(user) : await renewed(token)) }),
      session: ({ session }) => ({ expires: session.expires }),
    },
  }
}

/** next-auth clears the cookie when this throws: the absolute end and the epoch hold although it renews the idle time. */
async function renewed(token: unknown): Promise<Claims> {
  const said = claims.parse(token)
  const db = await database()
  if ((await standing(said, db, clockOf(db))) === null) throw new Error('The session has ended')
  return said
}
