import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { withoutTenant, type Database } from '@/lib/store/db'
import { connection, connectionsOf, endConnection, grantOf } from '@/lib/store/connections'
import { startBatch } from '@/lib/store/gate'
import { foldPage, inboxSize, takeInbox } from '@/lib/store/inbox'
import { integration, pause, saveDraft } from '@/lib/store/integrations'
import { historyPage } from '@/lib/store/journal'
import { renewLease, takeLease } from '@/lib/store/leases'
import { byMarker, candidates, linksById, savePlanned, tieLinks } from '@/lib/store/links'
import { parentsByRemote } from '@/lib/store/parents'
import { addRows, approveRows, openRows, planCounts, rowsOfRun } from '@/lib/store/outbox'
import { rowsOf } from '@/lib/store/rows'
import { lastRuns, run, saveRun } from '@/lib/store/runs'
import { noSettings } from '@/lib/model/settings'
import { aRow, aSighting, aWorld, freshId, onBothDatabases } from './world'

/** Tables without a tenant, each reviewed: used launch proofs, our migrations, and the executor's own. */
const withoutTenantId = (name: string) => ['launch_proofs', 'migrations'].includes(name) || name.startsWith('executor_')

onBothDatabases('row-level security', (place: () => Database) => {
  it('every table that holds a tenant is guarded, and every other one is known', async () => {
    const tables = await rowsOf<{ name: string; tenant: boolean; forced: boolean; policies: number }>(
      place().drizzle,
      sql`select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
        exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as tenant,
        (select count(*) from pg_policies p where p.tablename = c.relname and p.policyname = 'tenant_only') as policies
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm') order by 1`,
    )
    expect(tables.length).toBeGreaterThan(12)
    expect(tables.filter((table) => table.tenant && !(table.forced && table.policies === 1))).toEqual([])
    expect(tables.filter((table) => !table.tenant && !withoutTenantId(table.name))).toEqual([])
  })

  it('the role of the app is no superuser, bypasses nothing and owns nothing', async () => {
    const [role] = await rowsOf<{ strong: boolean; owned: number }>(
      place().drizzle,
      sql`select rolsuper or rolbypassrls or rolcanlogin as strong,
        (select count(*) from pg_class c where c.relowner = r.oid) as owned from pg_roles r where rolname = 'app_user'`,
    )
    expect(role).toEqual({ strong: false, owned: 0 })
  })

  it('without a tenant nothing is seen, and after a transaction no tenant stays behind', async () => {
    const world = await aWorld(place())
    await world.within((tx, here) => foldPage(tx, here, world.integration, 'crm', [aSighting('customer', '1', {})], 1))
    const seen = await withoutTenant(place(), (tx) => rowsOf(tx, sql`select id from links`))
    expect(seen).toEqual([])
    const [setting] = await rowsOf<{ tenant: string | null }>(
      place().drizzle,
      sql`select nullif(current_setting('app.tenant_id', true), '') as tenant, current_user as who`,
    )
    expect(setting).toMatchObject({ tenant: null, who: 'postgres' })
  })

  it('a row cannot be written for, moved to, or hung under another tenant', async () => {
    const [world, other] = [await aWorld(place()), await aWorld(place())]
    const hint = (tenant: string, id: string) =>
      sql`insert into hints (tenant_id, integration_id, side, entity, remote_id, at) values (${tenant}, ${id}, 'crm', 'customer', '1', 1)`
    const refused = (code: string) => ({ cause: { code } })
    const { tenant } = world.here
    await expect(world.within((tx) => tx.execute(hint(other.here.tenant, other.integration)))).rejects.toMatchObject(
      refused('42501'),
    )
    await expect(world.within((tx) => tx.execute(hint(tenant, other.integration)))).rejects.toMatchObject(
      refused('23503'),
    )
    await world.within((tx) => tx.execute(hint(tenant, world.integration)))
    const move = sql`update hints set tenant_id = ${other.here.tenant} where tenant_id = ${tenant}`
    await expect(world.within((tx) => tx.execute(move))).rejects.toMatchObject(refused('42501'))
    await expect(world.within((tx) => tx.execute(sql`truncate hints`))).rejects.toMatchObject(refused('42501'))
    const foreign = await other.within((tx) =>
      rowsOf(tx, sql`update hints set at = 2 where tenant_id = ${tenant} returning at`),
    )
    expect(foreign).toEqual([])
  })

  it('every verb of the store, called with the ids of another tenant, finds and changes nothing', async () => {
    const [world, thief] = [await aWorld(place()), await aWorld(place())]
    const row = aSighting('customer', '1', { name: 'A' }, { keys: ['code:1'], marker: 'mark' })
    const write = aRow(world, row.id, 'books', { state: 'proposed' })
    await world.within(async (tx, here) => {
      await foldPage(tx, here, world.integration, 'crm', [row], 1)
      await addRows(tx, here, world.integration, [write])
      await takeLease(tx, here, world.integration, 'w', 1_000)
    })
    const id = world.integration
    const nothing = await thief.within(async (tx, here) => [
      await linksById(tx, here, [row.id]),
      await parentsByRemote(tx, here, id, [{ space: 'account', side: 'crm', ids: ['1'] }]),
      await candidates(tx, here, id, 'account', 'crm', ['code:1']),
      await byMarker(tx, here, id, 'crm', ['mark']),
      await takeInbox(tx, here, id, ['account'], 9),
      await openRows(tx, here, id),
      await planCounts(tx, here, world.run),
      (await rowsOfRun(tx, here, world.run, {}, { after: null, limit: 9 })).rows,
      (await historyPage(tx, here, { integration: id }, { after: null, limit: 9 })).entries,
      await lastRuns(tx, here, id, 9),
      (await startBatch(tx, here, { integration: id, token: 1, hasSiblings: false, limit: () => 9, kind: null })).rows,
    ])
    expect(nothing.flat()).toEqual([])
    await thief.within(async (tx, here) => {
      expect(await integration(tx, here, id)).toBeNull()
      expect(await connection(tx, here, world.crmConnection)).toBeNull()
      expect(await grantOf(tx, here, world.crmConnection)).toBeNull()
      expect(await run(tx, here, world.run)).toBeNull()
      expect(await inboxSize(tx, here, id)).toBe(0)
      expect(await approveRows(tx, here, [write.id])).toBe(0)
      expect(await renewLease(tx, here, id, 1, 9_000)).toBe(false)
      await pause(tx, here, id, { id: 'x', name: 'x' })
      await saveDraft(tx, here, id, { ...noSettings, every: 99 })
      await endConnection(tx, here, world.crmConnection)
      await saveRun(tx, here, { id: world.run, phase: 'closed' })
      await tieLinks(tx, here, [{ keep: freshId('x'), drop: row.id }])
      await savePlanned(tx, here, [
        { id: row.id, planned: 9, because: null, waitsOn: null, gone: true, agreedCrm: {}, agreedBooks: {} },
      ])
      expect((await connectionsOf(tx, here, 'crm')).length).toBe(1)
    })
    await world.within(async (tx, here) => {
      expect(await integration(tx, here, id)).toMatchObject({ pausedAt: null, settings: { every: noSettings.every } })
      expect(await run(tx, here, world.run)).toMatchObject({ phase: 'open' })
      expect(await linksById(tx, here, [row.id])).toMatchObject([{ planned: 0, gone: false }])
      expect((await grantOf(tx, here, world.crmConnection))?.secrets).toEqual({ key: 'secret' })
    })
  })
})
