import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

const prefix = /^signkey-\w+-/

/** Value of the x-inngest-signature header. https://github.com/inngest/inngest/blob/main/docs/SDK_SPEC.md */
export function sign(canonicalBody: string, signingKey: string, nowMs: number): string {
  const seconds = Math.round(nowMs / 1000).toString()
  const hmac = createHmac('sha256', signingKey.replace(prefix, ''))
  return `t=${seconds}&s=${hmac.update(canonicalBody).update(seconds).digest('hex')}`
}

/** What the SDK shows us as its bearer token: the key hashed, never the key. */
export function hashedKey(signingKey: string): string {
  const bare = signingKey.replace(prefix, '')
  if (!/^([0-9a-f]{2})+$/i.test(bare)) throw new Error('The Inngest signing key must be signkey-<name>-<hex>')
  const hash = createHash('sha256').update(Buffer.from(bare, 'hex')).digest('hex')
  return `${prefix.exec(signingKey)?.[0] ?? ''}${hash}`
}

export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

/** JSON in the one form both sides sign (RFC 8785): keys sorted, no blanks. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each) => canonical(each ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`
}
