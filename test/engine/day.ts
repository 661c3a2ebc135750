import { meetAgain } from '@/lib/engine/meet'
import { runToEnd } from '@/lib/engine/run'
import { prove } from '@/lib/engine/verify'
import { load, type Engine } from '@/lib/engine/workshop'
import { makePaces } from '@/lib/http/pace'
import type { Fetch } from '@/lib/http/send'
import type { RunResult } from '@/lib/model/run'
import { ConnectorError } from '@/lib/model/problem'
import { integration } from '@/lib/store/integrations'
import { lastRuns } from '@/lib/store/runs'
import type { Call } from '../../sandbox/kit/simulator'
import { family, type Family } from '../kit/family'
import type { FamilyVendor } from '../kit/family-books'
import { freshDatabase } from '../kit/fresh-database'

const minute = 60_000
const quarter = 15 * minute

/** How long a call takes there and back. */
const latency = 120

export interface Day {
  readonly house: Family
  readonly results: readonly (RunResult | null)[]
  /** When runs began. */
  readonly runs: readonly number[]
  /** The last telephone number that was typed for each record, on the side where it was typed. */
  readonly typed: { readonly books: ReadonlyMap<string, string>; readonly crm: ReadonlyMap<string, string> }
  /** Calls of ours and of another program of the same company, by side. */
  readonly ours: Readonly<Record<'crm' | 'books', readonly Call[]>>
  readonly others: Readonly<Record<'crm' | 'books', readonly Call[]>>
}

/**
 * Twenty-four hours of one integration at its vendors' real limits: people edit on both sides from eight to six, two servers
 * come for every appointment, somebody looks at the connections while a run is under way, everything is verified at night, and
 * another program of the same company makes calls, too.
 */
export async function liveOneDay(vendor: FamilyVendor): Promise<Day> {
  const house = await family(vendor, {
    ...{ db: await freshDatabase(), paced: true, chosen: { 'calls-per-day': ['1000'], hourlyPlan: ['growth'] } },
    ...{ books: { size: 6, perDay: 1_000 }, crm: { size: 4, perHour: 1_000 } },
  })
  const neighbour = another(house)
  const servers = [server(house, neighbour), server(house, neighbour)] as const
  const people = atWork(house)
  const results: (RunResult | null)[] = []
  const runs: number[] = []
  const start = house.clock.now()
  for (let tick = 0; tick < 96; tick += 1) {
    house.clock.advance(Math.max(0, start + tick * quarter - house.clock.now()))
    const time = new Date(house.clock.now()).getUTCHours()
    people.edit(tick, time)
    await neighbour.call(tick, time)
    if (!(await isDue(house))) continue
    runs.push(house.clock.now())
    const both = servers.map((engine) => runToEnd(engine, house.integration, 'schedule'))
    const besides = tick % 12 === 5 ? look(house, servers[1]) : tick === 76 ? verify(house, servers[1]) : null
    // While the vendor has no call left for anybody, a page says so, and so does the night's proof.
    const told = besides?.catch(waits) ?? null
    const taken = (await Promise.all([...both, told])).slice(0, 2)
    if (taken.filter((pass) => pass !== null).length !== 1) throw new Error('One server runs, the other finds it taken')
    results.push(await resultOf(house))
  }
  return { house, results, runs, typed: people.typed, ...told(house) }
}

/** A process of its own: nothing is remembered but what stands in the store. */
function server(house: Family, neighbour: Neighbour): Engine {
  const { engine } = house
  const reach = engine.fetch
  if (!reach) throw new Error('The family has a way of its own')
  const fetch: Fetch = async (url, init) => {
    await house.clock.sleep(latency)
    neighbour.sees(url, init)
    return reach(url, init)
  }
  return { ...engine, paces: makePaces(), fetch }
}

interface Neighbour {
  sees(url: string, init: Parameters<Fetch>[1]): void
  call(tick: number, time: number): Promise<void>
}

/** How many calls it makes in each quarter of these hours; at noon, once, more than a minute of some vendors has. */
const busy: Readonly<Record<number, number>> = { 9: 10, 10: 10, 11: 30, 14: 10, 15: 5 }
const noon = 16
const burst = 100

