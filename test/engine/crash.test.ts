import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { total } from '@/lib/sync/count'
import { runToEnd } from '@/lib/engine/run'
import type { Engine } from '@/lib/engine/workshop'
import type { Fetch } from '@/lib/http/send'
import { openDatabase, type Database } from '@/lib/store/db'
import { image } from '../../sandbox/sage-50-fr/image'
import { corridor, type Corridor } from '../kit/corridor'
import { startPostgres, type Cluster } from '../kit/postgres'
import { liveFor, type Moment } from './crashing'
import {
  account,
  doubles,
  inSage,
  invoice,
  linesOf,
  live,
  main,
  next,
  people,
  standings,
  status,
  unexplained,
} from './kit'

const tiny = { customers: 3, prospects: 1, contacts: 4, products: 4, invoices: 3, representants: 1 }

let cluster: Cluster
let db: Database
beforeAll(async () => {
  cluster = await startPostgres()
  db = await openDatabase(await cluster.fresh())
})
afterAll(async () => {
  await db.close()
  await cluster.stop()
})

/** Set up and not yet run; people typed something into the CRM, too. */
async function prepared(): Promise<Corridor> {
  const house = await corridor({ db, books: { size: tiny }, crm: { size: 0 } })
  await house.setUp()
  const own = { salesRepId1: people.bruno, branchId: 438 }
  const accountId = house.crm.create('accounts', { ...own, name: 'Crm client', statusId: status.client })
  house.crm.create('accounts', { ...own, name: 'Crm prospect', statusId: status.prospect })
  house.crm.create('contacts', { accountId, firstName: 'Crm', lastName: 'Contact', email: 'crm@contact.test' })
  return house
}

/** After the next runs: everything once on both sides, nothing lost, everything in one class. */
async function expectWhole(house: Corridor): Promise<void> {
  for (let round = 0; round < 2; round++) await next(house)
  const last = await next(house)
  expect(last.result).toEqual({ kind: 'done' })
  const { created, updated, removed } = total(last.counts)
  expect([created, updated, removed]).toEqual([0, 0, 0])
  expect(doubles(house)).toEqual([])
  expect(await unexplained(house)).toEqual([])
  for (const { code } of [...inSage(house, 'clients'), ...inSage(house, 'prospects')])
    expect(account(house, code)).toMatchObject({ deleted: false })
  expect([inSage(house, 'clients').length, inSage(house, 'prospects').length]).toEqual([4, 2])
  expect(live(house, 'contacts')).toHaveLength(inSage(house, 'contacts').length)
  for (const { id, lignes } of inSage(house, 'factures'))
    expect(linesOf(house, invoice(house, id).id)).toHaveLength(Array.isArray(lignes) ? lignes.length : -1)
  for (const { code, imageEtag } of inSage(house, 'articles')) {
    const { id } = live(house, 'products').find((row) => row.extId === code) ?? {}
    const pictures = live(house, 'documents').filter((row) => row.entityId === id && house.crm.file(Number(row.id)))
    if (imageEtag !== null) expect(pictures.length).toBeGreaterThanOrEqual(1)
  }
  for (const { standing, count } of await standings(house))
    if (count > 0) expect(['in-sync', 'gone', 'excluded']).toContain(standing)
}

const afterTheLease = 61_000

/** How many steps a first run takes that nobody kills. */
async function wholeLength(): Promise<number> {
  const house = await prepared()
  const { died, steps } = await liveFor(house.engine, await house.integration(), 'first', Infinity, 'before')
  expect(died).toBe(false)
  return steps
}

