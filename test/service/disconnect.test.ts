import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { connections } from '@/lib/service/connecting'
import { disconnect } from '@/lib/service/disconnect'
import { destroyJob, handBackJob, unlockJob } from '@/lib/service/end-connection'
import { overview } from '@/lib/service/overview'
import { people } from '@/lib/service/people'
import { preview } from '@/lib/service/preview'
import { resume } from '@/lib/service/resume'
import { start } from '@/lib/service/start'
import { roundJob } from '@/lib/service/sweep'
import { trial } from '@/lib/service/trial'
import { tryFew } from '@/lib/service/try-few'
import { connectionsOf, grantOf, lastGrantOf } from '@/lib/store/connections'
import { inTenant } from '@/lib/store/db'
import { historyPage } from '@/lib/store/journal'
import { firstOf } from '@/lib/store/rows'
import { corridor, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { consenting } from './consenting'
import { answerAll, connectBooks, connectCrm, planned, refusal, started, worked } from './kit'
import { carryAway } from './leaving'

// Whole corridors are lived here, on machines that do other work, too.
vi.setConfig({ testTimeout: 120_000 })

let house: Corridor
beforeEach(async () => {
  house = await corridor({ db: await sharedDatabase() })
})

const day = 24 * 3_600_000
const at = () => ({ db: house.db, now: house.desk.now, way: house.engine })
const locked = (resource: string) =>
  house.crm.list(resource).filter(({ readOnly, deleted }) => readOnly === true && deleted !== true)
const idOf = async (side: 'crm' | 'books') => {
  const [found] = await house.within((tx) => connectionsOf(tx, house.desk, side))
  return found?.id ?? ''
}

describe('disconnecting', () => {
  test('the books: nothing runs any more, the keys are destroyed, settings and history stay', async () => {
    await started(house)
    const id = await idOf('books')
    const lockedBefore = locked('accounts').length
    expect(await worked(disconnect(house.desk, { side: 'books', mirrored: 'keep' }))).toEqual({ unlocking: 0 })
    expect(await house.within((tx) => grantOf(tx, house.desk, id))).toBeNull()
    expect((await house.within((tx) => lastGrantOf(tx, house.desk, id)))?.secrets).not.toEqual({})
    await carryAway(house.ended, at())
    expect((await house.within((tx) => lastGrantOf(tx, house.desk, id)))?.secrets).toEqual({})
    expect(locked('accounts')).toHaveLength(lockedBefore)
    expect((await overview(house.desk)).head.state).toMatchObject({ kind: 'paused' })
    const integration = await house.integration()
    const { entries } = await house.within((tx) =>
      historyPage(tx, house.desk, { integration }, { after: null, limit: 3 }),
    )
    expect(entries[0]).toMatchObject({ why: 'disconnect', side: 'books', record: 'Sage 50' })
    expect(await refusal(disconnect(house.desk, { side: 'books', mirrored: 'keep' }))).toEqual({ kind: 'not-now' })
  })

  test('the books: a page that asks both systems says that the books do not answer, and a dry run too', async () => {
    await started(house)
    await worked(disconnect(house.desk, { side: 'books', mirrored: 'keep' }))
    expect((await people(house.desk)).problem?.vendor.id).toBe('sage-50-fr')
    expect(await refusal(preview(house.desk, {}))).toMatchObject({ kind: 'vendor', vendor: 'sage-50-fr' })
  })

  test('before the start pauses nothing: connected again, a few records can be tried, and the start starts', async () => {
    await answerAll(house)
    await worked(disconnect(house.desk, { side: 'books', mirrored: 'keep' }))
    await carryAway(house.ended, at())
    await worked(connectBooks(house))
    const run = await planned(house)
    await worked(tryFew(house.desk, { plan: run }))
    await house.carryOut()
    expect((await trial(house.desk)).entries.filter(({ kind }) => kind === 'written')).toHaveLength(10)
    await worked(start(house.desk, { plan: run }))
    await house.carryOut()
    expect((await overview(house.desk)).head.state).toEqual({ kind: 'healthy' })
  })

  test('destroys the keys in the end, although the job that was to do it was lost', async () => {
    await started(house)
    const id = await idOf('books')
    await worked(disconnect(house.desk, { side: 'books', mirrored: 'keep' }))
    const secrets = async () => (await house.within((tx) => lastGrantOf(tx, house.desk, id)))?.secrets
    await roundJob({ db: house.db, now: house.desk.now() + day })
    expect(await secrets()).not.toEqual({})
    await roundJob({ db: house.db, now: house.desk.now() + 4 * day })
    expect(await secrets()).toEqual({})
  })

  test('with unlocking: every record that Sage led can be edited in the CRM again, none is removed', async () => {
    await started(house)
    const before = ['accounts', 'products', 'salesorders'].map((resource) => house.crm.list(resource).length)
    const count = ['accounts', 'products', 'salesorders'].flatMap(locked).length
    expect(count).toBeGreaterThan(10)
    expect(await worked(disconnect(house.desk, { side: 'books', mirrored: 'unlock' }))).toEqual({ unlocking: count })
    expect(await carryAway(house.ended, at())).toBe(count)
    expect(['accounts', 'products', 'salesorders'].flatMap(locked)).toEqual([])
    expect(['accounts', 'products', 'salesorders'].map((resource) => house.crm.list(resource).length)).toEqual(before)
  })

  test('the CRM with unlocking: its connection holds until the last record is unlocked', async () => {
    await started(house)
    const id = await idOf('crm')
    await worked(disconnect(house.desk, { side: 'crm', mirrored: 'unlock' }))
    expect(await house.within((tx) => grantOf(tx, house.desk, id))).not.toBeNull()
    await carryAway(house.ended, at())
    expect(locked('accounts')).toEqual([])
    expect(await house.within((tx) => grantOf(tx, house.desk, id))).toBeNull()
  })

  test('a CRM that is silent while its records are unlocked is asked again later, and the job does not die of it', async () => {
    await started(house)
    await worked(disconnect(house.desk, { side: 'books', mirrored: 'unlock' }))
    const [ended] = house.ended
    if (!ended) throw new Error('Nothing ended')
    house.simulators.crm.faults.add({ do: 'answer', status: 503, times: 100 })
    expect(await unlockJob(ended, ended.unlock[0] ?? '', '', at())).toBe('later')
    house.simulators.crm.faults.clear()
    expect(await carryAway(house.ended, at())).toBeGreaterThan(10)
    expect(locked('accounts')).toEqual([])
  })

  test('and connecting again goes on where it stopped, with the same company and nothing doubled', async () => {
    await started(house)
    await worked(disconnect(house.desk, { side: 'books', mirrored: 'unlock' }))
    await carryAway(house.ended, at())
    await worked(connectBooks(house))
    await worked(resume(house.desk, {}))
    const before = house.crm.list('accounts').length
    await house.runToEnd('schedule')
    await house.runToEnd('schedule')
    expect(house.crm.list('accounts')).toHaveLength(before)
    expect(locked('accounts').length).toBeGreaterThan(0)
  })

  test('what was connected anew before the job came is not destroyed by it', async () => {
    await worked(connectCrm(house))
    const id = await idOf('crm')
    await worked(disconnect(house.desk, { side: 'crm', mirrored: 'keep' }))
    await worked(connectCrm(house))
    const again = await idOf('crm')
    expect(await destroyJob({ tenant: house.desk.tenant, connection: again }, at())).toBe(false)
    expect(await house.within((tx) => grantOf(tx, house.desk, again))).not.toBeNull()
    await carryAway(house.ended, at())
    expect(id).not.toBe('')
    expect(await house.within((tx) => grantOf(tx, house.desk, again))).not.toBeNull()
  })

  test('what was connected anew while records were to be unlocked stays connected, and its records locked', async () => {
    await started(house)
    await worked(disconnect(house.desk, { side: 'crm', mirrored: 'unlock' }))
    await worked(connectCrm(house))
    await worked(resume(house.desk, {}))
    const before = locked('accounts').length
    expect(await carryAway(house.ended, at())).toBe(0)
    const id = await idOf('crm')
    expect(await house.within((tx) => grantOf(tx, house.desk, id))).not.toBeNull()
    expect(locked('accounts')).toHaveLength(before)
    await house.runToEnd('schedule')
    expect((await overview(house.desk)).head.state).toEqual({ kind: 'healthy' })
  })

  test('is not for somebody who may only look', async () => {
    await started(house)
    expect(await refusal(disconnect(house.viewer, { side: 'books', mirrored: 'keep' }))).toEqual({ kind: 'forbidden' })
  })
})

describe('a consent', () => {
  test('is handed back to the vendor, and nothing of it can be opened any more', async () => {
    const signed = await consenting(house.db)
    await signed.signIn()
    const connection = (await signed.stored())?.connection.id ?? ''
    const { access } = signed.vendor.server.admin.grant()
    await worked(disconnect(signed.desk, { side: 'books', mirrored: 'keep' }))
    const ended = { tenant: signed.desk.tenant, connection }
    expect(await handBackJob(ended, signed.at)).toBe(true)
    expect(await destroyJob(ended, signed.at)).toBe(true)
    const row = await inTenant(signed.desk, (tx) =>
      firstOf(tx, sql`select 1 from tokens where connection_id = ${connection}`),
    )
    expect(row).toBeNull()
    expect(access).toMatch(/^at-/)
  })

  test('is asked back again where the vendor does not answer', async () => {
    const signed = await consenting(house.db)
    await signed.signIn()
    const connection = (await signed.stored())?.connection.id ?? ''
    await worked(disconnect(signed.desk, { side: 'books', mirrored: 'keep' }))
    signed.vendor.faults.add({ path: /^\/revoke/, do: 'cut-before' })
    expect(await handBackJob({ tenant: signed.desk.tenant, connection }, signed.at)).toBe(false)
    expect(await handBackJob({ tenant: signed.desk.tenant, connection }, signed.at)).toBe(true)
  })
})

describe('the health of a connection', () => {
  test('is told in one word per side, with until when', async () => {
    const signed = await consenting(house.db)
    await signed.signIn()
    const books = async () => (await connections(signed.desk)).find(({ side }) => side === 'books')?.health
    expect(await books()).toMatchObject({ kind: 'settings-missing', goodUntil: signed.at.now() + 60 * 86_400_000 })
    signed.advance(86_400_000)
    expect((await connections(signed.desk)).find(({ side }) => side === 'crm')?.health).toBeNull()
  })
})
