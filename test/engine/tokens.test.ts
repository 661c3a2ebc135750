import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { addressOf } from '@/lib/engine/address'
import { keepGrant, restingGrants } from '@/lib/service/keep-grants'
import { connection, endConnection, grantOf } from '@/lib/store/connections'
import { meetAgain } from '@/lib/engine/meet'
import type { Engine } from '@/lib/engine/workshop'
import { inTenant, type Database } from '@/lib/store/db'
import { firstOf } from '@/lib/store/rows'
import { keptTokens, saveTokens, takeTurn } from '@/lib/store/tokens'
import { sharedDatabase } from '../kit/fresh-database'
import { kindOf, minute, onToken, signedIn } from './signed-in'

let db: Database
beforeEach(async () => {
  db = await sharedDatabase()
})

describe('a consent in the store', () => {
  test('is sealed, and opens only where it belongs', async () => {
    const at = await signedIn(db)
    const row = await at.within((tx) =>
      firstOf<{ access: string; refresh: string }>(
        tx,
        sql`select access, refresh from tokens where connection_id = ${at.id}`,
      ),
    )
    expect(JSON.stringify(row)).not.toContain(at.given.access)
    expect(JSON.stringify(row)).not.toContain(at.given.refresh)
    expect(await at.kept()).toMatchObject({ access: at.given.access, refresh: at.given.refresh, version: 1 })
    await at.within((tx) => tx.execute(sql`update tokens set access = refresh where connection_id = ${at.id}`))
    await expect(at.kept()).rejects.toThrow()
  })

  test('what the vendor told beside the tokens comes with the grant, the tokens never do', async () => {
    const at = await signedIn(db)
    const grant = await at.within((tx) => grantOf(tx, at.engine, at.id))
    expect(grant).toMatchObject({ consent: { companyId: 'c1' }, company: 'c1' })
    expect(JSON.stringify(grant)).not.toContain(at.given.access)
  })

  test('is gone with its connection', async () => {
    const at = await signedIn(db)
    await at.within((tx) => endConnection(tx, at.engine, at.id))
    expect(await at.kept()).toBeNull()
    expect(await kindOf(at.tokens().access())).toBe('signed-out')
  })

  test('another tenant neither sees nor renews it', async () => {
    const [at, other] = [await signedIn(db), await signedIn(db)]
    const thief = { ...at, engine: { ...at.engine, tenant: other.engine.tenant } }
    expect(await inTenant(thief.engine, (tx) => keptTokens(tx, thief.engine, at.id))).toBeNull()
    const turn = { connection: at.id, version: 1, by: 'thief' }
    expect(await inTenant(thief.engine, (tx) => takeTurn(tx, thief.engine, turn, 1_000))).toBe(false)
  })
})

/** Whether the vendor is reached by a worker whose clock goes wrong by some minutes. */
async function worksBy({ engine, id }: Awaited<ReturnType<typeof signedIn>>, skew: number): Promise<boolean> {
  const { session } = await meetAgain({ ...engine, now: () => engine.now() + skew * minute }, id)
  return (await session.companies()).length === 1
}

