import { afterEach, describe, expect, test, vi } from 'vitest'
import type * as Connectors from '@/lib/connectors'
import type * as EngineReread from '@/lib/engine/reread'
import type * as StoreOutbox from '@/lib/store/outbox'
import type { Outcome } from '@/lib/model/connector'
import type { Cue, Directed } from './fate'
import { directed } from './fate'
import { live } from './live'
import { setting } from './safeguards'

/** Taken away here only, by a variant of the function that it is. */
const off = vi.hoisted(() => new Set<string>())

vi.mock('@/lib/engine/reread', async (load) => {
  const real = await load<typeof EngineReread>()
  return {
    ...real,
    reread: (...[work, rows]: Parameters<typeof real.reread>) =>
      off.has('targets are read right before they are written') ? Promise.resolve(rows) : real.reread(work, rows),
  }
})

vi.mock('@/lib/store/outbox', async (load) => {
  const real = await load<typeof StoreOutbox>()
  const { withdrawRows } = await import('@/lib/store/gate')
  return {
    ...real,
    openRows: async (...[tx, room, integration]: Parameters<typeof real.openRows>) => {
      const rows = await real.openRows(tx, room, integration)
      if (!off.has('a create without an answer is looked for by our mark')) return rows
      await withdrawRows(
        tx,
        room,
        rows.map(({ id }) => id),
      )
      return []
    },
  }
})

vi.mock('@/lib/connectors', async (load) => {
  const real = await load<typeof Connectors>()
  return {
    ...real,
    connectorOf: (...[vendor]: Parameters<typeof real.connectorOf>) => {
      const connector = real.connectorOf(vendor)
      return {
        ...connector,
        open: (...[grant, send]: Parameters<typeof connector.open>) => {
          const session = connector.open(grant, send)
          return {
            ...session,
            write: async (...[entity, writes]: Parameters<typeof session.write>) => {
              const outcomes = await session.write(entity, writes)
              return off.has('each record of a batch has a fate of its own') ? outcomes.map(asTheFirst) : outcomes
            },
          }
        },
      }
    },
  }
})

/** Whoever believes the batch believes that what was done to one was done to all. */
function asTheFirst(outcome: Outcome, _at: number, all: readonly Outcome[]): Outcome {
  const done = all.find(({ ok }) => ok)
  return outcome.ok || !done?.ok ? outcome : { ...done, receipt: { ...done.receipt, shown: null } }
}

const cue = (place: Cue['place'], what: RegExp, act: Cue['act']): Cue => ({ place, what, act })
const edited = (side: 'crm' | 'books', value: string, nth = 0) =>
  ({ do: 'edit', side, kind: 'third', nth, field: 'city', value }) as const
const typed = (side: 'crm' | 'books', kind: 'third' | 'invoice', value: string) =>
  ({ do: 'type-in', side, kind, nth: 0, as: 'client', value }) as const

interface Row {
  readonly pair: 'freshsales.xero' | 'freshsales.quickbooks' | 'freshsales.freshbooks'
  readonly off: string
  readonly passes: readonly Directed[]
}

const first: Directed = {}
const rows: readonly Row[] = [
  {
    // Freshsales knows no versions: what somebody typed after its list was read shows only to who reads the record again.
    ...{ pair: 'freshsales.freshbooks', off: 'targets are read right before they are written' },
    passes: [
      first,
      { before: [edited('books', 'v3x1')], cues: [cue('answer', /GET .*cm_payment\/view/, edited('crm', 'v3x2'))] },
    ],
  },
  {
    ...{ pair: 'freshsales.xero', off: 'a create without an answer is looked for by our mark' },
    passes: [
      first,
      { before: [typed('books', 'invoice', 'v3x3')], cues: [cue('call', /POST .*cm_invoice/, { do: 'lose' })] },
    ],
  },
  ...(['freshsales.xero', 'freshsales.quickbooks'] as const).map((pair): Row => ({
    ...{ pair, off: 'each record of a batch has a fate of its own' },
    passes: [
      first,
      {
        before: [typed('crm', 'third', 'v3x4'), typed('crm', 'third', 'v3x5')],
        cues: [cue('call', /(POST|PUT) .*\/(Contacts|batch)$/, { do: 'half', says: 'refused' })],
      },
    ],
  })),
]

afterEach(() => off.clear())

describe('In the family, too, a promise is broken without its safeguard, and none with it', () => {
  for (const row of rows)
    test(`${row.off} (${row.pair})`, { timeout: 120_000 }, async () => {
      const fate = () => directed({ ...setting, pair: row.pair, prospects: 0, seconds: true }, row.passes)
      const kept = await live(fate())
      expect(kept.violation, kept.told.join('\n')).toBeNull()
      off.add(row.off)
      const broken = await live(fate())
      expect(broken.violation, broken.told.join('\n')).not.toBeNull()
    })
})
