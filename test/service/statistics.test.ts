import { beforeAll, describe, expect, test } from 'vitest'
import { MAIN } from '../../sandbox/sage-50-fr'
import { total } from '@/lib/sync/count'
import { allChanges, change, changes, type ChangesAsked } from '@/lib/service/changes'
import { overview } from '@/lib/service/overview'
import { statistics } from '@/lib/service/statistics'
import type { StoredRun } from '@/lib/store/runs'
import { corridor, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'

let house: Corridor
let ran: readonly StoredRun[]
const day = 86_400_000

beforeAll(async () => {
  house = await corridor({ db: await sharedDatabase() })
  await house.setUp()
  const first = await house.runToEnd('first')
  const second = await house.runToEnd()
  house.clock.advance(day)
  const [client, other] = house.books.list(MAIN, 'clients')
  house.books.edit(MAIN, 'clients', String(client?.id), { telephone: '01 42 68 53 00' })
  house.books.remove(MAIN, 'clients', String(other?.id))
  house.books.create(MAIN, 'clients', { raisonSociale: '' })
  house.clock.advance(90_000)
  ran = [first, second, await house.runToEnd()]
})

const all = async (asked: ChangesAsked = {}) => {
  const rows = []
  for await (const page of allChanges(house.desk, asked)) rows.push(...page)
  return rows
}

describe('Statistics', () => {
  test('agree with the runs and with the lists behind them', async () => {
    const view = await statistics(house.desk, 'month')
    const sum = (pick: 'created' | 'updated' | 'removed') =>
      view?.entities.reduce((all, { now }) => all + now[pick], 0) ?? 0
    const counts = ran.map((run) => total(run.counts))
    for (const pick of ['created', 'updated', 'removed'] as const)
      expect(sum(pick), pick).toBe(counts.reduce((all, one) => all + one[pick], 0))
    for (const { entity, now, inBoth, excluded, failed } of view?.entities ?? []) {
      expect((await all({ entity, verb: 'create' })).length).toBe(now.created)
      expect((await all({ entity, verb: 'update' })).length).toBe(now.updated)
      expect((await all({ entity, verb: 'remove' })).length).toBe(now.removed)
      expect((await all({ entity, kind: 'refused' })).length).toBe(now.refused)
      const line = (await overview(house.desk)).entities.find(({ rule }) => rule.entity === entity)
      expect(line).toMatchObject({ inBoth, excluded, parked: failed })
    }
  })

  test('lead to lines that hold every field whole: old and new, where it came from and why', async () => {
    const lines = await all()
    const [line] = lines.filter(({ verb }) => verb === 'create')
    expect(line?.sets.length).toBeGreaterThan(3)
    for (const { sets } of lines)
      for (const set of sets)
        for (const key of ['value', 'before', 'from', 'origin', 'why', 'base', 'lost'] as const)
          expect(set[key], key).toBeDefined()
    expect((await change(house.desk, line?.id ?? ''))?.sets).toEqual(line?.sets)
  })

  test('show thirty days, each with what happened on it, and the period before beside this one', async () => {
    const view = await statistics(house.desk, 'week')
    expect(view?.trend).toHaveLength(30)
    const today = view?.trend.at(-1)
    expect(today).toMatchObject({ created: 0, removed: 1, refused: 1 })
    expect(view?.trend.at(-2)?.created).toBeGreaterThan(20)
    expect((await statistics(house.desk, 'month'))?.entities.every(({ before }) => before.created === 0)).toBe(true)
    house.clock.advance(31 * day)
    const later = await statistics(house.desk, 'month')
    expect(later?.entities.reduce((sum, { now }) => sum + now.created, 0)).toBe(0)
    expect(later?.entities.reduce((sum, { before }) => sum + before.created, 0)).toBeGreaterThan(20)
    house.clock.advance(-31 * day)
  })

  test('count the calls that the simulators counted, and name the limit', async () => {
    const view = await statistics(house.desk, 'month')
    const counted = ran.reduce((sum, run) => sum + (run.calls['sage-sales'] ?? 0), 0)
    const [crm, books] = view?.calls ?? []
    expect(crm).toMatchObject({ calls: counted, runs: 3, limit: { seconds: 1 } })
    expect(books?.limit).toEqual({ calls: 5, seconds: 1 })
    expect(books?.share).toBeGreaterThan(0)
    expect(books?.share).toBeLessThan(0.01)
  })

  test('say how long an edit took from being seen to being written', async () => {
    const { lag } = (await statistics(house.desk, 'month')) ?? {}
    expect(lag?.now?.half).toBeGreaterThan(0)
    expect(lag?.now?.most).toBeGreaterThanOrEqual(lag?.now?.half ?? Infinity)
    expect(lag?.before).toBeNull()
  })

  test('of an organisation that has nothing yet are none', async () => {
    const empty = await corridor({ db: house.db })
    expect(await statistics(empty.desk, 'year')).toBeNull()
    expect(await changes(empty.desk, {})).toEqual({ rows: [], next: null })
  })
})

describe('The history over all runs', () => {
  test('is the same list whatever its page, its filter or its way through the days', async () => {
    const whole = await all()
    expect(whole.length).toBeGreaterThan(30)
    expect(new Set(whole.map(({ id }) => id)).size).toBe(whole.length)
    const paged = []
    let cursor: string | undefined
    do {
      const page = await changes(house.desk, { cursor, entity: 'invoice' })
      paged.push(...page.rows)
      cursor = page.next ?? undefined
    } while (cursor)
    expect(paged.map(({ id }) => id)).toEqual(whole.filter(({ entity }) => entity === 'invoice').map(({ id }) => id))
  })

  test('is found by name, by code, by day and by kind', async () => {
    const whole = await all()
    const some = whole.find(({ record, entity }) => entity === 'customer' && record?.includes(' · '))
    const [name = '', code = ''] = some?.record?.split(' · ') ?? []
    for (const search of [name, name.toUpperCase(), code])
      expect((await all({ search })).some(({ id }) => id === some?.id)).toBe(true)
    expect(await all({ search: 'nobody bears this' })).toEqual([])
    const today = Math.floor(house.clock.now() / day)
    const mine = await all({ from: today, to: today })
    expect(mine.length).toBeGreaterThan(0)
    expect(mine.every(({ at }) => Math.floor(at / day) === today)).toBe(true)
    expect((await all({ to: today - 1 })).length + mine.length).toBe(whole.length)
    expect((await all({ kind: 'refused' })).every(({ kind }) => kind === 'refused')).toBe(true)
  })

  test('has an address for every line, and none for somebody else’s', async () => {
    const [line] = (await changes(house.desk, { verb: 'update', entity: 'customer' })).rows
    expect(await change(house.desk, line?.id ?? '')).toEqual(line)
    expect(line).toMatchObject({ version: 1, run: ran[2]?.id })
    const other = await corridor({ db: house.db })
    expect(await change(other.desk, line?.id ?? '')).toBeNull()
  })
})
