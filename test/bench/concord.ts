import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { openRun } from '@/lib/engine/open'
import { advance } from '@/lib/engine/run'
import type { Engine } from '@/lib/engine/workshop'
import type { Run } from '@/lib/model/run'
import { engineAt, type Desk } from '@/lib/service/desk'
import { inTenant, openDatabase } from '@/lib/store/db'
import { openRun as startRun, run as readRun, saveRun } from '@/lib/store/runs'
import { registerInstall } from '@/lib/store/tenants'
import { setUpCorridor } from '../kit/set-up'
import type { Carry, RunOrder } from './candidate'
import type { Where } from './vendors'

/** Where a customer is found again by a process that did not set it up. */
export interface Home {
  readonly tenant: string
  readonly installation: string
  readonly integration: string
}

/** Our own way of doing the job: the engine as it is in production, only without a pace of its own. */
export async function concord(database: string, now: () => number) {
  const db = await openDatabase(database, { migrate: false })
  const deskOf = ({ tenant, installation }: Omit<Home, 'integration'>): Desk => ({
    db,
    tenant,
    installation,
    actor: { kind: 'person', id: 'ana', name: 'Ana' },
    role: 'admin',
    now: () => now() + db.clockOffset,
    newId: randomUUID,
    emit: async () => undefined,
    way: {
      timings: { lease: 60_000, request: 30_000, step: 20_000 },
      sleep: (ms) => wait(ms),
      allowPrivate: true,
      unpaced: true,
    },
  })
  const engineOf = (home: Omit<Home, 'integration'>): Engine => engineAt(deskOf(home))
  const adopt = (home: Home): Carry => ({
    home,
    carryOut: (order) => toEnd(engineOf(home), home.integration, order),
  })
  return {
    adopt,
    /** A customer of ours whose corridor is set up; returns what takes its runs to their end. */
    async setUp(where: Where): Promise<Carry> {
      const installed = await registerInstall(db, {
        vendor: 'sage-sales',
        crmTenantId: randomUUID(),
        name: 'Bench',
        origins: ['https://crm.example'],
        locale: 'en',
        newTenant: randomUUID(),
        newId: randomUUID(),
        newKey: randomUUID(),
        at: now(),
      })
      const place = { tenant: installed.tenant, installation: installed.id }
      const integration = await setUpCorridor(deskOf(place), where)
      await approveInAdvance(engineOf(place), integration)
      return adopt({ ...place, integration })
    },
    close: () => db.close(),
  }
}

/** A run that wrote a great deal and stopped: what we measure is then nothing unusual, and what comes first is still the first. */
async function approveInAdvance(engine: Engine, integration: string): Promise<void> {
  const id = engine.newId()
  const much = { created: 10_000_000, updated: 10_000_000 }
  const stopped = { kind: 'stopped', vendor: 'sage-sales', problem: { kind: 'unreachable' } } as const
  const counts = { 'customer:crm': much, 'contact:crm': much, 'contact:books': much }
  await inTenant(engine, async (tx) => {
    await startRun(tx, engine, { id, integration, trigger: 'asked', actor: engine.actor, version: 1 })
    await saveRun(tx, engine, { id, phase: 'closed', counts, result: stopped, endedAt: engine.now() })
  })
}

async function toEnd(engine: Engine, integration: string, { trigger, id }: RunOrder): Promise<Run> {
  const pass = await openRun(engine, integration, trigger, id)
  if (!pass) throw new Error('The integration is busy')
  for (let over = false; !over;) {
    const { phase, waitMs } = await advance(engine, pass)
    over = phase === 'closed'
    if (waitMs > 0) await engine.sleep(waitMs)
  }
  const run = await inTenant(engine, (tx) => readRun(tx, engine, pass.run))
  if (run?.result?.kind !== 'done' && run?.result?.kind !== 'stopped')
    throw new Error(`The run did not end well: ${JSON.stringify(run)}`)
  return run
}
