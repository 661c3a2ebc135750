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

test('whoever runs the app in production without a mail server is told so', async () => {
  const { mailWarnings, parseEnv } = await import('@/lib/env')
  const given = { ...process.env, NODE_ENV: 'production' }
  expect(mailWarnings(parseEnv(given))).toEqual([expect.stringContaining('SMTP_URL and MAIL_FROM')])
  const whole = { ...given, SMTP_URL: 'smtp://127.0.0.1:25', MAIL_FROM: 'Concord <alerts@concord.example>' }
  expect(mailWarnings(parseEnv(whole))).toEqual([])
  expect(mailWarnings(parseEnv({ ...given, NODE_ENV: 'development' }))).toEqual([])
  for (const wrong of [
    { SMTP_URL: 'http://x.example' },
    { MAIL_FROM: 'nobody' },
    { MAIL_FROM: 'a@b.example\r\nBcc: c@d' },
  ])
    expect(() => parseEnv({ ...whole, ...wrong })).toThrow(Object.keys(wrong)[0])
})
