import { expect, it } from 'vitest'
import type { Database } from '@/lib/store/db'
import { cursorsOf, readAnew, saveCursor } from '@/lib/store/cursors'
import { addHints, dropHints, takeHints } from '@/lib/store/hints'
import { foldPage } from '@/lib/store/inbox'
import {
  dueIntegrations,
  pause,
  publishedSettings,
  resume,
  saveDraft,
  setHinted,
  setNextDue,
  setStopped,
  setWaiting,
  startIntegration,
  versionsOf,
} from '@/lib/store/integrations'
import { appendEntries, entriesOfLink, entriesOfRun, historyPage } from '@/lib/store/journal'
import { savePlanned } from '@/lib/store/links'
import { lastRuns, moveRun, openRun, openRunOf, run, runsPage, saveRun } from '@/lib/store/runs'
import { classCounts } from '@/lib/store/class-counts'
import { recordsPage } from '@/lib/store/standing'
import { noSettings } from '@/lib/model/settings'
import { anEntry, aSighting, aWorld, onBothDatabases, type World } from './world'

onBothDatabases('a run', (place: () => Database) => {
  it('begins after the one before it has ended, although our clock was set back meanwhile', async () => {
    const world = await aWorld(place())
    const open = (id: string) =>
      world.within(async (tx, here) => {
        const { integration } = world
        await openRun(tx, here, { id, integration, trigger: 'schedule', actor: { kind: 'schedule' }, version: 1 })
        return run(tx, here, id)
      })
    const before = `before-${world.integration}`
    const opened = (await open(before))?.startedAt ?? 0
    await world.within((tx, here) => saveRun(tx, here, { id: before, phase: 'closed', endedAt: opened + 90_000 }))
    world.clock.now -= 70_000
    expect((await open(`behind-${world.integration}`))?.startedAt).toBe(opened + 90_000)
    world.clock.now += 3_600_000
    expect((await open(`after-${world.integration}`))?.startedAt).toBe(opened - 70_000 + 3_600_000)
  })
})