/** Another program with a grant of the same company: it asks again what we asked last. */
function another({ engine, clock }: Family): Neighbour {
  const last = new Map<string, readonly [string, Parameters<Fetch>[1]]>()
  return {
    sees(url, init) {
      if (init.method === 'GET' && !/oauth|token/.test(url)) last.set(new URL(url).hostname, [url, init])
    },
    async call(tick, time) {
      for (const [url, init] of last.values())
        for (let calls = tick === noon ? burst : (busy[time] ?? 0); calls > 0; calls -= 1) {
          await clock.sleep(latency)
          await engine.fetch?.(`${url}${url.includes('?') ? '&' : '?'}neighbour=1`, init)
        }
    },
  }
}

function atWork({ books, crm }: Family) {
  const typed = { books: new Map<string, string>(), crm: new Map<string, string>() }
  let count = 0
  const phone = (): string => `+331456${String((count += 1)).padStart(5, '0')}`
  const inBooks = (id: string): void => {
    const number = phone()
    books.edit('customer', id, { phone: number })
    typed.books.set(id, number)
  }
  const inCrm = (id: string): void => {
    const number = phone()
    crm.edit('sales_accounts', id, { phone: number })
    typed.crm.set(id, number)
  }
  /** Each side has its own half of the records, so that nobody types over anybody. */
  const halves = () => ({
    books: books.list('customer').filter(({ name }) => !String(name).startsWith('Typed')),
    crm: crm.list('sales_accounts').filter((row) => String(row['name']).startsWith('Typed')),
  })
  return {
    typed,
    edit(tick: number, time: number) {
      if (time < 8 || time >= 18 || tick % 2 === 1) return
      const { books: own, crm: theirs } = halves()
      inBooks(own[count % own.length]?.id ?? '')
      const account = theirs[count % Math.max(theirs.length, 1)]
      if (account) inCrm(String(account['id']))
      if (count % 5 === 0) crm.create('sales_accounts', { name: `Typed ${count}` })
      if (count % 7 === 0) books.addInvoice(own[0]?.id ?? '', 10 + count)
      // Once a day a list is taken in.
      if (tick === 20) for (let row = 0; row < 12; row += 1) crm.create('sales_accounts', { name: `Typed list ${row}` })
    },
  }
}

async function isDue(house: Family): Promise<boolean> {
  const found = await house.within((tx) => integration(tx, house.desk, house.integration))
  return (found?.nextDueAt ?? 0) <= house.clock.now()
}

async function resultOf(house: Family): Promise<RunResult | null> {
  const [run] = await house.within((tx) => lastRuns(tx, house.desk, house.integration, 1))
  return run?.result ?? null
}

/** A person opens the pages that ask both systems for their people and fields. */
async function look(house: Family, engine: Engine): Promise<null> {
  const found = await house.within((tx) => integration(tx, house.desk, house.integration))
  for (const id of [found?.crmConnection ?? '', found?.booksConnection ?? '']) {
    const { session } = await meetAgain({ ...engine, actor: house.desk.actor }, id)
    await session.people()
    await session.fields('customer')
  }
  return null
}

function waits(error: unknown): null {
  if (error instanceof ConnectorError && error.problem.kind === 'slow-down') return null
  throw error
}

async function verify(house: Family, engine: Engine): Promise<null> {
  const [run] = await house.within((tx) => lastRuns(tx, house.desk, house.integration, 1))
  await prove(await load(engine, { integration: house.integration, run: run?.id ?? '', token: 0 }))
  return null
}

function told({ simulators }: Family): Pick<Day, 'ours' | 'others'> {
  const api = { crm: simulators.crm.calls(), books: simulators.books.calls() }
  const records = (calls: readonly Call[]) => calls.filter(({ path }) => !/oauth|token|connect/.test(path))
  const of = (which: (call: Call) => boolean) => ({
    crm: records(api.crm).filter(which),
    books: records(api.books).filter(which),
  })
  const isOther = ({ query }: Call): boolean => query.includes('neighbour')
  return { ours: of((call) => !isOther(call)), others: of(isOther) }
}

/** The most calls that any window of so long held. */
export function fullest(calls: readonly Call[], seconds: number): number {
  let first = 0
  return calls.reduce((most, { at }, index) => {
    while ((calls[first]?.at ?? at) <= at - seconds * 1_000) first += 1
    return Math.max(most, index - first + 1)
  }, 0)
}
