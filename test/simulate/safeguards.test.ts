import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Setting } from './act'
import { directed, type Cue, type Directed } from './fate'
import { live } from './live'

/**
 * Every safeguard can be taken away here, by a variant of the function that is it; nothing of this is in the product. The
 * history of each row breaks a promise without its safeguard and keeps all of them with it.
 */
const off = vi.hoisted(() => new Set<string>())

vi.mock('@/lib/engine/reread', async (load) => {
  const real = await load<typeof import('@/lib/engine/reread')>()
  return {
    ...real,
    reread: (...[work, rows]: Parameters<typeof real.reread>) =>
      off.has('re-read') ? Promise.resolve(rows) : real.reread(work, rows),
  }
})

vi.mock('@/lib/store/journal', async (load) => {
  const real = await load<typeof import('@/lib/store/journal')>()
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
  const real = await load<typeof import('@/lib/engine/pull')>()
  return {
    ...real,
    listedIn: (...given: Parameters<typeof real.listedIn>) =>
      off.has('waiting for the listing') ? () => true : real.listedIn(...given),
  }
})

vi.mock('@/lib/store/outbox', async (load) => {
  const real = await load<typeof import('@/lib/store/outbox')>()
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
  const real = await load<typeof import('@/lib/store/orphans')>()
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
  const real = await load<typeof import('@/lib/store/db')>()
  return {
    ...real,
    inLease: (...[room, held, work]: Parameters<typeof real.inLease>) =>
      off.has('fencing token') ? real.inTenant(room, work) : real.inLease(room, held, work),
  }
})

vi.mock('@/lib/store/inbox', async (load) => {
  const real = await load<typeof import('@/lib/store/inbox')>()
  return {
    ...real,
    foldPage: (...[tx, room, integration, side, rows, readAt]: Parameters<typeof real.foldPage>) =>
      real.foldPage(tx, room, integration, side, rows, off.has('never an older reading') ? room.now() : readAt),
  }
})

vi.mock('@/lib/connectors', async (load) => {
  const real = await load<typeof import('@/lib/connectors')>()
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
  const real = await load<typeof import('@/lib/sync/settle')>()
  return {
    ...real,
    settle: (...given: Parameters<typeof real.settle>) => {
      const settled = real.settle(...given)
      return off.has('two-sided base') ? { ...settled, originBase: settled.targetBase } : settled
    },
  }
})

vi.mock('@/lib/engine/record', async (load) => {
  const real = await load<typeof import('@/lib/engine/record')>()
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
  const real = await load<typeof import('@/lib/store/gate')>()
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

const setting: Setting = {
  seed: 3,
  customers: 1,
  prospects: 1,
  contacts: 1,
  products: 0,
  invoices: 0,
  accounts: 0,
  step: 20_000,
  page: 100,
  planBatch: 1_000,
  seconds: false,
}

const client = { do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'client', value: 'v1x1' } as const
const edited = (side: 'crm' | 'books', field: string, value: string, nth = 1) =>
  ({ do: 'edit', side, kind: 'third', nth, field, value }) as const
const cue = (place: Cue['place'], what: RegExp, act: Cue['act'], nth = 0): Cue => ({ place, what, act, nth })

/** `world`: where the usual one is too simple. */
interface Row {
  readonly off: string
  readonly passes: readonly Directed[]
  readonly world?: Partial<Setting>
}

const first: Directed = {}

/** The next run comes before a lost create can be told from one that never arrived. */
const soon = 5_000
const contact = { do: 'type-in', side: 'books', kind: 'contact', nth: 0, as: 'client', value: 'v1x7' } as const
/** Without an address two contacts have nothing by which they could meet again. */
const nameless = { do: 'edit', side: 'books', kind: 'contact', nth: 0, field: 'email', value: null } as const
const alone = { contacts: 0 }

const rows: readonly Row[] = [
  {
    off: 're-read',
    // Typed after the CRM was polled and before the write: only a reading right before it can see it.
    passes: [
      first,
      {
        before: [edited('books', 'city', 'Lyon')],
        cues: [cue('answer', /GET .*salesordersLines/, edited('crm', 'city', 'v2x9'))],
      },
    ],
  },
  {
    off: 'journal of what lost',
    passes: [first, { before: [edited('books', 'city', 'v3x1'), edited('crm', 'city', 'v3x2')] }],
  },
  {
    off: 'intent kept across a crash',
    // The vendor's search is behind: the record is there and no listing shows it yet.
    passes: [
      first,
      {
        before: [contact, nameless, { do: 'search-lag', ms: 90_000 }],
        cues: [cue('answer', /POST .*contacts\/bulk/, { do: 'lose' })],
        gap: soon,
      },
      { gap: soon },
    ],
    world: alone,
  },
  {
    off: 'marker',
    passes: [first, { before: [contact, nameless], cues: [cue('answer', /POST .*contacts\/bulk/, { do: 'lose' })] }],
    world: alone,
  },
  {
    off: 'settle time',
    passes: [
      first,
      {
        before: [contact, nameless],
        cues: [cue('call', /POST .*contacts\/bulk/, { do: 'late', ms: 20_000 })],
        gap: soon,
      },
      { gap: soon },
    ],
    world: alone,
  },
  {
    off: 'same key on retry',
    passes: [first, { before: [client], cues: [cue('answer', /POST .*clients/, { do: 'lose' })] }],
  },
  {
    off: 'base from what was sent',
    // Somebody edits the record that we do not know of yet.
    passes: [
      first,
      {
        before: [contact],
        cues: [cue('answer', /POST .*contacts\/bulk/, { do: 'lose' })],
        gap: soon,
      },
      { before: [{ do: 'edit', side: 'crm', kind: 'contact', nth: 0, field: 'lastName', value: 'v5x5' }] },
    ],
    world: alone,
  },
  {
    off: 'plans of an interrupted run',
    passes: [first, { before: [client], cues: [cue('begin', /brake-plan/, { do: 'crash', then: 'lease-runs-out' })] }],
  },
  {
    off: 'fencing token',
    // A worker sleeps through its lease with a batch in its hands; another one did that work meanwhile.
    passes: [first, { before: [contact, nameless], cues: [cue('commit', /apply/, { do: 'taken-over' })] }],
    world: alone,
  },
  {
    off: 'gate: paused',
    passes: [
      first,
      { before: [edited('books', 'city', 'Lyon')], cues: [cue('commit', /brake-plan/, { do: 'pause' })] },
    ],
  },
]

describe('Without its safeguard a promise is broken, with it none is', () => {
  for (const row of rows)
    test(row.off, { timeout: 120_000 }, async () => {
      const fate = () => directed({ ...setting, ...row.world }, row.passes)
      const kept = await live(fate())
      expect(kept.violation, kept.told.join('\n')).toBeNull()
      off.add(row.off)
      const broken = await live(fate())
      expect(broken.violation, broken.told.join('\n')).not.toBeNull()
    })
})