onBothDatabases('integrations', (place: () => Database) => {
  it('a version keeps what was published, and a draft changes nothing in force', async () => {
    const world = await aWorld(place())
    await world.within(async (tx, here) => {
      await saveDraft(tx, here, world.integration, { ...noSettings, every: 60 })
      expect(await publishedSettings(tx, here, world.integration, 1)).toEqual(noSettings)
      expect(await publishedSettings(tx, here, world.integration, 2)).toBeNull()
      expect((await versionsOf(tx, here, world.integration)).map(({ version }) => version)).toEqual([1])
    })
  })

  it('only what is started, unpaused, not stopped and not waiting is due', async () => {
    const world = await aWorld(place())
    const due = async () =>
      (await dueIntegrations(world.db, world.clock.now)).filter((each) => each.integration === world.integration).length
    const set = (work: Parameters<World['within']>[0]) => world.within(work)
    const id = world.integration
    expect(await due()).toBe(0)
    await set((tx, here) => startIntegration(tx, here, id))
    expect(await due()).toBe(1)
    await set((tx, here) => pause(tx, here, id, { id: 'm', name: 'Ana' }))
    expect(await due()).toBe(0)
    await set((tx, here) => resume(tx, here, id))
    await set((tx, here) => setStopped(tx, here, id, { vendor: 'sage-sales', problem: { kind: 'signed-out' } }))
    expect(await due()).toBe(0)
    await set((tx, here) => setStopped(tx, here, id, null))
    await set((tx, here) => setWaiting(tx, here, id, world.clock.now + 1))
    expect(await due()).toBe(0)
    await set((tx, here) => setWaiting(tx, here, id, null))
    await set((tx, here) => setNextDue(tx, here, id, world.clock.now + 1))
    expect(await due()).toBe(0)
    expect(await set((tx, here) => setHinted(tx, here, id, true))).toBe(true)
    expect(await set((tx, here) => setHinted(tx, here, id, true))).toBe(false)
    expect(await due()).toBe(1)
  })

  it('a cursor keeps what a later move does not say', async () => {
    const world = await aWorld(place())
    await world.within(async (tx, here) => {
      await saveCursor(tx, here, world.integration, {
        side: 'crm',
        feed: 'customer+prospect',
        cursor: 'a',
        begunRun: 'r',
        listedAt: 5,
      })
      await saveCursor(tx, here, world.integration, {
        side: 'crm',
        feed: 'customer+prospect',
        cursor: 'b',
        begunRun: null,
        polledRun: 'r',
      })
      expect(await cursorsOf(tx, here, world.integration)).toEqual([
        {
          side: 'crm',
          feed: 'customer+prospect',
          cursor: 'b',
          listedAt: 5,
          relistingSince: null,
          begunRun: null,
          polledRun: 'r',
          polledAt: world.clock.now,
        },
      ])
    })
  })

  it('a page that was asked for before its side was to be read anew moves nothing', async () => {
    const world = await aWorld(place())
    const at = { side: 'crm', feed: 'invoice', begunRun: 'r' } as const
    const before = { cursor: 'a', relistingSince: null }
    await world.within(async (tx, here) => {
      expect(await saveCursor(tx, here, world.integration, { ...at, cursor: 'a', listedAt: 5 })).toBe(true)
      await readAnew(tx, here, world.integration, 'crm', { but: [] })
      expect(await saveCursor(tx, here, world.integration, { ...at, cursor: 'b' }, before)).toBe(false)
      const anew = { cursor: null, relistingSince: world.clock.now }
      expect(await cursorsOf(tx, here, world.integration)).toMatchObject([{ ...anew, listedAt: null, begunRun: null }])
      expect(await saveCursor(tx, here, world.integration, { ...at, cursor: 'b' }, anew)).toBe(true)
    })
  })

  it('who is not shown any more is looked for, but not where a kind may be kept elsewhere, nor in another company', async () => {
    const world = await aWorld(place())
    const since = (tx: Parameters<typeof cursorsOf>[0], here: Parameters<typeof cursorsOf>[1]) =>
      cursorsOf(tx, here, world.integration).then((rows) => rows.map(({ relistingSince }) => relistingSince))
    await world.within(async (tx, here) => {
      for (const feed of ['customer+contact', 'document'])
        await saveCursor(tx, here, world.integration, { side: 'books', feed, cursor: 'a', begunRun: null })
      await readAnew(tx, here, world.integration, 'books', { but: ['document', 'contact'] })
      expect(await since(tx, here)).toEqual([world.clock.now, null])
      await readAnew(tx, here, world.integration, 'books', null)
      expect(await since(tx, here)).toEqual([null, null])
    })
  })

  it('a hint that comes again while it is read stays', async () => {
    const world = await aWorld(place())
    const hint = { side: 'crm', entity: 'customer', remoteId: '1' } as const
    await world.within((tx, here) => addHints(tx, here, world.integration, [hint, { ...hint, remoteId: '2' }, hint]))
    const taken = await world.within((tx, here) => takeHints(tx, here, world.integration, 10))
    world.clock.now += 1
    await world.within((tx, here) => addHints(tx, here, world.integration, [hint]))
    await world.within((tx, here) => dropHints(tx, here, world.integration, taken))
    const left = await world.within((tx, here) => takeHints(tx, here, world.integration, 10))
    expect(left.map(({ remoteId }) => remoteId)).toEqual(['1'])
  })
})

