import { beforeEach, describe, expect, test } from 'vitest'
import type { Fault } from '../../sandbox/kit/faults'
import { meetAgain } from '@/lib/engine/meet'
import type { Engine } from '@/lib/engine/workshop'
import type { Database } from '@/lib/store/db'
import { swapTokens, takeTurn } from '@/lib/store/tokens'
import { sharedDatabase } from '../kit/fresh-database'
import { kindOf, minute, onToken, signedIn } from './signed-in'
import { env } from '@/lib/env'
import { rewrapTenant } from '@/lib/store/rewrap'

let db: Database
beforeEach(async () => {
  db = await sharedDatabase()
})

describe('an answer that is lost', () => {
  const lost: readonly [string, Fault][] = [
    ['the connection breaks after the vendor acted', { ...onToken, do: 'cut-after' }],
    ['the vendor says 500 although it acted', { ...onToken, do: 'answer', status: 500, after: true }],
    ['the answer breaks off', { ...onToken, do: 'truncated' }],
  ]

  test.each(lost)('is asked for again within the grace: %s', async (_name, fault) => {
    const at = await signedIn(db)
    at.advance(40 * minute)
    at.vendor.faults.add(fault)
    expect(await kindOf(at.tokens().access())).not.toBe('fine')
    expect((await at.consent())?.doubtfulAt).not.toBeNull()
    at.advance(minute)
    expect(await at.works()).toBe(true)
    expect(await at.consent()).toMatchObject({ doubtfulAt: null, refusedAt: null })
  })

  test('while the old token is still good nobody notices', async () => {
    const at = await signedIn(db)
    at.advance(26 * minute)
    at.vendor.faults.add(...lost.map(([, fault]) => fault))
    const tokens = at.tokens()
    expect(await tokens.access()).toBe(at.given.access)
    expect(await tokens.access()).toBe(at.given.access)
    expect(at.vendor.faults.pending()).toHaveLength(2)
    expect(await at.works()).toBe(true)
  })

  test('after the grace the vendor refuses, and only then a new consent is asked for', async () => {
    const at = await signedIn(db)
    at.advance(40 * minute)
    at.vendor.faults.add({ ...onToken, do: 'cut-after' })
    expect(await kindOf(at.tokens().access())).toBe('unreachable')
    at.advance(31 * minute)
    expect(await kindOf(at.tokens().access())).toBe('signed-out')
  })

  test('where a second use would end the grant, the old access token is used to its very end first', async () => {
    const at = await signedIn(db, { graceSeconds: 0 }, { graceMs: 0 })
    at.advance(26 * minute)
    at.vendor.faults.add({ ...onToken, do: 'cut-after' })
    expect(await at.tokens().access()).toBe(at.given.access)
    at.advance(3 * minute)
    expect(await at.works()).toBe(true)
    expect(at.calls()).toBe(1)
    at.advance(2 * minute)
    expect(await kindOf(at.works())).toBe('signed-out')
    expect(at.calls()).toBe(2)
  })

  test('where nothing was sent there is no doubt', async () => {
    const at = await signedIn(db, { graceSeconds: 0 }, { graceMs: 0 })
    at.advance(40 * minute)
    const refusing: Engine['fetch'] = () =>
      Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { code: 'ECONNREFUSED' }) }))
    expect(
      await kindOf(meetAgain({ ...at.engine, fetch: refusing }, at.id).then(({ session }) => session.companies())),
    ).toBe('unreachable')
    expect(await at.consent()).toMatchObject({ doubtfulAt: null })
    expect(await at.works()).toBe(true)
  })

  test('a vendor that asks us to wait has done nothing', async () => {
    const at = await signedIn(db)
    at.advance(40 * minute)
    at.vendor.faults.add({ ...onToken, do: 'answer', status: 429, headers: { 'retry-after': '30' } })
    expect(await kindOf(at.tokens().access())).toBe('slow-down')
    expect(await at.consent()).toMatchObject({ doubtfulAt: null })
  })

  test('a worker that dies between answer and commit leaves a doubt that the next one clears', async () => {
    const at = await signedIn(db)
    at.advance(40 * minute)
    await at.within((tx) => takeTurn(tx, at.engine, { connection: at.id, version: 1, by: 'dead' }, 30_000))
    at.vendor.server.answer({
      ...{ method: 'POST', path: '/token', query: new URLSearchParams(), origin: 'https://login.paper.test' },
      headers: { authorization: `Basic ${Buffer.from('concord:s3cret%20value').toString('base64')}` },
      body: Buffer.from(`grant_type=refresh_token&refresh_token=${at.given.refresh}`),
    })
    expect(await kindOf(at.tokens().access())).toBe('unreachable')
    at.advance(minute)
    expect(await at.works()).toBe(true)
    expect(await at.kept()).toMatchObject({ version: 2, doubtfulAt: null })
  })
})

