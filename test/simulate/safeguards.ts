import type { Setting } from './act'
import type { Cue, Directed } from './fate'

export const setting: Setting = {
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
  narrow: false,
  skew: { crm: 0, books: 0 },
  shouts: false,
}

const client = { do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'client', value: 'v1x1' } as const
const edited = (side: 'crm' | 'books', field: string, value: string, nth = 1) =>
  ({ do: 'edit', side, kind: 'third', nth, field, value }) as const
const cue = (place: Cue['place'], what: RegExp, act: Cue['act'], nth = 0): Cue => ({ place, what, act, nth })

/** What is taken away, and the history in which that breaks a promise. `world`: where the usual one is too simple. */
export interface Safeguard {
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

export const safeguards: readonly Safeguard[] = [
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
