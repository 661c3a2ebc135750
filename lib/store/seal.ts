import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { env, type SealingKey } from '@/lib/env'

/** What a secret is bound to: moved to another tenant, connection, field or version, it does not open. */
export interface Bound {
  readonly tenant: string
  readonly connection: string
  readonly field: string
  readonly version: number
}

/** Seals a text: `v1.<key id>.<wrapped data key>.<ciphertext>`, AES-256-GCM twice (embedding-security.md B5). */
export function seal(plain: string, bound: Bound, ring: readonly SealingKey[] = env().CRED_KEYS): string {
  const active = ring[0]
  if (!active) throw new Error('CRED_KEYS holds no key')
  const dataKey = randomBytes(32)
  const wrapped = encrypt(active.key, dataKey, bound)
  return ['v1', active.kid, wrapped, encrypt(dataKey, Buffer.from(plain, 'utf8'), bound)].join('.')
}

export function open(envelope: string, bound: Bound, ring: readonly SealingKey[] = env().CRED_KEYS): string {
  const { kid, wrapped, ciphertext } = parse(envelope)
  return decrypt(decrypt(keyOf(kid, ring), wrapped, bound), ciphertext, bound).toString('utf8')
}

/** Changes the outer key to the active one; the secret itself is not opened. */
export function rewrap(envelope: string, bound: Bound, ring: readonly SealingKey[] = env().CRED_KEYS): string {
  const { kid, wrapped, ciphertext } = parse(envelope)
  const active = ring[0]
  if (!active) throw new Error('CRED_KEYS holds no key')
  return ['v1', active.kid, encrypt(active.key, decrypt(keyOf(kid, ring), wrapped, bound), bound), ciphertext].join('.')
}

/** Which key a secret is wrapped with. */
export const kidOf = (envelope: string): string => parse(envelope).kid

const ivLength = 12
const tagLength = 16

function encrypt(key: Buffer, plain: Buffer, bound: Bound): string {
  const iv = randomBytes(ivLength)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(aadOf(bound))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
}

function decrypt(key: Buffer, text: string, bound: Bound): Buffer {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length < ivLength + tagLength) throw new Error('A sealed secret is too short')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivLength), { authTagLength: tagLength })
  decipher.setAAD(aadOf(bound)).setAuthTag(bytes.subarray(ivLength, ivLength + tagLength))
  return Buffer.concat([decipher.update(bytes.subarray(ivLength + tagLength)), decipher.final()])
}

// JSON keeps the parts apart whatever characters they hold.
const aadOf = ({ tenant, connection, field, version }: Bound) =>
  Buffer.from(JSON.stringify([tenant, connection, field, version]), 'utf8')

function parse(envelope: string) {
  const [form, kid, wrapped, ciphertext, more] = envelope.split('.')
  if (form !== 'v1' || !kid || !wrapped || !ciphertext || more !== undefined) {
    throw new Error('A sealed secret has an unknown form')
  }
  return { kid, wrapped, ciphertext }
}

function keyOf(kid: string, ring: readonly SealingKey[]): Buffer {
  const found = ring.find((entry) => entry.kid === kid)
  if (!found) throw new Error(`CRED_KEYS lacks the key ${kid}, which sealed this secret`)
  return found.key
}
