import { afterEach, describe, expect, test, vi } from 'vitest'
import type * as EngineReread from '@/lib/engine/reread'
import type * as StoreJournal from '@/lib/store/journal'
import type * as EnginePull from '@/lib/engine/pull'
import type * as StoreOutbox from '@/lib/store/outbox'
import type * as StoreOrphans from '@/lib/store/orphans'
import type * as StoreDb from '@/lib/store/db'
import type * as StoreInbox from '@/lib/store/inbox'
import type * as Connectors from '@/lib/connectors'
import type * as SyncSettle from '@/lib/sync/settle'
import type * as EngineRecord from '@/lib/engine/record'
import type * as StoreGate from '@/lib/store/gate'
import { directed } from './fate'
import { live } from './live'
import { safeguards, setting } from './safeguards'

/**
 * Every safeguard can be taken away here, by a variant of the function that is it; nothing of this is in the product. The
 * history of each row breaks a promise without its safeguard and keeps all of them with it.
 */
const off = vi.hoisted(() => new Set<string>())

vi.mock('@/lib/engine/reread', async (load) => {
  const real = await load<typeof EngineReread>()
  return {
    ...real,
    reread: (...[work, rows]: Parameters<typeof real.reread>) =>
      off.has('re-read') ? Promise.resolve(rows) : real.reread(work, rows),
  }
})

vi.mock('@/lib/store/journal', async (load) => {
  const real = await load<typeof StoreJournal>()
  return {
    ...real,
    appendEntries: (...[tx, room, integration, entries]: Parameters<typeof real.appendEntries>) =>
      real.appendEntries(
        tx,
        room,
        integration,
        off.has('journal of what lost') ? entries.filter(({ kind }) => kind !== 'overruled') : entries,
      ),
  }
})

vi.mock('@/lib/engine/pull', async (load) => {
  const real = await load<typeof EnginePull>()
  return {
    ...real,
    listedIn: (...given: Parameters<typeof real.listedIn>) =>
      off.has('waiting for the listing') ? () => true : real.listedIn(...given),
  }
})

vi.mock('@/lib/store/outbox', async (load) => {
  const real = await load<typeof StoreOutbox>()
  const { withdrawRows } = await import('@/lib/store/gate')
  return {
    ...real,
    openRows: async (...[tx, room, integration]: Parameters<typeof real.openRows>) => {
      const rows = await real.openRows(tx, room, integration)
      if (!off.has('intent kept across a crash')) return rows
      await withdrawRows(
        tx,
        room,
        rows.map(({ id }) => id),
      )
      return []
    },
  }
})

vi.mock('@/lib/store/orphans', async (load) => {
  const real = await load<typeof StoreOrphans>()
  const { sql } = await import('drizzle-orm')
  return {
    ...real,
    endOrphans: async (...[tx, room, integration, run]: Parameters<typeof real.endOrphans>) => {
      if (!off.has('plans of an interrupted run')) return real.endOrphans(tx, room, integration, run)
      await tx.execute(sql`update runs set phase = 'closed' where tenant_id = ${room.tenant} and id <> ${run}`)
    },
  }
})

vi.mock('@/lib/store/db', async (load) => {
  const real = await load<typeof StoreDb>()
  return {
    ...real,
    inLease: (...[room, held, work]: Parameters<typeof real.inLease>) =>
      off.has('fencing token') ? real.inTenant(room, work) : real.inLease(room, held, work),
  }
})

vi.mock('@/lib/store/inbox', async (load) => {
  const real = await load<typeof StoreInbox>()
  return {
    ...real,
    foldPage: (...[tx, room, integration, side, rows, readAt]: Parameters<typeof real.foldPage>) =>
      real.foldPage(tx, room, integration, side, rows, off.has('never an older reading') ? room.now() : readAt),
  }
})

vi.mock('@/lib/connectors', async (load) => {
  const real = await load<typeof Connectors>()
  let sent = 0
  return {
    ...real,
    connectorOf: (id: string) => {
      const connector = real.connectorOf(id)
      return {
        ...connector,
        // So many seconds less than a lease and the longest request: nothing is waited for.
        visibleAfter: off.has('settle time') ? -90 : connector.visibleAfter,
        open: (...given: Parameters<typeof connector.open>) => {
          const session = connector.open(...given)
          return {
            ...session,
            find: (...asked: Parameters<typeof session.find>) =>
              off.has('marker') ? Promise.resolve([]) : session.find(...asked),
            write: (...[entity, writes]: Parameters<typeof session.write>) =>
              session.write(
                entity,
                writes.map((write) => ({
                  ...write,
                  ...(off.has('marker') && write.do === 'create' ? { marker: `unknown-${++sent}` } : {}),
                  ...(off.has('precondition') && write.do !== 'create' ? { ifMatch: null } : {}),
                  ...(off.has('same key on retry') ? { idempotencyKey: `${write.idempotencyKey}-${++sent}` } : {}),
                })),
              ),
          }
        },
      }
    },
  }
})

vi.mock('@/lib/sync/settle', async (load) => {
  const real = await load<typeof SyncSettle>()
  return {
    ...real,
    settle: (...given: Parameters<typeof real.settle>) => {
      const settled = real.settle(...given)
      return off.has('two-sided base') ? { ...settled, originBase: settled.targetBase } : settled
    },
  }
})

vi.mock('@/lib/engine/record', async (load) => {
  const real = await load<typeof EngineRecord>()
  return {
    ...real,
    record: async (...[work, rows, outcomes]: Parameters<typeof real.record>) => {
      if (!off.has('base from what was sent')) return real.record(work, rows, outcomes)
      const found = await Promise.all(
        outcomes.map(async (outcome, at) => {
          const row = rows[at]
          if (!outcome.ok || outcome.receipt.shown || row?.verb !== 'create') return outcome
          const [shown = null] = await work.benches[row.side].session.read(row.entity, [outcome.receipt.id])
          return { ...outcome, receipt: { ...outcome.receipt, shown } }
        }),
      )
      return real.record(work, rows, found)
    },
  }
})

vi.mock('@/lib/store/gate', async (load) => {
  const real = await load<typeof StoreGate>()
  const { sql } = await import('drizzle-orm')
  return {
    ...real,
    startBatch: async (...[tx, room, ask]: Parameters<typeof real.startBatch>) => {
      const mine = sql`tenant_id = ${room.tenant}`
      if (off.has('gate: paused')) await tx.execute(sql`update integrations set paused_at = null where ${mine}`)
      return real.startBatch(tx, room, ask)
    },
  }
})

afterEach(() => off.clear())

describe('Without its safeguard a promise is broken, with it none is', () => {
  for (const row of safeguards)
    test(row.off, { timeout: 120_000 }, async () => {
      const fate = () => directed({ ...setting, ...row.world }, row.passes)
      const kept = await live(fate())
      expect(kept.violation, kept.told.join('\n')).toBeNull()
      off.add(row.off)
      const broken = await live(fate())
      expect(broken.violation, broken.told.join('\n')).not.toBeNull()
    })
})
