import { randomUUID } from 'node:crypto'
import { openDatabase } from '@/lib/store/db'
import { random } from '../../sandbox/kit/random'
import type { Home } from './concord'
import type { Ran, RunOrder, Settled } from './candidate'
import { hire, type Servant } from './orders'
import type { Scripts } from './stage'
import type { Held, Where } from './vendors'

export interface Plan {
  readonly clients: number
  readonly kills: number
  readonly seed: number
}

export interface Survived extends Held {
  /** Processes that died in the middle of a run. */
  readonly kills: number
  /** Records that the CRM must hold in the end, each once. */
  readonly expected: number
  /** Records that the third quiet run still wrote. */
  readonly rewritten: number
}

/** Longer than any lease, so that whoever comes next may take over from the dead. */
const lease = 61_000
const hour = 3_600_000

interface House {
  readonly vendors: Servant
  /** A new process of ours, at the time that the vendors have. */
  hire(): Promise<Servant>
  pass(ms: number, candidate: Servant): Promise<void>
  /** How long the next process may live, milliseconds. */
  life(): number
}

/**
 * First loads of customers of `clients` clients with two contacts each: whoever carries them out is killed at random points
 * (`kill -9`, no goodbye) and replaced, until `kills` processes have died and every load is over.
 */
export async function killed(database: string, scripts: Scripts, { clients, kills, seed }: Plan): Promise<Survived> {
  await (await openDatabase(database)).close()
  const house = openHouse(database, scripts, seed)
  const total = { kills: 0, expected: 0, records: 0, codes: 0, rewritten: 0 }
  while (total.kills < kills) {
    const one = await customer(house, clients, kills - total.kills)
    total.kills += one.kills
    total.expected += clients * 3
    total.records += one.records
    total.codes += one.codes
    total.rewritten += one.rewritten
  }
  await house.vendors.dismiss()
  return total
}

function openHouse(database: string, scripts: Scripts, seed: number): House {
  const vendors = hire(scripts.vendors, [], null)
  const chance = random(seed)
  let passed = 0
  return {
    vendors,
    async hire() {
      const candidate = hire(scripts.candidate, [], null)
      await candidate.order('open', { name: 'concord', database })
      await candidate.order('pass', passed)
      return candidate
    },
    async pass(ms, candidate) {
      passed += ms
      await vendors.order('pass', ms)
      await candidate.order('pass', ms)
    },
    life: () => 20 + chance.below(1_500),
  }
}

async function customer(house: House, clients: number, most: number) {
  const { pair, where } = await house.vendors.order<{ pair: number; where: Where }>('serve', {
    books: { size: clients },
    crm: {},
  })
  const first = await house.hire()
  const job: RunOrder = { trigger: 'first', id: randomUUID() }
  const { home, place } = await first.order<Settled>('setUp', where)
  if (!home) throw new Error('The candidate does not remember its customer')
  let worker = { candidate: first, place }
  let kills = 0
  while (!(await firstLoad(house, worker, job, kills < most))) {
    worker = await replace(house, home)
    kills += 1
  }
  // What a dead process had sent is in doubt until the next run has looked for it, and what waited for that comes in the one after.
  await quietly(house, worker)
  await quietly(house, worker)
  const rewritten = await quietly(house, worker)
  await worker.candidate.dismiss()
  return { kills, rewritten, ...(await house.vendors.order<Held>('held', pair)) }
}

interface Worker {
  readonly candidate: Servant
  readonly place: number
}

/** Whether it was over before the process's time was up. */
async function firstLoad(house: House, { candidate, place }: Worker, job: RunOrder, mayDie: boolean): Promise<boolean> {
  let isKilled = false
  const kill = (): void => {
    isKilled = true
    void candidate.kill()
  }
  const timer = mayDie ? setTimeout(kill, house.life()) : undefined
  try {
    const { isDone, counts } = await candidate.order<Ran>('run', { place, ...job })
    if (!isDone) throw new Error(`A run stopped: ${JSON.stringify(counts)}`)
    return true
  } catch (error) {
    if (!isKilled) throw error
    return false
  } finally {
    clearTimeout(timer)
  }
}

async function replace(house: House, home: Home): Promise<Worker> {
  const candidate = await house.hire()
  await house.pass(lease, candidate)
  const { place } = await candidate.order<Settled>('adopt', home)
  return { candidate, place }
}

/** What a run an hour later writes. */
async function quietly(house: House, { candidate, place }: Worker): Promise<number> {
  await house.pass(hour, candidate)
  const { counts } = await candidate.order<Ran>('run', { place, trigger: 'schedule', id: randomUUID() })
  return Object.values(counts ?? {}).reduce((sum, { created = 0, updated = 0 }) => sum + created + updated, 0)
}
