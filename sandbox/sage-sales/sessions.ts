import { createHash } from 'node:crypto'
import type { Clock } from '../kit/clock'

export interface KeyPair {
  readonly publicKey: string
  readonly privateKey: string
  /** The user it acts as. */
  readonly user: number
}

export type Standing = 'unknown' | 'expired' | KeyPair

export interface Sessions {
  /** null for a wrong key pair. */
  login(publicKey: unknown, privateKey: unknown): string | null
  standing(token: string | undefined): Standing
  expire(): void
  revoke(): void
  restore(): void
}

/** https://developer.forcemanager.com/ : a key pair buys an opaque token, sent back as X-Session-Key. */
export function sessions(clock: Clock, keys: readonly KeyPair[], lifetimeMs: number): Sessions {
  const tokens = new Map<string, { readonly pair: KeyPair; readonly until: number }>()
  let issued = 0
  let revoked = false
  const forgetOld = () => {
    for (const [token, { until }] of tokens) if (until + lifetimeMs < clock.now()) tokens.delete(token)
  }
  return {
    login(publicKey, privateKey) {
      const pair = keys.find((each) => each.publicKey === publicKey && each.privateKey === privateKey)
      if (!pair || revoked) return null
      if (tokens.size > 10_000) forgetOld()
      issued += 1
      const seconds = Math.floor(clock.now() / 1000)
      const mac = createHash('sha256').update(`${pair.privateKey}|${issued}|${seconds}`).digest('base64')
      const token = Buffer.from(`${seconds}|${issued}|${mac}`).toString('base64')
      tokens.set(token, { pair, until: clock.now() + lifetimeMs })
      return token
    },
    standing(token) {
      const known = token === undefined ? undefined : tokens.get(token)
      if (!known || revoked) return 'unknown'
      return known.until > clock.now() ? known.pair : 'expired'
    },
    expire() {
      for (const [token, { pair }] of tokens) tokens.set(token, { pair, until: clock.now() })
    },
    revoke: () => {
      revoked = true
    },
    restore: () => {
      revoked = false
    },
  }
}
