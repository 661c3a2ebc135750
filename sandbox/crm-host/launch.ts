import { createPrivateKey, randomUUID, sign } from 'node:crypto'
import type { JsonWebKey } from 'node:crypto'

export interface Visitor {
  readonly user: string
  readonly name: string
  readonly email: string
  readonly role: 'admin' | 'viewer'
  readonly locale: 'en' | 'fr' | 'es'
  readonly tenant: string
  /** The CRM's page that frames the app, and which page of the app was asked for there. */
  readonly tab?: string
  readonly path?: string
}

export interface Signing {
  /** Ed25519 private key with its `kid`. */
  readonly key: JsonWebKey & { readonly kid: string }
  readonly issuer: string
  /** Where the app lives: the only reader of this launch. */
  readonly audience: string
  readonly origin: string
}

/** The generic signed launch: one minute of life, used once. Written without a token library, on purpose. */
export function signLaunch(visitor: Visitor, signing: Signing, now: number): string {
  const { user, ...claims } = visitor
  return signed({ sub: user, ...claims }, signing, now)
}

/** What the marketplace tells an app of an organisation that installs it or leaves. */
export interface Event {
  readonly event: 'install' | 'uninstall'
  readonly tenant: string
  readonly name: string
  readonly locale: Visitor['locale']
}

export const signEvent = (event: Event, signing: Signing, now: number): string => signed({ ...event }, signing, now)

function signed(claims: object, { key, issuer, audience, origin }: Signing, now: number): string {
  const at = Math.floor(now / 1000)
  const body = { iss: issuer, aud: audience, iat: at, exp: at + 60, jti: randomUUID(), origin, ...claims }
  const text = `${part({ alg: 'EdDSA', typ: 'JWT', kid: key.kid })}.${part(body)}`
  const signature = sign(null, Buffer.from(text), createPrivateKey({ key, format: 'jwk' }))
  return `${text}.${signature.toString('base64url')}`
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
