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
  run(trigger?: Trigger): Promise<Measured>
  edit(what: Omit<Edit, 'pair'>): Promise<void>
  /** Makes the CRM know the first clients already, some of them twice. */
  overlap(count: number, twice: number): Promise<void>
}

/** One candidate with a database, vendors and an outer world of its own. */
export interface Stage {
  open(ask: PairAsk): Promise<Place>
  /** Lets time go by, for the vendors and for us. */
  pass(ms: number): Promise<void>
  close(): Promise<void>
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
  return {
    async open(ask) {
      const { pair, where } = await vendors.order<{ pair: number; where: Where }>('serve', ask)
      const { place } = await candidate.order<Settled>('setUp', where)
      return {
        async run(trigger = 'schedule') {
          await vendors.order('forget', pair)
          await meter.reset()
          const before = treeCpu(cluster.pid)
          const ran = await candidate.order<Ran>('run', { place, trigger, id: randomUUID() })
          const databaseCpu = treeCpu(cluster.pid) - before
          return { ...ran, databaseCpu, statements: await meter.read(), calls: await vendors.order('calls', pair) }
        },
        edit: (what) => vendors.order('edit', { ...what, pair }),
        overlap: (count, twice) => vendors.order('overlap', { pair, count, twice }),
      }
    },
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
