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

/** What is taken away, and the history in which that breaks a promise (rarer ones: elsewhere.ts). `world`: where the usual one is too simple. */
export interface Safeguard {
  readonly off: string
  /** Where it is: what vendors and the store are asked, or what is decided. */
  readonly in: 'shell' | 'core'
  readonly passes: readonly Directed[]
  readonly world?: Partial<Setting>
  /** A trouble that is there with and without the safeguard. */
  readonly under?: string
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
    in: 'shell',
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
    in: 'shell',
    off: 'precondition',
    // Typed right before our write leaves: only the version that it expects can tell.
    passes: [
      first,
      {
        before: [edited('crm', 'city', 'v10x1')],
        cues: [cue('call', /PUT .*prospects/, edited('books', 'city', 'v10x2'))],
      },
    ],
  },
  {
    in: 'shell',
    off: 'journal of what lost',
    passes: [first, { before: [edited('books', 'city', 'v3x1'), edited('crm', 'city', 'v3x2')] }],
  },
  {
    in: 'shell',
    off: 'intent kept across a crash',
    // The vendor's search is behind: the record is there and no listing shows it yet.
    passes: [
      first,
      {
        before: [contact, nameless, { do: 'search-lag', ms: 90_000 }],
        cues: [cue('answer', /POST .*contacts\/bulk/, { do: 'lose' })],
        gap: soon,
      },
      // What somebody works on is nobody's double to take away.
      { before: [{ do: 'edit', side: 'crm', kind: 'contact', nth: 0, field: 'lastName', value: 'v5x6' }], gap: soon },
    ],
    world: alone,
  },
  {
    in: 'shell',
    off: 'marker',
    passes: [first, { before: [contact, nameless], cues: [cue('answer', /POST .*contacts\/bulk/, { do: 'lose' })] }],
    world: alone,
  },
  {
    in: 'shell',
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
    in: 'shell',
    off: 'same key on retry',
    passes: [first, { before: [client], cues: [cue('answer', /POST .*clients/, { do: 'lose' })] }],
  },
  {
    in: 'shell',
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
    in: 'shell',
    off: 'plans of an interrupted run',
    passes: [first, { before: [client], cues: [cue('begin', /brake-plan/, { do: 'crash', then: 'lease-runs-out' })] }],
  },
  {
    in: 'shell',
    off: 'fencing token',
    // A worker sleeps through its lease with a batch in its hands; another one did that work meanwhile.
    passes: [first, { before: [contact, nameless], cues: [cue('commit', /apply/, { do: 'taken-over' })] }],
    world: alone,
  },
  {
    in: 'shell',
    off: 'gate: paused',
    passes: [
      first,
      { before: [edited('books', 'city', 'Lyon')], cues: [cue('commit', /brake-plan/, { do: 'pause' })] },
    ],
  },
  {
    in: 'shell',
    off: 'gate: rules in force',
    passes: [
      first,
      {
        before: [edited('books', 'city', 'v7x1')],
        cues: [cue('commit', /brake-plan/, { do: 'map', entity: 'prospect', field: 'city', on: false }, 1)],
      },
    ],
  },
  {
    in: 'shell',
    off: 'request stored before it is sent',
    passes: [first, { before: [client], cues: [cue('answer', /POST .*clients/, { do: 'lose' })] }],
  },
  {
    in: 'shell',
    off: "the vendor's clock in the cursor",
    // Its clock is 40 seconds behind ours: what is edited right after the listing has an older stamp than our own now.
    passes: [first, { cues: [cue('answer', /GET .*accounts$/, edited('crm', 'city', 'v2x9'))] }, {}],
    world: { skew: { crm: -40_000, books: 0 } },
  },
  {
    in: 'shell',
    off: 'overlap instead of the newest stamp seen',
    // Two edits in one second, one before and one after the listing.
    passes: [
      first,
      {
        cues: [
          cue('call', /GET .*accounts$/, edited('crm', 'city', 'v2x8')),
          cue('answer', /GET .*accounts$/, edited('crm', 'city', 'v2x9')),
        ],
      },
      {},
    ],
    world: { seconds: true },
  },
  {
    in: 'shell',
    off: 'waiting for the other listing',
    // The CRM cannot be listed in the first run, and one firm stands on both sides already.
    passes: [{ before: [{ do: 'type-in-twice', value: 'v6x1' }] }, {}],
    under: 'a first run that lists the books only',
  },
  {
    in: 'shell',
    off: 'planning again at the approval',
    // A dry run at nine, the same firm typed on the other side at five past, the yes at a quarter past.
    passes: [
      first,
      {
        before: [{ do: 'type-in', side: 'books', kind: 'third', nth: 0, as: 'client', value: 'v9x1' }],
        how: 'preview',
      },
      {
        before: [{ do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'client', value: 'v9x1' }, { do: 'approve' }],
      },
    ],
  },
  {
    in: 'shell',
    off: 'what differs is news, whatever its version',
    passes: [first, { before: [edited('crm', 'city', 'v4x1')] }],
  },
  {
    in: 'core',
    off: "a vendor's own form",
    passes: [first],
    world: { shouts: true },
  },
  {
    in: 'core',
    off: 'parents before their children',
    passes: [
      first,
      {
        before: [
          { do: 'type-in', side: 'books', kind: 'third', nth: 0, as: 'client', value: 'v8x1' },
          { do: 'type-in', side: 'books', kind: 'contact', nth: 1, as: 'client', value: 'v8x2' },
        ],
      },
    ],
  },
  {
    in: 'core',
    off: 'only what is ours is healed',
    passes: [first, { before: [{ do: 'clone', kind: 'third', nth: 1 }] }],
  },
  {
    in: 'core',
    off: 'a double of ours is healed',
    // The vendor's search is minutes behind: not found does not mean not there, and a second record is made.
    passes: [
      first,
      {
        before: [contact, nameless, { do: 'search-lag', ms: 900_000 }],
        cues: [cue('answer', /POST .*contacts\/bulk/, { do: 'lose' })],
        gap: 200_000,
      },
      { gap: 200_000 },
    ],
    world: alone,
  },
  {
    in: 'core',
    off: 'a base of exactly what was sent',
    passes: [first, { before: [client] }],
  },
]
