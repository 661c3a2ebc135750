import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { frameEnvironment, vendorEnvironment } from './environment.mjs'

/**
 * Everything the demo's programs must agree on: keys made once and kept for their owner only, addresses, and hints.
 * @param {{ home: string, hostUrl: string, appUrl: string, crm: string, vendors: Vendor[], mailUrl?: string }} places
 */
export function settings({ home, hostUrl, appUrl, crm, vendors, mailUrl }) {
  const keys = keysOf(join(home, 'keys.json'))
  const issuer = 'demo-host'
  const { d: _private, ...publicKey } = keys.launch
  const pinned = { ...publicKey, iss: issuer, crm, origins: [hostUrl] }
  return {
    env: {
      NODE_ENV: 'production',
      DATA_DIR: home,
      DATABASE_URL: '',
      NEXTAUTH_URL: appUrl,
      NEXTAUTH_SECRET: keys.session,
      CRED_KEYS: `demo:${keys.seal}`,
      LAUNCH_KEYS: JSON.stringify({ keys: [pinned] }),
      ALLOW_PRIVATE_ADDRESSES: '1',
      ...(mailUrl === undefined ? {} : { SMTP_URL: mailUrl, MAIL_FROM: 'concord@demo.test' }),
      ...vendorEnvironment(vendors),
      ...frameEnvironment(crm, hostUrl),
    },
    host: { issuer, key: keys.launch, hints: vendors.flatMap(hintsOf) },
  }
}

/** @param {Vendor} vendor */
const hintsOf = ({ name, typed }) => Object.entries(typed).map(([key, value]) => ({ label: `${name}, ${key}`, value }))

/**
 * @typedef {{ id: string, name: string, url: string, base: string, client: { id: string, secret: string } | null,
 *   typed: Record<string, string>, options?: string[] }} Vendor
 */

/**
 * @param {string} path
 * @returns {{ session: string, seal: string, launch: import('node:crypto').JsonWebKey & { kid: string } }}
 */
function keysOf(path) {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'))
  const launch = generateKeyPairSync('ed25519').privateKey
  const kid = randomBytes(6).toString('hex')
  const { x } = createPublicKey(launch).export({ format: 'jwk' })
  const keys = {
    session: randomBytes(32).toString('base64url'),
    seal: randomBytes(32).toString('base64'),
    launch: { ...launch.export({ format: 'jwk' }), x, kid },
  }
  writeFileSync(path, JSON.stringify(keys), { mode: 0o600 })
  return keys
}