describe('two workers', () => {
  test('a vendor slower than the turn: the late answer is thrown away, and both go on with the same token', async () => {
    const at = await signedIn(db)
    at.advance(40 * minute)
    const quick = at.tokens()
    const slow: Engine['fetch'] = async (url, init) => {
      at.advance(minute)
      await quick.access()
      return at.vendor.fetch(url, init)
    }
    const { session } = await meetAgain({ ...at.engine, fetch: once(slow, at.vendor.fetch) }, at.id)
    expect(await session.companies()).toHaveLength(1)
    expect(at.calls()).toBe(2)
    expect(await at.kept()).toMatchObject({ version: 2, access: await quick.access() })
  })

  test('a refusal that another worker has overtaken is no refusal', async () => {
    const at = await signedIn(db, {}, { graceMs: 0 })
    at.advance(40 * minute)
    // Somebody else renews between our reading and our call.
    const overtaken: Engine['fetch'] = async (url, init) => {
      await renewedBy(at)
      return at.vendor.fetch(url, init)
    }
    const { session } = await meetAgain({ ...at.engine, fetch: once(overtaken, at.vendor.fetch) }, at.id)
    expect(await session.companies()).toHaveLength(1)
    expect(await at.consent()).toMatchObject({ refusedAt: null })
  })

  test('keys that change while a token is being renewed lose neither the old nor the new one', async () => {
    const at = await signedIn(db, {}, { graceMs: 0 })
    at.advance(40 * minute)
    const ours = env().CRED_KEYS
    const fresh = { kid: 'fresh', key: Buffer.alloc(32, 9) }
    const rotated: Engine['fetch'] = async (url, init) => {
      await at.within((tx) => rewrapTenant(tx, at.engine, [fresh, ...ours]))
      return at.vendor.fetch(url, init)
    }
    const { session } = await meetAgain({ ...at.engine, fetch: once(rotated, at.vendor.fetch) }, at.id)
    expect(await session.companies()).toHaveLength(1)
    await at.within((tx) => rewrapTenant(tx, at.engine, [...ours, fresh]))
    expect(await at.kept()).toMatchObject({ version: 2, refusedAt: null, doubtfulAt: null })
    expect(at.calls()).toBe(1)
    at.advance(40 * minute)
    expect(await at.works()).toBe(true)
  })

  test('a database that is away for a moment at commit loses nothing', async () => {
    const at = await signedIn(db, {}, { graceMs: 0 })
    at.advance(40 * minute)
    let failing = 3
    const drizzle: Database['drizzle'] = Object.create(db.drizzle) as Database['drizzle'] // one method stands in
    drizzle.transaction = async (work, config) => {
      if (at.calls() === 1 && failing-- > 0) throw new Error('the database is away')
      return db.drizzle.transaction(work, config)
    }
    const engine = { ...at.engine, db: { ...db, drizzle } }
    const { session } = await meetAgain(engine, at.id)
    expect(await session.companies()).toHaveLength(1)
    expect(failing).toBeLessThan(0)
    expect(await at.kept()).toMatchObject({ version: 2 })
  })
})

/** As another process would: takes over although the turn is ours, as after its end. */
async function renewedBy(at: Awaited<ReturnType<typeof signedIn>>): Promise<void> {
  const before = await at.kept()
  if (!before) throw new Error('There is no consent')
  const fresh = at.vendor.server.admin.grant()
  at.vendor.server.admin.revokeAll()
  const again = at.vendor.server.admin.grant()
  const given = { ...at.given, ...again, accessUntil: at.engine.now() + 30 * minute }
  expect(fresh.access).not.toBe(again.access)
  await at.within((tx) => swapTokens(tx, at.engine, at.id, before, given))
}

function once(first: NonNullable<Engine['fetch']>, then: NonNullable<Engine['fetch']>): NonNullable<Engine['fetch']> {
  let isFirst = true
  return (url, init) => {
    const use = isFirst ? first : then
    isFirst = false
    return use(url, init)
  }
}