onBothDatabases('runs and their journal', (place: () => Database) => {
  it('a step that was delivered twice moves its run once', async () => {
    const world = await aWorld(place())
    await world.within(async (tx, here) => {
      expect(await moveRun(tx, here, { id: world.run, phase: 'plan', steps: 1, from: 0 })).toBe(true)
      expect(await moveRun(tx, here, { id: world.run, phase: 'close', steps: 1, from: 0 })).toBe(false)
      expect(await run(tx, here, world.run)).toMatchObject({ phase: 'plan', steps: 1 })
    })
  })

  it('a run that was closed for its job stays closed, whatever a step that was still at work then brings', async () => {
    const world = await aWorld(place())
    await world.within(async (tx, here) => {
      await saveRun(tx, here, { id: world.run, phase: 'closed', result: { kind: 'interrupted' }, endedAt: 5 })
      expect(await moveRun(tx, here, { id: world.run, phase: 'plan', steps: 1, from: 0 })).toBe(false)
      expect(await run(tx, here, world.run)).toMatchObject({ phase: 'closed' })
    })
  })

  it('a run adds up what its steps count', async () => {
    const world = await aWorld(place())
    await world.within(async (tx, here) => {
      await saveRun(tx, here, { id: world.run, phase: 'pull', calls: { 'sage-sales': 2 }, steps: 1 })
      await saveRun(tx, here, {
        id: world.run,
        counts: { 'customer:crm': { created: 3 } },
        calls: { 'sage-sales': 1 },
        taken: 1,
      })
      await saveRun(tx, here, {
        id: world.run,
        counts: { 'customer:crm': { created: 1, updated: 1 }, contact: { waiting: 2 } },
      })
      expect(await openRunOf(tx, here, world.integration)).toMatchObject({ id: world.run })
      await saveRun(tx, here, { id: world.run, phase: 'closed', result: { kind: 'done' }, endedAt: 9 })
      expect(await openRunOf(tx, here, world.integration)).toBeNull()
      expect(await run(tx, here, world.run)).toEqual({
        id: world.run,
        integration: world.integration,
        trigger: 'first',
        actor: { kind: 'schedule' },
        phase: 'closed',
        startedAt: world.clock.now,
        endedAt: 9,
        counts: { 'customer:crm': { created: 4, updated: 1 }, contact: { waiting: 2 } },
        calls: { 'sage-sales': 3 },
        result: { kind: 'done' },
        version: 1,
        taken: 1,
        steps: 1,
        mark: null,
      })
    })
  })

  it('runs are read newest first, page by page', async () => {
    const world = await aWorld(place())
    await world.within(async (tx, here) => {
      const given = {
        integration: world.integration,
        trigger: 'schedule',
        actor: { kind: 'schedule' },
        version: 1,
      } as const
      await openRun(tx, here, { id: 'z1', ...given })
      world.clock.now += 1
      await openRun(tx, here, { id: 'a2', ...given })
      await openRun(tx, here, { id: 'a2', ...given })
      expect((await lastRuns(tx, here, world.integration, 2)).map(({ id }) => id)).toEqual(['a2', 'z1'])
      const first = await runsPage(tx, here, world.integration, { after: null, limit: 2 })
      const second = await runsPage(tx, here, world.integration, { after: first.next, limit: 2 })
      expect([...first.runs, ...second.runs].map(({ id }) => id)).toEqual(['a2', 'z1', world.run])
      expect(second.next).toBeNull()
    })
  })

  it('history is kept for ever, read by page, by run, by record', async () => {
    const world = await aWorld(place())
    const entries = Array.from({ length: 5 }, (_, at) =>
      anEntry(world, { at: world.clock.now + (at >> 1), link: `l${at}` }),
    )
    await world.within((tx, here) => appendEntries(tx, here, world.integration, entries))
    const read = (after: string | null) =>
      world.within((tx, here) =>
        historyPage(tx, here, { integration: world.integration, record: 'alpha' }, { after, limit: 2 }),
      )
    const first = await read(null)
    const second = await read(first.next)
    const third = await read(second.next)
    expect([...first.entries, ...second.entries, ...third.entries]).toEqual(
      [...entries].reverse().sort((a, b) => b.at - a.at),
    )
    expect(await world.within((tx, here) => entriesOfLink(tx, here, 'l3', 9))).toEqual([entries[3]])
    expect(await world.within((tx, here) => entriesOfRun(tx, here, world.run, 9))).toHaveLength(5)
    const { sql } = await import('drizzle-orm')
    for (const forbidden of [sql`update journal set record = 'x'`, sql`delete from journal`, sql`truncate journal`]) {
      await expect(world.within((tx) => tx.execute(forbidden))).rejects.toMatchObject({ cause: { code: '42501' } })
    }
  })
})

onBothDatabases('the standing of every record', (place: () => Database) => {
  it('each link is counted once, under the class that explains it', async () => {
    const world = await aWorld(place())
    const rows = ['parked', 'waiting', 'excluded', 'inbox', 'gone', 'removed', 'odd'].map((id) =>
      aSighting('customer', id, {}, id === 'removed' ? { removed: true } : {}),
    )
    const reasons = [{ reason: 'rejected' }, { reason: 'waits-for-parent' }, { reason: 'not-allowed' }] as const
    await world.within(async (tx, here) => {
      await foldPage(tx, here, world.integration, 'crm', rows, 1)
      const decided = rows.map(({ id, snapshot }, at) => ({
        id,
        planned: snapshot.id === 'inbox' ? 0 : 1,
        because: reasons[at] ?? null,
        waitsOn: null,
        gone: snapshot.id === 'gone',
        agreedCrm: {},
        agreedBooks: {},
      }))
      await savePlanned(tx, here, decided)
      const counts = await classCounts(tx, here, world.integration)
      expect(counts.map(({ standing, reason, count }) => [standing, reason, count])).toEqual([
        ['excluded', 'not-allowed', 1],
        ['in-flight', null, 1],
        ['parked', 'rejected', 1],
        ['removed', null, 1],
        ['unexplained', null, 2],
        ['waiting', 'waits-for-parent', 1],
      ])
      const page = await recordsPage(tx, here, world.integration, { standing: 'parked' }, { after: null, limit: 5 })
      expect(page.links.map((link) => link.crm?.id)).toEqual(['parked'])
    })
  })
})
