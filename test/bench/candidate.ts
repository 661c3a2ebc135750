import type { Run, Trigger } from '@/lib/model/run'
import { concord } from './concord'
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

export interface Way {
  /** Makes ready for vendors it has not met before; returns what carries the job out. */
  setUp(where: Where): Promise<(trigger: Trigger) => Promise<Run | null>>
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
const places: ((trigger: Trigger) => Promise<Run | null>)[] = []

serveOrders({
  async open({ name, database }: { name: string; database: string }): Promise<void> {
    const open = ways[name]
    if (!open) throw new Error(`No candidate ${name}`)
    way = await open(database, now)
  },
  async setUp(where: Where): Promise<number> {
    if (!way) throw new Error('Nothing is open')
    return places.push(await way.setUp(where)) - 1
  },
  async run({ place, trigger }: { place: number; trigger: Trigger }): Promise<Ran> {
    const carryOut = places[place]
    if (!carryOut) throw new Error(`No place ${place}`)
    const done: { run: Run | null } = { run: null }
    const cost = await measured(async () => {
      done.run = await carryOut(trigger)
    })
    const { run } = done
    return { ...cost, counts: run?.counts ?? null, isDone: run && run.result?.kind === 'done' }
  },
  async pass(ms: number): Promise<void> {
    offset += ms
  },
})
