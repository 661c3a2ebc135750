import { sage50Fr } from '@/lib/connectors/sage-50-fr'
import { sageSales } from '@/lib/connectors/sage-sales'
import { addCounts } from '@/lib/sync/count'
import { steps } from './executor'
import { minimum, type Job } from './minimum'
import type { Trigger } from '@/lib/model/run'
import type { CandidateName, Measured, Place, Stage } from './stage'
import type { PairAsk } from './vendors'

/** One line of the table: a job, who did it, and what it cost. */
export interface Result {
  readonly workload: string
  readonly candidate: CandidateName
  /** Records that the job is about, on the side that leads. */
  readonly records: number
  readonly cost: Measured
  /** Calls that the manifests allow at best; null where the job's calls are not ours to count. */
  readonly least: number | null
  readonly calls: number
  readonly written: number
}

export interface Workload {
  readonly name: string
  readonly candidates: readonly CandidateName[]
  /** Runs in a stage that was warmed up; each repetition is a customer of its own. */
  readonly run: (stage: Stage, candidate: CandidateName) => Promise<readonly Result[]>
}

const vendors = { crm: sageSales, books: sage50Fr }
const hour = 3_600_000
const day = 24 * hour

/** Clients with two contacts each, the CRM empty: everything goes one way. */
const clients = (count: number, more: Partial<PairAsk> = {}): PairAsk => ({
  books: { size: count },
  crm: {},
  ...more,
})

export const warmUp = clients(200)

/** Logins, people, value lists and descriptions of fields are counted apart. */
const apart =
  /login|users|countries|currencies|Statuses|branches|schema|extrafields|\/meta|representants|\/dossiers$|\/status$/

const callsOf = ({ calls }: Measured): number =>
  Object.values(calls)
    .flatMap((side) => Object.entries(side))
    .reduce((total, [kind, times]) => total + (apart.test(kind) ? 0 : times), 0)

function writtenBy({ counts }: Measured): number {
  const all = Object.values(counts ?? {})
  return all.reduce((sum, each) => sum + (each.created ?? 0) + (each.updated ?? 0) + (each.removed ?? 0), 0)
}

const done = async (place: Place, trigger?: Trigger): Promise<Measured> => {
  const cost = await place.run(trigger)
  if (cost.isDone === false) throw new Error(`A run stopped: ${JSON.stringify(cost.counts)}`)
  return cost
}

const result = (
  workload: string,
  candidate: CandidateName,
  records: number,
  cost: Measured,
  job: Job | null,
): Result => ({
  workload,
  candidate,
  records,
  cost,
  least: candidate === 'concord' && job ? minimum(job, vendors) : null,
  calls: callsOf(cost),
  written: writtenBy(cost),
})

/** The CRM keeps an invoice in two resources: the order and its lines. */
const lines = { what: 'order lines', calls: 1 }

const nothing = { reads: { crm: {}, books: {} }, writes: {}, extras: [lines] } as const satisfies Job

const loadJob = (count: number): Job => ({
  reads: { crm: {}, books: { customer: count, contact: 2 * count } },
  writes: { crm: { customer: count, contact: 2 * count } },
  extras: [lines],
})

/** First load one way: clients with two contacts each, `records` of them together. */
export const load = (records: number, candidates: readonly CandidateName[], latencyMs = 0): Workload => ({
  name: `first load, ${records.toLocaleString('en')} records${latencyMs > 0 ? `, ${latencyMs} ms away` : ''}`,
  candidates,
  async run(stage, candidate) {
    const count = Math.round(records / 3)
    const place = await stage.open(clients(count, { books: { size: count, latencyMs }, crm: { latencyMs } }))
    return [result(this.name, candidate, 3 * count, await done(place, 'first'), loadJob(count))]
  },
})

/** A loaded customer an hour later: nothing, then edits, then the same edits' echo. */
export const changes = (records: number, sizes: readonly number[]): Workload => ({
  name: `changes among ${records.toLocaleString('en')} records`,
  candidates: ['concord'],
  async run(stage, candidate) {
    const count = Math.round(records / 3)
    const place = await loaded(stage, count)
    const among = `among ${(3 * count).toLocaleString('en')}`
    const measured: Result[] = []
    for (const [round, size] of sizes.flatMap(oftenIfSmall).entries()) {
      measured.push(result(`quiet poll ${among}`, candidate, 3 * count, await done(place), nothing))
      await place.edit({ side: 'books', from: 0, count: size, round })
      const cost = await done(place)
      measured.push(result(`${size.toLocaleString('en')} changes ${among}`, candidate, size, cost, changeJob(size)))
      await stage.pass(hour)
      await place.run()
      // The brakes count what a day changes.
      await stage.pass(day)
    }
    return measured
  },
})

/** What a small job costs is near the tick of the meter, and near what the server does on its own: it is done several times. */
const oftenIfSmall = (size: number): readonly number[] => Array.from({ length: size > 100 ? 1 : 5 }, () => size)

/** The CRM has no precondition: one read of a batch's targets by id before each batch. */
const changeJob = (size: number): Job => ({
  reads: { crm: {}, books: { contact: size } },
  writes: { crm: { contact: size } },
  extras: [lines, { what: "a read of each batch's targets by id", calls: Math.ceil(size / vendors.crm.limits.batch) }],
})

