import { createHash } from 'node:crypto'
import { decodeProtectedHeader, errors, importJWK, jwtVerify } from 'jose'
import { z } from 'zod'
import { refused } from '@/lib/model/launch'
import type { Lifecycle, Refusal, Verdict, VerifiedLaunch } from '@/lib/model/launch'
import { locales } from '@/lib/model/words'
import { insidePath } from '@/lib/model/inside-path'

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
  organisation: z.string().min(1).max(200).nullish(),
  tab: z.url().max(500).nullish(),
  path: insidePath.nullish(),
})

const event = claims.pick({ tenant: true, iat: true, exp: true, jti: true, locale: true, origin: true }).extend({
  event: z.enum(['install', 'uninstall']),
  name: z.string().min(1).max(200).nullish(),
})

const largest = 16 * 1024
const longestLife = 60

/** Size, algorithm, signature, audience, time, origin: in this order, each failing closed. Replay is the store's to tell. */
export async function verifyLaunch(token: string, trust: Trust): Promise<Verdict> {
  const opened = await openPinned(token, trust)
  if ('refusal' in opened) return refused(opened.refusal)
  const { said, key } = opened
  const parsed = claims.safeParse(said)
  if (!parsed.success) return refused('launch_malformed')
  if (!timely(parsed.data, trust.now)) return refused('launch_expired')
  if (!key.origins.includes(parsed.data.origin)) return refused('launch_signature')
  const { tab, origin } = parsed.data
  if (tab != null && new URL(tab).origin !== origin) return refused('launch_malformed')
  return { ok: true, launch: launchOf(parsed.data, key, token) }
}

/** The same proof for what happens to an installation as a whole: its host signs the event. */
export async function verifyLifecycle(token: string, trust: Trust): Promise<Lifecycle> {
  const opened = await openPinned(token, trust)
  if ('refusal' in opened) return refused(opened.refusal)
  const { said, key } = opened
  const parsed = event.safeParse(said)
  if (!parsed.success) return refused('launch_malformed')
  if (!timely(parsed.data, trust.now)) return refused('launch_expired')
  const { origin, tenant, event: what, locale, name } = parsed.data
  if (!key.origins.includes(origin)) return refused('launch_signature')
  return {
    ...{ ok: true, event: what, crm: key.crm, crmTenant: `${key.iss}:${tenant}`, tenantName: name ?? null },
    ...{ origin, locale, proof: proofOf(token) },
  }
}

interface Trust {
  readonly keys: readonly unknown[]
  readonly audience: string
  readonly now: number
}

async function openPinned(token: string, trust: Trust) {
  if (token.length > largest) return { refusal: 'launch_malformed' as const }
  const key = pinnedFor(token, trust.keys)
  if (key === 'malformed') return { refusal: 'launch_malformed' as const }
  if (key === null) return { refusal: 'launch_signature' as const }
  const opened = await open(token, key, trust)
  return 'refusal' in opened ? opened : { said: opened.said, key }
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

const timely = ({ iat, exp }: { readonly iat: number; readonly exp: number }, now: number): boolean =>
  exp - iat <= longestLife && iat <= now / 1000 + 60

function launchOf(said: z.infer<typeof claims>, key: PinnedKey, token: string): VerifiedLaunch {
  return {
    crm: key.crm,
    crmTenant: `${key.iss}:${said.tenant}`,
    tenantName: said.organisation ?? null,
    user: said.sub,
    name: said.name,
    email: said.email ?? null,
    role: said.role,
    locale: said.locale,
    origin: said.origin,
    proof: proofOf(token),
    ...(said.tab == null ? {} : { tab: said.tab }),
    ...(said.path == null ? {} : { path: said.path }),
  }
}

/** Of what is signed, without the signature: that can be written in several ways, and each would open once more. */
const proofOf = (token: string): string =>
  createHash('sha256')
    .update(token.slice(0, token.lastIndexOf('.')))
    .digest('hex')
