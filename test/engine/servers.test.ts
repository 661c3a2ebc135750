import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshbooks } from '@/lib/connectors/freshbooks'
import { freshsales } from '@/lib/connectors/freshsales'
import { quickbooks } from '@/lib/connectors/quickbooks'
import { sage50Fr } from '@/lib/connectors/sage-50-fr'
import { sageSales } from '@/lib/connectors/sage-sales'
import { xero } from '@/lib/connectors/xero'
import type { Connector, Send } from '@/lib/model/connector'
import type { Database } from '@/lib/store/db'
import { freshDatabase } from '../kit/fresh-database'
import { virtualTime, type VirtualTime } from '../kit/virtual-time'
import { requestTime, server, strict, tenantOf, type Published } from './servers'

const second = 1_000
const lasts = 20 * second
const perSecond = (calls: number) => ({ calls, ms: second })
const perMinute = (calls: number) => ({ calls, ms: 60 * second })

/** By the vendors' own words, or what we grant ourselves where they say nothing; and what runs of 20 seconds get of it. */
const vendors: readonly (readonly [Connector, Published, atLeast: number])[] = [
  [quickbooks, { windows: [perSecond(10), perMinute(500)], atOnce: 10 }, 0.8 * 200],
  [sageSales, { windows: [perSecond(4)], atOnce: 4 }, 0.8 * 80],
  [sage50Fr, { windows: [perSecond(5)], atOnce: 2 }, 0.8 * 100],
  // Of a minute runs take the first half as fast as it comes, and spread the second one.
  [xero, { windows: [perMinute(60)], atOnce: 5 }, 27 + 0.8 * 9],
  [freshbooks, { windows: [perMinute(60)], atOnce: 2 }, 27 + 0.8 * 9],
  [freshsales, { windows: [perMinute(400)], atOnce: 3 }, 90],
]
const named = (id: string) => {
  const found = vendors.find(([connector]) => connector.id === id)
  if (!found) throw new Error(`There is no vendor ${id}`)
  return found
}

let db: Database
beforeAll(async () => {
  db = await freshDatabase()
})
afterAll(() => db.close())

interface Scene {
  readonly time: VirtualTime
  readonly seen: ReturnType<typeof strict>['seen']
  /** Another process of the same customer. */
  join(): Send
}

async function at([{ limits }, published]: (typeof vendors)[number]): Promise<Scene> {
  const time = virtualTime(Date.UTC(2026, 8, 7, 8))
  const { fetch, seen } = strict(time, published)
  const tenant = await tenantOf(db)
  return { time, seen, join: () => server(db, tenant, time, { limits, fetch }) }
}

const ask = (send: Send, path = '') => send({ method: 'GET', url: `https://vendor.test/acme${path}` })

/** Calls one after the other until then; when each of them left. */
async function calling({ time }: Scene, send: Send, until: number): Promise<readonly number[]> {
  const sent: number[] = []
  while (time.now() < until) sent.push((await ask(send)).sentAt)
  return sent
}

const several = (count: number, work: () => Promise<readonly number[]>) => Array.from({ length: count }, work)

describe.each(vendors.map((each) => [each[0].name, each] as const))(
  'two servers call %s as fast as they can',
  (_name, vendor) => {
    test('neither is ever refused, and together they get nearly all that the vendor gives', async () => {
      const scene = await at(vendor)
      const start = scene.time.now()
      const [one, other] = [scene.join(), scene.join()]
      const loops = [one, other].flatMap((send) => several(4, () => calling(scene, send, start + lasts)))
      await scene.time.live(loops)
      expect(scene.seen.refused).toEqual([])
      expect(scene.seen.mostInside).toBeLessThanOrEqual(vendor[0].limits.atOnce)
      expect(scene.seen.taken.length).toBeGreaterThan(vendor[2])
      const shares = await Promise.all([loops.slice(0, 4), loops.slice(4)].map((all) => Promise.all(all)))
      expect(Math.min(...shares.map((share) => share.flat().length))).toBeGreaterThan(0.1 * scene.seen.taken.length)
    })
  },
)

describe('a server that is alone', () => {
  test.each(['sage-sales', 'sage-50-fr', 'quickbooks'])('has all of %s to itself', async (id) => {
    const scene = await at(named(id))
    const send = scene.join()
    const start = scene.time.now()
    await scene.time.live(several(4, () => calling(scene, send, start + lasts)))
    expect(scene.seen.refused).toEqual([])
    expect(scene.seen.taken.length).toBeGreaterThan(named(id)[2])
  })
})

describe('a server that comes second', () => {
  test('has its first call within a few seconds, though the first one had stopped asking the store', async () => {
    const scene = await at(named('sage-sales'))
    const start = scene.time.now()
    const [one, other] = [scene.join(), scene.join()]
    const late = async () => {
      await scene.time.sleep(5.3 * second)
      return calling(scene, other, start + lasts)
    }
    const waiting = late()
    await scene.time.live([...several(4, () => calling(scene, one, start + lasts)), waiting])
    const [first = Infinity] = await waiting
    expect(first - start).toBeLessThan(9 * second)
    expect(scene.seen.refused).toEqual([])
  })

  test('finds all places but one free where the first one makes one call after the other', async () => {
    const scene = await at(named('xero'))
    const [one, other] = [scene.join(), scene.join()]
    await scene.time.live([ask(one)])
    const before = scene.time.now()
    const four = Promise.all(several(4, async () => [(await ask(other)).sentAt]))
    await scene.time.live([four])
    expect((await four).flat().every((at) => at - before < second)).toBe(true)
    expect(scene.seen.mostInside).toBe(4)
  })

  test('finds the places of calls side by side free as soon as they are over', async () => {
    const scene = await at(named('xero'))
    const [one, other] = [scene.join(), scene.join()]
    await scene.time.live(several(5, async () => [(await ask(one)).sentAt]))
    const before = scene.time.now()
    const next = ask(other)
    await scene.time.live([next])
    expect((await next).sentAt - before).toBeLessThan(second)
  })
})

describe('a server that died', () => {
  test('keeps its places until its calls must be over, and no longer', async () => {
    const scene = await at(named('xero'))
    const [dead, other] = [scene.join(), scene.join()]
    const start = scene.time.now()
    // Nobody hears of these answers.
    for (let calls = 0; calls < 5; calls += 1) void ask(dead, '/silent')
    await scene.time.live([scene.time.sleep(second)])
    const five = Promise.all(several(5, async () => [(await ask(other)).sentAt]))
    await scene.time.live([five])
    const sent = (await five).flat()
    expect(Math.min(...sent) - start).toBeGreaterThanOrEqual(requestTime)
    expect(Math.max(...sent) - start).toBeLessThan(requestTime + second)
    expect(scene.seen.refused).toEqual([])
  })

  test('keeps nobody from the calls that it can no longer make', async () => {
    const scene = await at(named('sage-sales'))
    const [dead, other] = [scene.join(), scene.join()]
    const start = scene.time.now()
    await scene.time.live([calling(scene, dead, start + second)])
    await scene.time.live([scene.time.sleep(40 * second)])
    const before = scene.time.now()
    const sent = calling(scene, other, before + 5 * second)
    await scene.time.live([sent])
    expect(((await sent)[0] ?? Infinity) - before).toBe(0)
    expect((await sent).length).toBeGreaterThan(15)
    expect(scene.seen.refused).toEqual([])
  })
})
