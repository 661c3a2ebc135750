import { createHash } from 'node:crypto'
import { decodeProtectedHeader, errors, importJWK, jwtVerify } from 'jose'
import { z } from 'zod'
import { locales } from '@/lib/model/words'
import type { Locale } from '@/lib/model/words'

/** Why a launch is refused; never says more than this to the outside. */
export const refusals = {
  launch_malformed: 400,
  launch_signature: 401,
  launch_expired: 401,
  launch_replayed: 401,
  launch_too_many: 429,
} as const
export type Refusal = keyof typeof refusals

export interface VerifiedLaunch {
  readonly crm: string
  /** Named after the host that signed, so that one host can never speak for another's organisation. */
  readonly crmTenant: string
  readonly user: string
  readonly name: string
  readonly email: string | null
  readonly role: 'admin' | 'viewer'
  readonly locale: Locale
  readonly origin: string
  readonly proof: string
}
export type Verdict =
  { readonly ok: true; readonly launch: VerifiedLaunch } | { readonly ok: false; readonly refusal: Refusal }

/** A pinned key, and what it may say: for which CRM, framed by which exact origins. */
const pinnedKey = z.object({
  kid: z.string().min(1),
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  iss: z.string().min(1),
  crm: z.string().min(1),
  origins: z.array(z.url()).min(1),
})
type PinnedKey = z.infer<typeof pinnedKey>

const claims = z.object({
  sub: z.string().min(1).max(200),
  tenant: z.string().min(1).max(200),
  role: z.enum(['admin', 'viewer']),
  iat: z.number(),
  exp: z.number(),
  jti: z.string().min(8).max(200),
  name: z.string().min(1).max(200),
  email: z.email().max(300).nullish(),
  locale: z.enum(locales),
  origin: z.string().max(300),
})

const largest = 16 * 1024
const longestLife = 60
const refused = (refusal: Refusal): Verdict => ({ ok: false, refusal })

/** Size, algorithm, signature, audience, time, origin: in this order, each failing closed. Replay is the store's to tell. */
export async function verifyLaunch(
  token: string,
  trust: { readonly keys: readonly unknown[]; readonly audience: string; readonly now: number },
): Promise<Verdict> {
  if (token.length > largest) return refused('launch_malformed')
  const key = pinnedFor(token, trust.keys)
  if (key === 'malformed') return refused('launch_malformed')
  if (key === null) return refused('launch_signature')
  const opened = await open(token, key, trust)
  if ('refusal' in opened) return refused(opened.refusal)
  const parsed = claims.safeParse(opened.said)
  if (!parsed.success) return refused('launch_malformed')
  if (!timely(parsed.data, trust.now)) return refused('launch_expired')
  if (!key.origins.includes(parsed.data.origin)) return refused('launch_signature')
  return { ok: true, launch: launchOf(parsed.data, key, token) }
}

function pinnedFor(token: string, keys: readonly unknown[]): PinnedKey | null | 'malformed' {
  try {
    const { kid, alg } = decodeProtectedHeader(token)
    if (alg !== 'EdDSA' && alg !== 'Ed25519') return null
    return keys.map((key) => pinnedKey.parse(key)).find((key) => key.kid === kid) ?? null
  } catch (error) {
    if (error instanceof z.ZodError) throw error
    return 'malformed'
  }
}

async function open(
  token: string,
  key: PinnedKey,
  trust: { readonly audience: string; readonly now: number },
): Promise<{ readonly said: unknown } | { readonly refusal: Refusal }> {
  try {
    const verified = await jwtVerify(token, await importJWK(key, 'EdDSA'), {
      algorithms: ['EdDSA', 'Ed25519'],
      audience: trust.audience,
      issuer: key.iss,
      currentDate: new Date(trust.now),
      requiredClaims: ['exp', 'iat'],
    })
    return { said: verified.payload }
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { refusal: 'launch_expired' }
    if (error instanceof errors.JOSEError) return { refusal: 'launch_signature' }
    throw error
  }
}

const timely = ({ iat, exp }: z.infer<typeof claims>, now: number): boolean =>
  exp - iat <= longestLife && iat <= now / 1000 + 60

function launchOf(said: z.infer<typeof claims>, key: PinnedKey, token: string): VerifiedLaunch {
  return {
    crm: key.crm,
    crmTenant: `${key.iss}:${said.tenant}`,
    user: said.sub,
    name: said.name,
    email: said.email ?? null,
    role: said.role,
    locale: said.locale,
    origin: said.origin,
    proof: createHash('sha256').update(token).digest('hex'),
  }
}
