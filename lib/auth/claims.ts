import { z } from 'zod'

/** What the session cookie says, sealed by next-auth: whose, since when, under which epoch. Names are short: it travels often. */
export const claims = z.object({
  tenant: z.string(),
  installation: z.string(),
  key: z.string(),
  member: z.string(),
  epoch: z.number(),
  /** Milliseconds UTC of the sign-in. */
  since: z.number(),
})
export type Claims = z.infer<typeof claims>

export const sessionCookie = '__Host-cl.session'
export const endedSession = `${sessionCookie}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=None; Partitioned`
export const idleSeconds = 30 * 60
export const longest = 8 * 60 * 60 * 1000

export const tooOld = ({ since }: Claims, now: number): boolean => now - since > longest