describe('renewing', () => {
  test('a fresh token is used as it is, and renewed five minutes before its end', async () => {
    const at = await signedIn(db)
    expect(await at.tokens().access()).toBe(at.given.access)
    at.advance(24 * minute)
    expect(await at.works()).toBe(true)
    expect(at.calls()).toBe(0)
    at.advance(2 * minute)
    expect(await at.works()).toBe(true)
    expect(at.calls()).toBe(1)
    expect(await at.kept()).toMatchObject({ version: 2, leaseUntil: null, askedAt: null, doubtfulAt: null })
  })

  test('of many who need a token at once, one asks the vendor', async () => {
    const at = await signedIn(db)
    at.advance(40 * minute)
    const all = await Promise.all(Array.from({ length: 25 }, () => at.tokens().access()))
    expect(new Set(all).size).toBe(1)
    expect(at.calls()).toBe(1)
  })

  test('a token refused before its time is replaced once, and the call goes through', async () => {
    const at = await signedIn(db)
    at.vendor.server.admin.expireAccess()
    expect(await at.works()).toBe(true)
    expect([at.calls(), at.vendor.calls.api]).toEqual([1, 2])
  })

  test('a vendor that hands out no new refresh token keeps the old one', async () => {
    const at = await signedIn(db, { rotates: false }, { rotation: 'never' })
    at.vendor.faults.add({
      ...onToken,
      ...{ do: 'answer', status: 200, body: { access_token: 'at-bare', expires_in: 1_800 }, after: true },
    })
    at.advance(28 * minute)
    expect(await at.tokens().access()).toBe('at-bare')
    expect(await at.kept()).toMatchObject({ refresh: at.given.refresh, scopes: ['offline'], version: 2 })
    at.advance(28 * minute)
    expect(await at.works()).toBe(true)
  })

  test('tokens shorter than the margin are not renewed at every call', async () => {
    const at = await signedIn(db, {}, { accessMs: 2 * minute })
    for (let call = 0; call < 5; call++) expect(await at.works()).toBe(true)
    expect(at.calls()).toBe(0)
  })

  test.each([
    ['slow', -10, 34],
    ['fast', 10, 16],
  ])('a worker whose clock is ten minutes %s renews once, and the grant lives', async (_how, skew, later) => {
    const at = await signedIn(db, { graceSeconds: 0 }, { graceMs: 0 })
    at.advance(later * minute)
    expect(await worksBy(at, skew)).toBe(true)
    expect(await worksBy(at, skew)).toBe(true)
    expect(at.calls()).toBe(1)
    expect(await at.kept()).toMatchObject({ version: 2, refusedAt: null, doubtfulAt: null })
  })

  test('two workers whose clocks are twenty minutes apart share one grant through many expiries', async () => {
    const at = await signedIn(db, { graceSeconds: 0 }, { graceMs: 0 })
    for (let round = 0; round < 12; round++) {
      at.advance(17 * minute)
      for (const skew of [-10, 10]) expect(await worksBy(at, skew)).toBe(true)
    }
    expect(await at.kept()).toMatchObject({ version: at.calls() + 1, refusedAt: null, doubtfulAt: null })
    expect(at.calls()).toBeGreaterThan(5)
  })

  test('a secret of ours that the vendor does not take ends no consent: once it is put right, all goes on', async () => {
    const at = await signedIn(db, { graceSeconds: 0 }, { graceMs: 0 })
    at.advance(40 * minute)
    const mistyped: Engine['clientOf'] = (vendor) => {
      const own = at.engine.clientOf?.(vendor)
      return own ? { ...own, secret: 'mistyped' } : null
    }
    const tried = meetAgain({ ...at.engine, clientOf: mistyped }, at.id)
    expect(await kindOf(tried.then(({ session }) => session.companies()))).toBe('unreachable')
    expect(await at.consent()).toMatchObject({ refusedAt: null, doubtfulAt: null })
    expect(await at.works()).toBe(true)
  })

  test('where we are not registered nothing is sent', async () => {
    const at = await signedIn(db)
    const { clientOf: _unset, ...engine } = at.engine
    expect(await kindOf(meetAgain(engine, at.id))).toBe('unreachable')
  })
})

describe('a grant that the vendor ended', () => {
  test('says so once: the connection needs a sign-in, and the vendor is left in peace', async () => {
    const at = await signedIn(db)
    at.vendor.server.admin.revokeAll()
    at.advance(40 * minute)
    expect(await kindOf(at.works())).toBe('signed-out')
    expect(await kindOf(at.works())).toBe('signed-out')
    expect(at.calls()).toBe(1)
    const stored = await at.within((tx) => connection(tx, at.engine, at.id))
    expect(stored?.health).toEqual({ problem: { kind: 'signed-out' }, at: at.engine.now() })
  })

  test('a new consent makes it well again', async () => {
    const at = await signedIn(db)
    at.vendor.server.admin.revokeAll()
    at.advance(40 * minute)
    await kindOf(at.works())
    const again = { ...at.given, ...at.vendor.server.admin.grant(), accessUntil: at.engine.now() + 30 * minute }
    await at.within((tx) => saveTokens(tx, at.engine, at.id, again))
    expect(await at.works()).toBe(true)
    expect(await at.consent()).toMatchObject({ refusedAt: null })
  })
})

describe('a grant that nobody uses', () => {
  test('is renewed although its token is still good, and lives on', async () => {
    const at = await signedIn(db)
    await at.renew()
    expect(await at.kept()).toMatchObject({ version: 2 })
    for (let week = 0; week < 12; week++) {
      at.advance(7 * 24 * 60 * minute)
      await at.renew()
    }
    expect(await at.works()).toBe(true)
  })

  test('is found by the daily job once it has rested a while, and only while it lives', async () => {
    const at = await signedIn(db)
    const found = async () =>
      (await restingGrants({ db, now: at.engine.now() })).filter(({ connection: id }) => id === at.id)
    expect(await found()).toEqual([])
    at.advance(49 * 60 * minute)
    const [grant] = await found()
    if (!grant) throw new Error('The job found nothing')
    expect(await keepGrant(grant, at.engine.emit, { db, now: at.engine.now, way: at.engine })).toBe('kept')
    expect(await found()).toEqual([])
    at.advance(49 * 60 * minute)
    at.vendor.server.admin.revokeAll()
    expect(await keepGrant(grant, at.engine.emit, { db, now: at.engine.now, way: at.engine })).toBe('signed-out')
    expect(await found()).toEqual([])
  })
})

describe("a customer's own address", () => {
  test('is made of the label that was typed in, and of nothing that leads elsewhere', () => {
    const connector = { baseUrl: 'https://{domain}.vendor.test/api' }
    expect(addressOf(connector, { domain: 'Acme-2' })).toBe('https://acme-2.vendor.test/api')
    for (const domain of ['', 'evil.test/', 'a@b', '127.1', 'xn--', 'a..b', '-a', 'a'.repeat(64)])
      expect(() => addressOf(connector, { domain })).toThrow()
  })
})
