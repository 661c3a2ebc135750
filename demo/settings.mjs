import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Everything the demo's programs must agree on: keys made once and kept for their owner only, addresses, and hints.
 * @param {{ home: string, hostUrl: string, appUrl: string, crmPort: number, booksPort: number }} places
 */
export function settings({ home, hostUrl, appUrl, crmPort, booksPort }) {
  const keys = keysOf(join(home, 'keys.json'))
  const issuer = 'demo-host'
  const { d: _private, ...publicKey } = keys.launch
  const pinned = { ...publicKey, iss: issuer, crm: 'sage-sales', origins: [hostUrl] }
  const books = `http://127.0.0.1:${booksPort}`
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
      SAGE_SALES_BASE_URL: `http://127.0.0.1:${crmPort}/api/v4`,
      SAGE_50_FR_BASE_URL: books,
    },
    host: {
      issuer,
      key: keys.launch,
      hints: [
        { label: 'Sage Sales Management, public key', value: 'demo-public-key' },
        { label: 'Sage Sales Management, private key', value: 'demo-private-key' },
        { label: 'Sage 50, gateway address', value: books },
        { label: 'Sage 50, gateway key', value: 'gw-demo-key' },
      ],
    },
  }
}

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