/** A customer whose first load is over, whose own writes were seen and whose overlap of polls is past. */
async function loaded(stage: Stage, count: number): Promise<Place> {
  const place = await stage.open(clients(count))
  await done(place, 'first')
  await stage.pass(hour)
  await done(place)
  await stage.pass(hour)
  return place
}

/** Two people edit contacts on both sides at once; some edit the same ones. */
export const bothWays = (records: number): Workload => ({
  name: '100 + 100 changes, 20 conflicts',
  candidates: ['concord'],
  async run(stage, candidate) {
    const place = await loaded(stage, Math.round(records / 3))
    await place.edit({ side: 'books', from: 0, count: 100, round: 1 })
    await place.edit({ side: 'crm', from: 80, count: 100, round: 2 })
    return [result(this.name, candidate, 200, await done(place), null)]
  },
})

export const refusals = (records: number): Workload => ({
  name: `first load, ${records.toLocaleString('en')} records, 1 % refused`,
  candidates: ['concord'],
  async run(stage, candidate) {
    const count = Math.round(records / 3)
    const place = await stage.open(clients(count, { refuseEvery: 100 }))
    return [result(this.name, candidate, 3 * count, await place.run('first'), loadJob(count))]
  },
})

export const dryRun = (records: number): Workload => ({
  name: `dry run, ${records.toLocaleString('en')} records`,
  candidates: ['concord'],
  async run(stage, candidate) {
    const count = Math.round(records / 3)
    const place = await stage.open(clients(count))
    const job = { ...loadJob(count), writes: {} }
    return [result(this.name, candidate, 3 * count, await place.run('preview'), job)]
  },
})

/** Both sides have records: half of the clients stand in the CRM already, 2 % of them twice, which only a person can tell apart. */
export const firstMeeting = (count: number): Workload => ({
  name: `first sync two way, ${count.toLocaleString('en')} clients, half known, 2 % ambiguous`,
  candidates: ['concord'],
  async run(stage, candidate) {
    const place = await stage.open(clients(count))
    await place.overlap(count / 2, count / 50)
    return [result(this.name, candidate, 3 * count, await done(place, 'first'), null)]
  },
})

/** One call in ten is turned away: runs that stop are begun again until one ends well. */
export const trouble = (records: number): Workload => ({
  name: `first load, ${records.toLocaleString('en')} records, 10 % of calls turned away`,
  candidates: ['concord'],
  async run(stage, candidate) {
    const count = Math.round(records / 3)
    const place = await stage.open(clients(count, { troubleEvery: 10 }))
    const parts = [await place.run('first')]
    while (parts.at(-1)?.isDone !== true) {
      if (parts.length > 300) throw new Error('It does not come to an end')
      await stage.pass(hour)
      parts.push(await place.run())
    }
    return [result(this.name, candidate, 3 * count, parts.reduce(together), null)]
  },
})

const together = (a: Measured, b: Measured): Measured => ({
  ...b,
  wall: a.wall + b.wall,
  cpu: a.cpu + b.cpu,
  databaseCpu: a.databaseCpu + b.databaseCpu,
  statements: {
    ...b.statements,
    counted: a.statements.counted + b.statements.counted,
    apart: a.statements.apart + b.statements.apart,
  },
  counts: addCounts(a.counts ?? {}, b.counts ?? {}),
  calls: { crm: addNumbers(a.calls.crm, b.calls.crm), books: addNumbers(a.calls.books, b.calls.books) },
})

const addNumbers = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries([...Object.keys(a), ...Object.keys(b)].map((key) => [key, (a[key] ?? 0) + (b[key] ?? 0)]))

/** Small customers with ten edits each, at work alone and beside one whose first load goes on all the while. */
export const crowd = (customers: number, records: number): Workload => ({
  name: `${customers} customers at once`,
  candidates: ['concord'],
  async run(stage, candidate) {
    const quiet: Place[] = []
    while (quiet.length < customers - 1) quiet.push(await stage.open(clients(10)))
    for (const trigger of ['first', 'schedule'] as const) {
      await stage.together(quiet.map((place) => ({ place, trigger })))
      await stage.pass(hour)
    }
    const edited = async (name: string, round: number, more: Parameters<Stage['together']>[0]): Promise<Result> => {
      for (const place of quiet) await place.edit({ side: 'books', from: 0, count: 10, round })
      const runs = quiet.map((place) => ({ place, trigger: 'schedule' as const }))
      const { walls, ...cost } = await stage.together([...more, ...runs])
      const wall = Math.max(...walls.slice(more.length))
      return result(name, candidate, 10 * quiet.length, { ...cost, wall }, null)
    }
    const alone = await edited(`${quiet.length} customers at once, 10 changes each`, 1, [])
    await stage.pass(hour)
    const noisy = await stage.open(clients(Math.round(records / 3)))
    const name = `the same beside a first load of ${records.toLocaleString('en')} records`
    return [alone, await edited(name, 2, [{ place: noisy, trigger: 'first' }])]
  },
})

/** The jobs alone: no vendor is asked and no record moved. */
export const jobs: Workload = {
  name: `embedded executor, ${steps} steps in a row`,
  candidates: ['executor'],
  async run(stage, candidate) {
    const place = await stage.open(clients(1))
    return [result(this.name, candidate, steps, await place.run(), null)]
  },
}
