import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cursorOf, placeOf, step } from '@/lib/connectors/freshsales/feed'
import type { Row } from '@/lib/connectors/freshsales/feed'
import { listing } from './sample'
import { startFreshsales } from './freshsales.bench'
import { openSession, sendTo } from './stage'

/** A view as the vendor keeps it: youngest first, whole seconds. */
function view(size: number) {
  let time = 1_000_000_000_000
  let rows: readonly Row[] = []
  const sorted = (): readonly Row[] => [...rows].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
  return {
    tick: (ms: number) => void (time += ms),
    add: (id: string) => void (rows = [...rows, { id, at: time, createdAt: time }]),
    edit: (at: number) => {
      const id = sorted()[at % Math.max(1, rows.length)]?.id
      rows = rows.map((row) => (row.id === id ? { ...row, at: time } : row))
    },
    remove: (at: number) => {
      const id = sorted()[at % Math.max(1, rows.length)]?.id
      rows = rows.filter((row) => row.id !== id)
    },
    rows: () => rows,
    page: (page: number) => {
      const shown = sorted().slice((page - 1) * size, page * size)
      return { rows: shown, total: rows.length, pages: Math.ceil(rows.length / size), readAt: time, toldAt: time }
    },
  }
}

const SIZE = 3
const act = fc.record({
  do: fc.constantFrom('edit', 'remove', 'add', 'nothing', 'nothing'),
  at: fc.nat(20),
  ms: fc.constantFrom(1_000, 5_000, 70_000),
})

describe('the place in a view of Freshsales', () => {
  test('whatever people do between two pages, in the end we know every record as it is, and each that is gone is missed', () => {
    fc.assert(
      fc.property(fc.nat(12), fc.array(act, { maxLength: 40 }), (start, acts) => {
        const crm = view(SIZE)
        for (let n = 0; n < start; n += 1) {
          crm.add(`r${n}`)
          crm.tick(1_000)
        }
        crm.tick(60_000)
        const memory = new Map<string, number>()
        let cursor: string | null = null
        const poll = (mayAct: () => void): void => {
          for (let more = true; more;) {
            const place = placeOf(cursor)
            const page = crm.page(place.page)
            const read = step(place, page, SIZE)
            for (const row of page.rows.filter(({ id }) => read.told.has(id))) memory.set(row.id, row.at)
            cursor = cursorOf(read.next)
            more = read.more
            const whole = placeOf(cursor).since !== null && place.since === null
            // A complete listing is over: what it did not show is asked for by id, and is gone.
            if (whole) for (const id of memory.keys()) if (!crm.rows().some((row) => row.id === id)) memory.delete(id)
            mayAct()
          }
        }
        const left = [...acts]
        const meddle = (): void => {
          const next = left.shift()
          if (next === undefined) return
          crm.tick(next.ms)
          if (next.do === 'add') crm.add(`n${left.length}`)
          else if (next.do !== 'nothing') crm[next.do](next.at)
        }
        while (left.length > 0) poll(meddle)
        // Quiet at last: one poll and everything that is there is known; a week later every removal has shown.
        crm.tick(120_000)
        poll(() => undefined)
        for (const { id, at } of crm.rows()) expect(memory.get(id)).toBe(at)
        crm.tick(8 * 86_400_000)
        poll(() => undefined)
        expect(new Map([...memory].sort())).toEqual(
          new Map(
            crm
              .rows()
              .map(({ id, at }) => [id, at] as const)
              .sort(),
          ),
        )
      }),
      { numRuns: 2_000, seed: 5 },
    )
  })

  test('an edit of a record still to be read makes the front be walked once more', () => {
    const crm = view(SIZE)
    for (let n = 0; n < 7; n += 1) {
      crm.add(`r${n}`)
      crm.tick(1_000)
    }
    crm.tick(600_000)
    const first = step(placeOf(null), crm.page(1), SIZE)
    crm.edit(6)
    const second = step(first.next, crm.page(2), SIZE)
    const third = step(second.next, crm.page(3), SIZE)
    expect([first, second, third].flatMap(({ told }) => [...told])).not.toContain('r0')
    expect(third).toMatchObject({ more: true })
    const again = step(third.next, crm.page(1), SIZE)
    expect([...again.told]).toContain('r0')
  })

  test('a removal on a page already read does not swallow the record that moves up', () => {
    const crm = view(SIZE)
    for (let n = 0; n < 7; n += 1) {
      crm.add(`r${n}`)
      crm.tick(1_000)
    }
    crm.tick(600_000)
    const first = step(placeOf(null), crm.page(1), SIZE)
    crm.remove(0)
    const second = step(first.next, crm.page(2), SIZE)
    expect(second).toMatchObject({ more: true, next: { page: 1 } })
    const again = step(second.next, crm.page(1), SIZE)
    expect([...again.told]).toContain('r3')
  })

  test('a list that does not know our order ends once it was read to its end, and no edit in its midst is passed over', () => {
    const crm = view(SIZE)
    for (let n = 0; n < 7; n += 1) {
      crm.add(`r${n}`)
      crm.tick(1_000)
    }
    const asMade = (page: number) => ({ ...crm.page(page), rows: crm.rows().slice((page - 1) * SIZE, page * SIZE) })
    const walk = (cursor: string | null) => {
      const told: string[] = []
      for (let end = cursor, calls = 1; ; calls += 1) {
        const read = step(placeOf(end), asMade(placeOf(end).page), SIZE)
        end = cursorOf(read.next)
        told.push(...read.told)
        if (!read.more || calls === 20) return { told, calls, end }
      }
    }
    crm.tick(600_000)
    const first = walk(null)
    expect(first).toMatchObject({ calls: 3, told: crm.rows().map(({ id }) => id) })
    crm.edit(2)
    crm.tick(600_000)
    expect(walk(first.end)).toMatchObject({ calls: 3, told: ['r4'] })
  })

  test('a record touched twice within the same second is told again', () => {
    const crm = view(SIZE)
    crm.add('r0')
    crm.tick(600_000)
    const { next } = step(placeOf(null), crm.page(1), SIZE)
    crm.edit(0)
    const seen = step(next, crm.page(1), SIZE)
    expect([...seen.told]).toEqual(['r0'])
    expect([...step(seen.next, crm.page(1), SIZE).told]).toEqual(['r0'])
  })
})

