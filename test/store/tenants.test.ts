import { expect, it } from 'vitest'
import type { Problem } from '@/lib/model/problem'
import { inTenant, type Database } from '@/lib/store/db'
import {
  chooseCompany,
  connection,
  endConnection,
  grantOf,
  noteHealth,
  saveChosen,
  saveConnection,
} from '@/lib/store/connections'
import { firstOf } from '@/lib/store/rows'
import {
  findMember,
  installOf,
  noteProof,
  raiseEpoch,
  registerInstall,
  saveMember,
  saveTicket,
  takeTicket,
} from '@/lib/store/tenants'
import { sql } from 'drizzle-orm'
import { aWorld, freshId, onBothDatabases } from './world'

onBothDatabases('tenants', (place: () => Database) => {
  const anInstall = (crmTenantId: string) => ({
    vendor: 'sage-sales',
    crmTenantId,
    name: 'Northwind',
    origins: ['https://a.example'],
    locale: 'fr' as const,
    newTenant: freshId('t'),
    newId: freshId('i'),
    newKey: freshId('k'),
    at: 1,
  })

  it('an organisation that installs twice, even at once, keeps its tenant and its key', async () => {
    const crm = freshId('org')
    const installs = await Promise.all([1, 2, 3].map(() => registerInstall(place(), anInstall(crm))))
    expect(new Set(installs.map(({ tenant, installKey }) => `${tenant} ${installKey}`)).size).toBe(1)
    const again = await registerInstall(place(), { ...anInstall(crm), origins: ['https://b.example'] })
    expect(again.origins).toEqual(['https://b.example'])
    expect(await installOf(place(), again.installKey)).toEqual(again)
    expect(await installOf(place(), 'no such key')).toBeNull()
  })

  it('a ticket is spent once, however many try at once, and not after its time', async () => {
    const world = await aWorld(place())
    const member = await world.within((tx, here) =>
      saveMember(tx, here, {
        installation: world.installation,
        crmUserId: '7',
        name: 'Ana',
        email: null,
        role: 'admin',
        locale: 'es',
      }),
    )
    const ticket = { installation: world.installation, member: member.id, role: 'admin' as const, expiresAt: 100 }
    const [good, late] = [freshId('hash'), freshId('hash')]
    await world.within((tx, here) => saveTicket(tx, here, { ...ticket, hash: good }))
    await world.within((tx, here) => saveTicket(tx, here, { ...ticket, hash: late }))
    const taken = await Promise.all(Array.from({ length: 50 }, () => takeTicket(place(), good, 99)))
    const { tenant } = world.here
    expect(taken.filter(Boolean)).toEqual([
      { tenant, installation: world.installation, member: member.id, role: 'admin' },
    ])
    expect(await takeTicket(place(), late, 100)).toBeNull()
  })

  it('a person keeps the id while name and role follow the CRM', async () => {
    const world = await aWorld(place())
    const given = { installation: world.installation, crmUserId: '7', name: 'Ana', email: null, locale: 'es' as const }
    const first = await world.within((tx, here) => saveMember(tx, here, { ...given, role: 'admin' }))
    const second = await world.within((tx, here) => saveMember(tx, here, { ...given, role: 'viewer' }))
    expect(second.id).toBe(first.id)
    expect(await world.within((tx, here) => findMember(tx, here, first.id))).toEqual(second)
  })

  it('a launch proof counts once', async () => {
    const hash = freshId('proof')
    expect(await noteProof(place(), 'generic', hash, 1_000, 500)).toBe(true)
    expect(await noteProof(place(), 'generic', hash, 1_001, 500)).toBe(false)
    expect(await noteProof(place(), 'other', hash, 1_001, 500)).toBe(true)
  })

  it('all sessions of an installation end at once', async () => {
    const installed = await registerInstall(place(), anInstall(freshId('org')))
    const here = { tenant: installed.tenant, now: () => 1, newId: () => 'x' }
    await inTenant({ db: place(), tenant: installed.tenant }, (tx) => raiseEpoch(tx, here, installed.id))
    expect((await installOf(place(), installed.installKey))?.sessionEpoch).toBe(installed.sessionEpoch + 1)
  })
})

onBothDatabases('connections', (place: () => Database) => {
  it('secrets are sealed in the database and open for a session', async () => {
    const world = await aWorld(place())
    const id = freshId('connection')
    await world.within(async (tx, here) => {
      const given = { id, vendor: 'v', side: 'books' as const, baseUrl: 'https://x.example', account: 'public' }
      await saveConnection(tx, here, { ...given, secrets: { token: 'hush' } })
      await saveChosen(tx, here, id, { client: ['2'] })
      await chooseCompany(tx, here, id, { id: 'D1', name: 'Dossier' })
      const stored = await firstOf<{ text: string }>(
        tx,
        sql`select c::text as text from connections c where id = ${id}`,
      )
      expect(stored?.text).not.toContain('hush')
      expect(await grantOf(tx, here, id)).toEqual({
        baseUrl: 'https://x.example',
        secrets: { token: 'hush' },
        company: 'D1',
        chosen: { client: ['2'] },
      })
      const again = await saveConnection(tx, here, { ...given, secrets: { token: 'new' } })
      expect(again).toMatchObject({ version: 2, companyId: 'D1', chosen: { client: ['2'] } })
      expect((await grantOf(tx, here, id))?.secrets).toEqual({ token: 'new' })
    })
  })

  it('health says since when, and an ended connection has no secret any more', async () => {
    const world = await aWorld(place())
    const id = world.crmConnection
    const note = (problem: Problem | null) => world.within((tx, here) => noteHealth(tx, here, id, problem))
    const read = () => world.within((tx, here) => connection(tx, here, id))
    const since = world.clock.now
    await note({ kind: 'unreachable' })
    world.clock.now += 5
    await note({ kind: 'unreachable', detail: 'again' })
    expect((await read())?.health).toEqual({ problem: { kind: 'unreachable', detail: 'again' }, at: since })
    await note({ kind: 'signed-out' })
    expect((await read())?.health).toMatchObject({ at: since + 5 })
    await note(null)
    expect((await read())?.health).toBeNull()
    await world.within((tx, here) => endConnection(tx, here, id))
    expect(await world.within((tx, here) => grantOf(tx, here, id))).toBeNull()
    expect((await read())?.endedAt).toBe(since + 5)
  })
})
