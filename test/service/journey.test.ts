import { beforeAll, describe, expect, test } from 'vitest'
import { overview } from '@/lib/service/overview'
import { plan } from '@/lib/service/plan'
import { planRows } from '@/lib/service/plan-rows'
import { record } from '@/lib/service/record'
import { records } from '@/lib/service/records'
import { runEntries } from '@/lib/service/run-entries'
import { runs } from '@/lib/service/runs'
import { setup } from '@/lib/service/setup'
import { start } from '@/lib/service/start'
import { corridor, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { answerAll, planned, worked } from './kit'

let house: Corridor
beforeAll(async () => {
  house = await corridor({ db: await sharedDatabase() })
})

describe('from an empty installation to a working one', () => {
  test('at first nothing is set up and the CRM is asked for', async () => {
    expect((await overview(house.desk)).head.state).toEqual({ kind: 'not-set-up' })
    expect((await setup(house.desk)).step).toBe('crm')
  })

  test('after every answer the review is next, and nothing was written to the CRM', async () => {
    await answerAll(house)
    const view = await setup(house.desk)
    expect(view.step).toBe('review')
    expect(view.problem).toBeNull()
    expect(view.matchedPeople.length).toBeGreaterThan(0)
    const writes = house.simulators.crm
      .calls()
      .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/login'))
    expect(writes).toEqual([])
  })

  test('the dry run says what would be written, what waits and how long it takes', async () => {
    const run = await planned(house)
    const view = await plan(house.desk)
    expect(view).toMatchObject({ run, ready: true, problem: null })
    expect(view?.totals.create).toBeGreaterThan(30)
    expect(view?.totals.remove).toBe(0)
    expect(view?.byEntity.map(({ entity, side }) => `${entity}:${side}`)).toContain('customer:crm')
    expect(view?.blocked.map(({ reason }) => reason)).toContain('waits-for-conversion')
    expect(view?.seconds).toBeGreaterThan(0)
    expect(view?.sample.length).toBeGreaterThan(3)
    const rows = await planRows(house.desk, { run, entity: 'customer', side: 'crm', verb: 'create' })
    expect(rows.rows).toHaveLength(6)
    expect((await overview(house.desk)).head.state).toEqual({ kind: 'ready' })
    const writes = house.simulators.crm
      .calls()
      .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/login'))
    expect(writes).toEqual([])
  })

  test('starting with the plan sends what was shown, then the schedule does the rest', async () => {
    const shown = await plan(house.desk)
    await worked(start(house.desk, { plan: shown?.run ?? '' }))
    const [run] = await house.carryOut()
    const seen = await runEntries(house.desk, { run: run ?? '' })
    expect(seen?.run).toMatchObject({ trigger: 'approved', by: 'Ana', created: shown?.totals.create, removed: 0 })
    expect(seen?.page.rows[0]).toMatchObject({ kind: 'written' })
    const view = await overview(house.desk)
    expect(view.head.state).toEqual({ kind: 'healthy' })
    expect(view.facts.inBoth).toBeGreaterThan(30)
    expect(view.facts.parked).toBe(0)
    expect(view.lastSuccess).not.toBeNull()
    expect(view.nextRun).toBeGreaterThan(house.clock.now())
    expect(view.entities.find(({ rule }) => rule.entity === 'customer')).toMatchObject({
      rule: { on: true, direction: 'both-ways', locked: true },
    })
  })

  test('a further run has nothing to do, and history shows all of them', async () => {
    await house.runToEnd('schedule')
    const quiet = await house.runToEnd('schedule')
    expect(quiet.counts).toEqual({})
    const all = await runs(house.desk)
    expect(all.rows.map(({ trigger }) => trigger)).toEqual(['schedule', 'schedule', 'schedule', 'approved', 'preview'])
    expect(all.next).toBeNull()
  })

  test('every record is found by its class and by its name, with its own history', async () => {
    const inSync = await records(house.desk, { class: 'in-sync', entity: 'customer' })
    const [first] = inSync.rows
    expect(first?.standing).toBe('synchronised')
    const found = await records(house.desk, { search: first?.code ?? '' })
    expect(found.rows.map(({ link }) => link)).toContain(first?.link)
    const one = await record(house.desk, first?.link ?? '')
    expect(one?.record).toMatchObject({ crmId: first?.crmId, booksId: first?.booksId })
    expect(one?.entries.rows.some(({ kind }) => kind === 'written')).toBe(true)
    expect((await records(house.desk, { class: 'unexplained' })).rows).toEqual([])
  })
})