describe('reading the lists of Freshsales', () => {
  test('a removal shows at the next poll as a listing that begins anew, and the record read by its id is gone', async () => {
    const bench = await startFreshsales()
    const session = openSession(bench)
    const { snapshots, end } = await listing(session, ['contact'])
    const gone = snapshots[2]?.id ?? ''
    bench.simulator.admin.remove('contacts', gone)
    bench.clock.advance(900_000)
    const polled = await session.changes(['contact'], end)
    expect(polled).toMatchObject({ snapshots: [], more: true })
    const anew = await session.changes(['contact'], polled.next)
    expect(anew).toMatchObject({ restarted: true, more: false })
    expect(anew.snapshots.map(({ id }) => id)).not.toContain(gone)
    expect(await session.read('contact', [gone])).toMatchObject([{ id: gone, removed: true }])
    bench.clock.advance(900_000)
    expect(await session.changes(['contact'], anew.next)).toMatchObject({ snapshots: [], more: false })
  })

  test('a record that was born and one that was forgotten in the meantime do not hide each other', async () => {
    const bench = await startFreshsales()
    const session = openSession(bench)
    const { end } = await listing(session, ['contact'])
    const [row] = bench.simulator.admin.list('contacts')
    bench.clock.advance(900_000)
    bench.simulator.admin.create('contacts', { last_name: 'New', email: 'new@firm.test' })
    bench.simulator.admin.forget('contacts', String(row?.['id']))
    const polled = await session.changes(['contact'], end)
    expect(polled.snapshots).toMatchObject([{ fields: { lastName: 'New' } }])
    expect(polled.more).toBe(true)
    expect(await session.changes(['contact'], polled.next)).toMatchObject({ restarted: true })
  })

  test('once a week everything is listed again, whatever the count says', async () => {
    const bench = await startFreshsales()
    const session = openSession(bench)
    const { end } = await listing(session, ['product'])
    bench.clock.advance(6 * 86_400_000)
    const quiet = await session.changes(['product'], end)
    expect(quiet).toMatchObject({ snapshots: [], more: false })
    bench.clock.advance(2 * 86_400_000)
    const whole = await session.changes(['product'], quiet.next)
    expect(whole).toMatchObject({ restarted: true })
    expect(whole.snapshots).toHaveLength(6)
  })

  test('a listing costs a call per hundred records, a quiet poll one call per list', async () => {
    const bench = await startFreshsales({ size: 230 })
    const session = openSession(bench)
    const before = bench.simulator.calls().length
    const { end } = await listing(session, ['customer'])
    const calls = bench.simulator
      .calls()
      .slice(before)
      .filter(({ path }) => path.includes('/view/'))
    expect(calls).toHaveLength(3)
    bench.simulator.forgetCalls()
    await session.changes(['customer'], end)
    expect(bench.simulator.calls()).toHaveLength(1)
  })

  test('ids longer than a double can hold come as they are', async () => {
    const bench = await startFreshsales()
    const known = bench.simulator.admin.list('sales_accounts').map(({ id }) => id)
    const { snapshots } = await listing(openSession(bench), ['customer'])
    expect(snapshots.map(({ id }) => id).sort()).toEqual([...known].sort())
    expect(known.every((id) => BigInt(String(id)) > BigInt(Number.MAX_SAFE_INTEGER))).toBe(true)
  })

  test('a view that was taken away asks the administrator for another one', async () => {
    const bench = await startFreshsales()
    const view = bench.simulator.admin.makeView('contacts', 'Ours')
    const grant = { ...bench.grant, chosen: { contactView: [view] } }
    const session = bench.connector.open(grant, sendTo(bench))
    expect((await session.changes(['contact'], null)).snapshots).toHaveLength(7)
    bench.simulator.admin.removeView(view)
    await expect(session.changes(['contact'], null)).rejects.toMatchObject({
      problem: { kind: 'forbidden', scope: 'contactView' },
    })
  })

  test('without a view of all deals we do not guess one', async () => {
    const bench = await startFreshsales({ madeReady: false })
    await expect(openSession(bench).changes(['document'], null)).rejects.toMatchObject({
      problem: { kind: 'forbidden', scope: 'dealView' },
    })
  })
})