describe('A process that dies during the first run', () => {
  test('once, at any moment: the next one finishes the work, with no duplicate and no loss', async () => {
    const whole = await wholeLength()
    expect(whole).toBeGreaterThan(30)
    const stories = Array.from({ length: 10 }, (_, at): readonly [number, Moment] => [
      1 + Math.floor(((at + 0.5) * whole) / 10),
      at % 2 === 0 ? 'after' : 'before',
    ])
    for (const [k, moment] of stories) {
      const house = await prepared()
      expect((await liveFor(house.engine, await house.integration(), 'first', k, moment)).died).toBe(true)
      house.clock.advance(afterTheLease)
      await house.runToEnd('schedule')
      await expectWhole(house)
    }
  }, 240_000)

  test.each([23, 31, 47])(
    'again and again, after every %i steps: the work is finished all the same',
    async (k) => {
      const house = await prepared()
      for (let life = 0; life < 8; life++) {
        const moment = life % 2 === 0 ? 'after' : 'before'
        await liveFor(house.engine, await house.integration(), 'schedule', k, moment)
        house.clock.advance(afterTheLease)
      }
      await expectWhole(house)
    },
    120_000,
  )
})

/** Its process dies as soon as it has remembered that something was written. */
function dyingOnceRecorded({ db, ...engine }: Engine): Engine {
  let recorded = false
  const drizzle = new Proxy(db.drizzle, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function' || name !== 'transaction') return value
      return (...given: unknown[]): unknown => {
        if (recorded) throw new Error('It is dead')
        recorded = /engine.record\.ts/.test(new Error().stack ?? '')
        return Reflect.apply(value, target, given)
      }
    },
  })
  return { ...engine, db: { ...db, drizzle } }
}

describe('A process that dies right after it learnt what had become of a lost answer', () => {
  test('brings the picture of an article all the same', async () => {
    const house = await prepared()
    await house.runToEnd('first')
    const { id } = house.books.create(main, 'articles', { code: 'PAINT', libelle: 'Painted', prixVenteHT: '3.00' })
    house.books.setImage(main, String(id), image(1, 2, 3))
    house.simulators.crm.faults.add({ path: /products\/bulk/, do: 'cut-after' })
    await next(house)
    house.clock.advance(afterTheLease * 10)
    const dying = runToEnd(dyingOnceRecorded(house.engine), await house.integration(), 'schedule')
    await expect(dying).rejects.toThrow('It is dead')
    house.clock.advance(afterTheLease)
    await expectWhole(house)
    const [painted] = live(house, 'products').filter((row) => row.model === 'Painted')
    expect(painted).toBeDefined()
    expect(live(house, 'documents').filter((row) => row.entityId === painted?.id)).toHaveLength(1)
  }, 60_000)
})

describe('Two workers', () => {
  test('while one works, the other ends at once and touches nothing', async () => {
    const house = await prepared()
    const id = await house.integration()
    let second: unknown = 'not asked'
    const fetch: Fetch = async (url, init) => {
      if (second === 'not asked') second = await runToEnd({ ...house.engine }, id, 'asked')
      return fetchOf(house)(url, init)
    }
    await runToEnd({ ...house.engine, fetch }, id, 'first')
    expect(second).toBeNull()
    await expectWhole(house)
  }, 60_000)

  test.each([/accounts\/bulk$/, /products\/bulk$/, /salesordersLines\/bulk$/])(
    'a worker that sleeps in the midst of a call while another takes over commits nothing afterwards: %s',
    async (path) => {
      const house = await prepared()
      const id = await house.integration()
      let slept = false
      const fetch: Fetch = async (url, init) => {
        const answer = await fetchOf(house)(url, init)
        if (slept || init.method === 'GET' || !path.test(new URL(url).pathname)) return answer
        slept = true
        house.clock.advance(afterTheLease)
        await runToEnd(house.engine, id, 'asked')
        return answer
      }
      await runToEnd({ ...house.engine, fetch }, id, 'first')
      expect(slept).toBe(true)
      await expectWhole(house)
    },
    60_000,
  )
})

function fetchOf(house: Corridor): Fetch {
  if (!house.engine.fetch) throw new Error('A corridor has its own way to vendors')
  return house.engine.fetch
}
