import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'concord-boot-'))
  vi.resetModules()
  Reflect.deleteProperty(globalThis, Symbol.for('concord.database'))
  vi.stubEnv('DATA_DIR', home)
  vi.stubEnv('DATABASE_URL', '')
  vi.stubEnv('NEXTAUTH_URL', 'http://127.0.0.1:3000')
  vi.stubEnv('NEXTAUTH_SECRET', 'a-secret-of-more-than-thirty-two-characters')
  vi.stubEnv('CRED_KEYS', `k1:${Buffer.alloc(32, 7).toString('base64')}`)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  Reflect.deleteProperty(globalThis, Symbol.for('concord.database'))
  await rm(home, { recursive: true, force: true })
})

async function warningsIn(mode: 'production' | 'development'): Promise<readonly string[]> {
  vi.stubEnv('NODE_ENV', mode)
  const { database } = await import('@/lib/store/db')
  const db = await database()
  await db.close()
  return db.warnings
}

test('whoever runs the app in production on the embedded database is told so', async () => {
  expect(await warningsIn('production')).toEqual([expect.stringContaining('DATABASE_URL is not set')])
})

test('development on the embedded database is nothing to warn about', async () => {
  expect(await warningsIn('development')).toEqual([])
})
