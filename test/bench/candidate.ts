import type { Run, Trigger } from '@/lib/model/run'
import { addCounts } from '@/lib/sync/count'
import { concord, type Home } from './concord'
import { floor } from './floor'
import { measured, type Cost } from './meter'
import { naive } from './naive'
import { serveOrders } from './orders'
import type { Where } from './vendors'

/** One way of doing the job, in a process of its own. */
export interface Ran extends Cost {
  readonly counts: Run['counts'] | null
  /** Null where the candidate has no runs. */
  readonly isDone: boolean | null
}

export interface RunOrder {
  readonly trigger: Trigger
  /** A job that is delivered again comes with the id it had. */
  readonly id: string
}

export interface Carry {
  /** Null where the candidate remembers nothing that another process could go on with. */
  readonly home: Home | null
  readonly carryOut: (order: RunOrder) => Promise<Run | null>
}

export interface Way {
  /** Makes ready for vendors it has not met before. */
  setUp(where: Where): Promise<Carry>
  /** Goes on where a process that died left off. */
  adopt?(home: Home): Carry
}

export interface Settled {
  readonly place: number
  readonly home: Home | null
}

let offset = 0
const now = (): number => Date.now() + offset

const ways: Readonly<Record<string, (database: string, now: () => number) => Promise<Way>>> = {
  concord,
  naive,
  floor,
  // Its libraries must not count as memory of the others.
  executor: async (database) => (await import('./executor')).executor(database),
}
let way: Way | null = null
const places: Carry[] = []

const settle = (carry: Carry): Settled => ({ place: places.push(carry) - 1, home: carry.home })

function carryAt(place: number): Carry {
  const carry = places[place]
  if (!carry) throw new Error(`No place ${place}`)
  return carry
}

serveOrders({
  async open({ name, database }: { name: string; database: string }): Promise<void> {
    const open = ways[name]
    if (!open) throw new Error(`No candidate ${name}`)
    way = await open(database, now)
  },
  async setUp(where: Where): Promise<Settled> {
    if (!way) throw new Error('Nothing is open')
    return settle(await way.setUp(where))
  },
  async adopt(home: Home): Promise<Settled> {
    if (!way?.adopt) throw new Error('This candidate remembers nothing')
    return settle(way.adopt(home))
  },
  async run({ place, ...order }: RunOrder & { readonly place: number }): Promise<Ran> {
    const carry = carryAt(place)
    const done: { run: Run | null } = { run: null }
    const cost = await measured(async () => {
      done.run = await carry.carryOut(order)
    })
    const { run } = done
    return { ...cost, counts: run?.counts ?? null, isDone: run && run.result?.kind === 'done' }
  },
  /** At once, as one server does. */
  async runTogether(orders: readonly (RunOrder & { readonly place: number })[]) {
    const walls: number[] = []
    let counts: Run['counts'] = {}
    const cost = await measured(async () => {
      const began = performance.now()
      const timed = orders.map(async ({ place, ...order }, at) => {
        const run = await carryAt(place).carryOut(order)
        if (run?.result?.kind !== 'done') throw new Error(`A run stopped: ${JSON.stringify(run)}`)
        counts = addCounts(counts, run.counts)
        walls[at] = performance.now() - began
      })
      await Promise.all(timed)
    })
    return { ...cost, counts, isDone: true, walls }
  },
  async pass(ms: number): Promise<void> {
    offset += ms
  },
})
