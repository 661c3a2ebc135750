import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { parseEnv } from '@/lib/env'
import { open, rewrap, seal } from '@/lib/store/seal'

const key = (kid: string) => ({ kid, key: randomBytes(32) })
const bound = { tenant: 't', connection: 'c', field: 'token', version: 1 }

describe('a sealed secret', () => {
  const [old, current] = [key('k1'), key('k2')]

  it('opens where it belongs and nowhere else', () => {
    const envelope = seal('hush', bound, [old])
    expect(open(envelope, bound, [old])).toBe('hush')
    for (const other of [{ tenant: 'x' }, { connection: 'x' }, { field: 'x' }, { version: 2 }]) {
      expect(() => open(envelope, { ...bound, ...other }, [old])).toThrow()
    }
    expect(seal('hush', bound, [old])).not.toBe(envelope)
  })

  it('does not open after any change', () => {
    const envelope = seal('hush', bound, [old])
    const parts = envelope.split('.')
    for (const at of [2, 3]) {
      const bytes = Buffer.from(parts[at] ?? '', 'base64url')
      for (let index = 0; index < bytes.length; index++) {
        const bent = Buffer.from(bytes)
        bent[index] = (bent[index] ?? 0) ^ 1
        const forged = parts.map((part, place) => (place === at ? bent.toString('base64url') : part)).join('.')
        expect(() => open(forged, bound, [old])).toThrow()
      }
    }
    for (const text of ['', 'v2.a.b.c', `${envelope}.more`, 'v1.k1.AA.AA']) {
      expect(() => open(text, bound, [old])).toThrow()
    }
  })

  it('moves to a new key without being opened', () => {
    const envelope = seal('hush', bound, [old])
    const moved = rewrap(envelope, bound, [current, old])
    expect(moved.split('.')[3]).toBe(envelope.split('.')[3])
    expect(open(moved, bound, [current])).toBe('hush')
    expect(() => open(envelope, bound, [current])).toThrow('k1')
  })
})

describe('the environment', () => {
  const good = {
    NEXTAUTH_URL: 'https://x.example',
    NEXTAUTH_SECRET: 's'.repeat(32),
    CRED_KEYS: `a:${randomBytes(32).toString('base64')}, b:${randomBytes(32).toString('base64')}`,
  }
  it('names what is missing and what is wrong, all at once', () => {
    const wrong = { ...good, NEXTAUTH_URL: '', CRED_KEYS: 'a:short', LEASE_MS: '-1', LAUNCH_KEYS: 'no json' }
    const read = () => parseEnv(wrong)
    expect(read).toThrow('NEXTAUTH_URL is missing')
    expect(read).toThrow('CRED_KEYS: must be')
    expect(read).toThrow('LEASE_MS')
    expect(read).toThrow('LAUNCH_KEYS: must be')
  })
  it('is not complete without a key to seal with, nor with a part of one', () => {
    const { CRED_KEYS: _none, ...without } = good
    expect(() => parseEnv(without)).toThrow('CRED_KEYS is missing')
    expect(() => parseEnv({ ...good, CRED_KEYS: '' })).toThrow('CRED_KEYS is missing')
    for (const CRED_KEYS of [':', 'a:', `a:${randomBytes(31).toString('base64')}`, `${good.CRED_KEYS},b:`])
      expect(() => parseEnv({ ...good, CRED_KEYS })).toThrow('CRED_KEYS: must be')
  })
  it('takes what is given and fills in the rest', () => {
    const env = parseEnv({ ...good, LAUNCH_KEYS: '{"keys":[{"kid":"1"}]}', LEASE_MS: '5', DATABASE_URL: '' })
    expect(env.CRED_KEYS.map(({ kid }) => kid)).toEqual(['a', 'b'])
    expect(env).toMatchObject({ LEASE_MS: 5, STEP_MS: 20_000, LAUNCH_KEYS: { keys: [{ kid: '1' }] } })
    expect(env.DATABASE_URL).toBeUndefined()
  })
})
