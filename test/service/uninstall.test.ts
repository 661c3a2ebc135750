import { sql } from 'drizzle-orm'
import { expect, test, vi } from 'vitest'
import { overview } from '@/lib/service/overview'
import { purgeJob, expiredTenants, roundJob } from '@/lib/service/sweep'
import { uninstall } from '@/lib/service/uninstall'
import { inTenant, type Database } from '@/lib/store/db'
import { dueIntegrations } from '@/lib/store/integrations'
import { rewrapTenant } from '@/lib/store/rewrap'
import { kidOf } from '@/lib/store/seal'
import { rowsOf } from '@/lib/store/rows'
import { installAt, installation, registerInstall, saveInstallSecret } from '@/lib/store/tenants'
import { keptTokens } from '@/lib/store/tokens'
import { lastGrantOf, connectionsOf } from '@/lib/store/connections'
import { corridor, type Corridor } from '../kit/corridor'
import { freshDatabase, sharedDatabase } from '../kit/fresh-database'
import { consenting } from './consenting'
import { connectBooks, connectCrm, started, worked } from './kit'
import { carryAway } from './leaving'

// Whole corridors are lived here, on machines that do other work, too.
vi.setConfig({ testTimeout: 120_000 })

const day = 24 * 60 * 60_000
const at = (house: Corridor) => ({ db: house.db, now: house.desk.now, way: house.engine })

async function tables(db: Database): Promise<readonly string[]> {
  const rows = await rowsOf<{ name: string }>(
    db.drizzle,
    sql`select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'tenant_id'`,
  )
  return rows.map(({ name }) => name)
}

async function rowsLeft(db: Database, tenant: string): Promise<readonly string[]> {
  const left: string[] = []
  for (const name of await tables(db)) {
    const [row] = await rowsOf<{ count: number }>(
      db.drizzle,
      sql`select count(*) as count from ${sql.identifier(name)} where tenant_id = ${tenant}`,
    )
    if ((row?.count ?? 0) > 0) left.push(name)
  }
  return left
}

test('uninstalled: every session ends, no run is due, and no secret is left that could be opened', async () => {
  const house = await corridor({ db: await sharedDatabase() })
  await started(house)
  const ids = await house.within(async (tx) => [
    ...(await connectionsOf(tx, house.desk, 'crm')),
    ...(await connectionsOf(tx, house.desk, 'books')),
  ])
  const { purgeAfter } = await worked(uninstall(house.desk, { mirrored: 'keep' }))
  expect(purgeAfter - house.clock.now()).toBe(30 * day)
  const installed = await house.within((tx) => installation(tx, house.desk, house.desk.installation))
  expect(installed).toMatchObject({ status: 'ended', sessionEpoch: 2, purgeAfter })
  const due = await dueIntegrations(house.db, house.clock.now() + 10 * day)
  expect(due.filter(({ tenant }) => tenant === house.desk.tenant)).toEqual([])
  await carryAway(house.ended, at(house))
  for (const { id } of ids) expect((await house.within((tx) => lastGrantOf(tx, house.desk, id)))?.secrets).toEqual({})
  const sealed = await house.within((tx) => rowsOf(tx, sql`select 1 from connections where sealed <> '{}'`))
  expect(sealed).toEqual([])
})

/** Tables of a tenant that hold something sealed. */
async function sealedIn(db: Database, tenant: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const name of await tables(db)) {
    const rows = await rowsOf(
      db.drizzle,
      sql`select 1 from ${sql.identifier(name)} t
        where tenant_id = ${tenant} and t::text ~ 'v1[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]{20,}[.]'`,
    )
    if (rows.length > 0) found.push(name)
  }
  return found.sort()
}

test('uninstalled: of a consent, and of what the CRM signs its launches with, nothing sealed is left in any table', async () => {
  const signed = await consenting(await sharedDatabase())
  const { db, tenant } = signed.desk
  await signed.signIn()
  await inTenant(signed.desk, (tx) => saveInstallSecret(tx, signed.desk, signed.desk.installation, 'signs launches'))
  expect(await sealedIn(db, tenant)).toEqual(['installations', 'tokens'])
  await worked(uninstall(signed.desk, { mirrored: 'keep' }))
  await carryAway(
    signed.events.filter((event) => event.name === 'connection.ended'),
    signed.at,
  )
  expect(await sealedIn(db, tenant)).toEqual([])
})

