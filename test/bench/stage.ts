import { randomUUID } from 'node:crypto'
import type { Trigger } from '@/lib/model/run'
import { openDatabase } from '@/lib/store/db'
import { startPostgres, type Cluster } from '../kit/postgres'
import type { Ran, Settled } from './candidate'
import { treeCpu } from './meter'
import { hire } from './orders'
import { statementMeter, type Statements } from './statements'
import type { Calls, Edit, PairAsk, Where } from './vendors'

export interface Scripts {
  readonly candidate: string
  readonly vendors: string
}

export type CandidateName = 'concord' | 'naive' | 'floor' | 'executor'

export interface Measured extends Ran {
  /** CPU of the database's server and backends, milliseconds. */
  readonly databaseCpu: number
  readonly statements: Statements
  readonly calls: Calls
}

/** A customer: two vendors of its own, and a corridor between them. */
export interface Place {
  readonly at: At
  run(trigger?: Trigger): Promise<Measured>
  edit(what: Omit<Edit, 'pair'>): Promise<void>
  /** Makes the CRM know the first clients already, some of them twice. */
  overlap(count: number, twice: number): Promise<void>
}

export interface At {
  /** By these numbers the two processes know a customer: the vendors' and the candidate's. */
  readonly pair: number
  readonly place: number
}

/** Runs of several customers that one process carries out at once. */
export interface Together extends Measured {
  /** Milliseconds until each of them was over, in the order they were asked for. */
  readonly walls: readonly number[]
}

/** One candidate with a database, vendors and an outer world of its own. */
export interface Stage {
  open(ask: PairAsk): Promise<Place>
  together(runs: readonly { readonly place: Place; readonly trigger: Trigger }[]): Promise<Together>
  /** Lets time go by, for the vendors and for us. */
  pass(ms: number): Promise<void>
  close(): Promise<void>
}

const order = (place: number, trigger: Trigger) => ({ place, trigger, id: randomUUID() })

function addCalls(sum: Record<'crm' | 'books', Record<string, number>>, { crm, books }: Calls): void {
  for (const [side, calls] of [
    [sum.crm, crm],
    [sum.books, books],
  ] as const)
    for (const [kind, times] of Object.entries(calls)) side[kind] = (side[kind] ?? 0) + times
}

/** The server and the simulators share one core, the candidate has the other. */
const cores = { house: 0, candidate: 1 } as const

const settings = [
  'shared_preload_libraries=pg_stat_statements',
  'pg_stat_statements.track_planning=on',
  'shared_buffers=512MB',
  'max_wal_size=8GB',
  'checkpoint_timeout=1h',
]

export const openCluster = (): Promise<Cluster> => startPostgres({ settings, core: cores.house })

export async function openStage(cluster: Cluster, scripts: Scripts, name: CandidateName): Promise<Stage> {
  const database = await cluster.fresh()
  await (await openDatabase(database)).close()
  const vendors = hire(scripts.vendors, [], cores.house)
  const candidate = hire(scripts.candidate, [], cores.candidate)
  await candidate.order('open', { name, database })
  const meter = await statementMeter(database)
  async function costOf<T extends Ran>(pairs: readonly number[], work: () => Promise<T>): Promise<T & Measured> {
    for (const pair of pairs) await vendors.order('forget', pair)
    await meter.reset()
    const before = treeCpu(cluster.pid)
    const ran = await work()
    const databaseCpu = treeCpu(cluster.pid) - before
    const calls = { crm: {}, books: {} }
    for (const pair of pairs) addCalls(calls, await vendors.order<Calls>('calls', pair))
    return { ...ran, databaseCpu, statements: await meter.read(), calls }
  }
  return {
    async open(ask) {
      const { pair, where } = await vendors.order<{ pair: number; where: Where }>('serve', ask)
      const { place } = await candidate.order<Settled>('setUp', where)
      return {
        at: { pair, place },
        run: (trigger = 'schedule') => costOf([pair], () => candidate.order<Ran>('run', order(place, trigger))),
        edit: (what) => vendors.order('edit', { ...what, pair }),
        overlap: (count, twice) => vendors.order('overlap', { pair, count, twice }),
      }
    },
    together: (runs) =>
      costOf(
        runs.map(({ place }) => place.at.pair),
        () =>
          candidate.order<Ran & Pick<Together, 'walls'>>(
            'runTogether',
            runs.map(({ place, trigger }) => order(place.at.place, trigger)),
          ),
      ),
    async pass(ms) {
      await vendors.order('pass', ms)
      await candidate.order('pass', ms)
    },
    async close() {
      await candidate.dismiss()
      await vendors.dismiss()
      await meter.close()
    },
  }
}
