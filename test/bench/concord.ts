import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { openRun } from '@/lib/engine/open'
import { advance } from '@/lib/engine/run'
import type { Engine } from '@/lib/engine/workshop'
import type { Run, Trigger } from '@/lib/model/run'
import { engineAt, type Desk } from '@/lib/service/desk'
import { inTenant, openDatabase } from '@/lib/store/db'
import { openRun as startRun, run as readRun, saveRun } from '@/lib/store/runs'
import { registerInstall } from '@/lib/store/tenants'
import { setUpCorridor } from '../kit/set-up'
import type { Where } from './vendors'

/** Our own way of doing the job: the engine as it is in production, only without a pace of its own. */
export async function concord(database: string, now: () => number) {
  const db = await openDatabase(database, { migrate: false })
  return {
    /** A customer of ours whose corridor is set up; returns what takes its runs to their end. */
    async setUp(where: Where): Promise<(trigger: Trigger) => Promise<Run>> {
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
      const desk: Desk = {
        db,
        tenant: installed.tenant,
        installation: installed.id,
        actor: { kind: 'person', id: 'ana', name: 'Ana' },
        role: 'admin',
        now: () => now() + db.clockOffset,
        newId: randomUUID,
        emit: async () => undefined,
        way: { timings: { lease: 60_000, request: 30_000, step: 20_000 }, sleep: (ms) => wait(ms), allowPrivate: true },
      }
      const integration = await setUpCorridor(desk, where)
      const engine: Engine = { ...engineAt(desk), unpaced: true }
      await approveInAdvance(engine, integration)
      return (trigger) => toEnd(engine, integration, trigger)
    },
    close: () => db.close(),
  }
}

/** A run that wrote a great deal: what we measure is then nothing unusual, and no brake waits for a person. */
async function approveInAdvance(engine: Engine, integration: string): Promise<void> {
  const id = engine.newId()
  const much = { created: 10_000_000, updated: 10_000_000 }
  const counts = { 'customer:crm': much, 'contact:crm': much, 'contact:books': much }
  await inTenant(engine, async (tx) => {
    await startRun(tx, engine, { id, integration, trigger: 'asked', actor: engine.actor, version: 1 })
    await saveRun(tx, engine, { id, phase: 'closed', counts, result: { kind: 'done' }, endedAt: engine.now() })
  })
}

async function toEnd(engine: Engine, integration: string, trigger: Trigger): Promise<Run> {
  const pass = await openRun(engine, integration, trigger, engine.newId())
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