test('for thirty days everything is kept, and whoever installs again finds it', async () => {
  const house = await corridor({ db: await sharedDatabase() })
  await started(house)
  await worked(uninstall(house.desk, { mirrored: 'keep' }))
  await carryAway(house.ended, at(house))
  const before = await rowsLeft(house.db, house.desk.tenant)
  house.clock.advance(29 * day)
  expect(await purgeJob(house.desk.tenant, { db: house.db, now: house.clock.now() })).toBe(false)
  expect(await rowsLeft(house.db, house.desk.tenant)).toEqual(before)
  const found = await house.within((tx) => installation(tx, house.desk, house.desk.installation))
  const again = await registerInstall(house.db, {
    ...{
      vendor: 'sage-sales',
      crmTenantId: found?.crmTenantId ?? '',
      name: 'Batidis',
      origins: ['https://crm.example'],
    },
    ...{ locale: 'en', newTenant: 'x', newId: 'x', newKey: 'x', at: house.clock.now() },
  })
  expect(again).toMatchObject({ id: house.desk.installation, status: 'active', purgeAfter: null })
  house.clock.advance(2 * day)
  expect(await purgeJob(house.desk.tenant, { db: house.db, now: house.clock.now() })).toBe(false)
  expect(await installAt(house.db, 'sage-sales', found?.crmTenantId ?? '')).toMatchObject({ id: again.id })
})

test('installed again and not yet connected, it asks for the sign-in instead of trying for ever, and then goes on', async () => {
  const house = await corridor({ db: await sharedDatabase() })
  await started(house)
  await worked(uninstall(house.desk, { mirrored: 'keep' }))
  await carryAway(house.ended, at(house))
  const found = await house.within((tx) => installation(tx, house.desk, house.desk.installation))
  const back = { vendor: 'sage-sales', crmTenantId: found?.crmTenantId ?? '', name: 'Batidis', origins: [] }
  await registerInstall(house.db, {
    ...back,
    ...{ locale: 'en', newTenant: 'x', newId: 'x', newKey: 'x', at: house.clock.now() },
  })
  const due = async () => {
    const id = await house.integration()
    return (await dueIntegrations(house.db, house.clock.now())).some(({ integration }) => integration === id)
  }
  house.clock.advance(day)
  expect(await due()).toBe(true)
  const problem = { kind: 'signed-out' }
  expect((await house.runToEnd('schedule')).result).toEqual({ kind: 'stopped', vendor: 'sage-sales', problem })
  expect((await overview(house.desk)).head.state).toMatchObject({ kind: 'signed-out' })
  expect(await due()).toBe(false)
  await worked(connectBooks(house))
  await worked(connectCrm(house))
  expect(await due()).toBe(true)
  expect((await house.runToEnd('schedule')).result).toEqual({ kind: 'done' })
})

test('after thirty days nothing is left in any table that knows tenants, and others lose nothing', async () => {
  const db = await freshDatabase()
  const [house, other] = [await corridor({ db }), await corridor({ db })]
  await started(house)
  await started(other)
  const kept = await rowsLeft(db, other.desk.tenant)
  await worked(uninstall(house.desk, { mirrored: 'keep' }))
  await carryAway(house.ended, at(house))
  expect((await rowsLeft(db, house.desk.tenant)).length).toBeGreaterThan(8)
  house.clock.advance(31 * day)
  const now = { db, now: house.clock.now() }
  expect(await expiredTenants(now)).toEqual([house.desk.tenant])
  expect(await purgeJob(other.desk.tenant, now)).toBe(false)
  expect(await purgeJob(house.desk.tenant, now)).toBe(true)
  expect(await rowsLeft(db, house.desk.tenant)).toEqual([])
  expect(await rowsLeft(db, other.desk.tenant)).toEqual(kept)
  expect(await expiredTenants(now)).toEqual([])
})

test('secrets move to the active key by themselves, and open as before', async () => {
  const db = await freshDatabase()
  const signed = await consenting(db)
  await signed.signIn()
  const id = (await signed.stored())?.connection.id ?? ''
  const read = () => inTenant(signed.desk, (tx) => keptTokens(tx, signed.desk, id))
  const before = await read()
  const [old] = (await import('@/lib/env')).env().CRED_KEYS
  if (!old) throw new Error('The tests have no key')
  const fresh = { kid: 't2', key: Buffer.alloc(32, 9) }
  expect(await inTenant(signed.desk, (tx) => rewrapTenant(tx, signed.desk, [fresh, old]))).toBe(1)
  const kids = () =>
    inTenant(signed.desk, async (tx) =>
      (await rowsOf<{ access: string }>(tx, sql`select access from tokens`)).map(({ access }) => kidOf(access)),
    )
  expect(await kids()).toEqual(['t2'])
  await expect(read()).rejects.toThrow('t2')
  expect(await inTenant(signed.desk, (tx) => rewrapTenant(tx, signed.desk, [old, fresh]))).toBe(1)
  expect(await read()).toEqual(before)
  expect(await roundJob({ db, now: signed.at.now() })).toBe(0)
})
