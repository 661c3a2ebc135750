import { directed, type Directed } from './fate'
import { lostRegressions } from './regressions-lost'
import { undoRegressions } from './regressions-undo'
import { setting } from './safeguards'
import type { Setting } from './act'

/** What once broke a promise, told by what happens instead of by the seed: a seed draws another history as the engine moves on. */
export interface Regression {
  readonly was: string
  readonly world: Setting
  readonly passes: readonly Directed[]
}

const first: Directed = {}
/** More than tight brakes let pass. */
const five = ['v24x1', 'v24x2', 'v24x3', 'v24x4', 'v24x5'].map(
  (value) => ({ do: 'type-in', side: 'books', kind: 'third', nth: 0, as: 'client', value }) as const,
)

export const regressions: readonly Regression[] = [
  ...lostRegressions,
  ...undoRegressions,
  {
    was: 'seed 33: what a run had planned when another worker took over was never sent',
    world: setting,
    passes: [
      first,
      {
        before: [{ do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'client', value: 'v33x1' }],
        cues: [{ place: 'begin', what: /brake-plan/, act: { do: 'taken-over' } }],
      },
    ],
  },
  {
    was: 'seed 1000034: what was planned was never sent when the vendor did not say which company it is',
    world: setting,
    passes: [
      first,
      {
        before: [{ do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'client', value: 'v34x1' }],
        cues: [{ place: 'answer', what: /GET .*status/, act: { do: 'cut' } }],
      },
    ],
  },
  {
    was: 'seed 1003: no history told of a write that arrived although its answer was lost',
    world: setting,
    passes: [
      first,
      {
        before: [{ do: 'edit', side: 'books', kind: 'third', nth: 0, field: 'city', value: 'v3x1' }],
        cues: [{ place: 'call', what: /PUT .*accounts.bulk/, act: { do: 'lose' } }],
      },
    ],
  },
  {
    was: 'a contact of an account that was neither client nor prospect stayed out for ever after it became a client',
    world: { ...setting, contacts: 0 },
    passes: [
      first,
      {
        before: [
          { do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'client', value: 'v1x1' },
          { do: 'status', nth: 2, status: 23 },
          { do: 'type-in', side: 'crm', kind: 'contact', nth: 2, as: 'client', value: 'v1x2' },
        ],
      },
      { before: [{ do: 'status', nth: 2, status: 22 }] },
    ],
  },
  {
    was: 'seed 41000020: nothing told of a write whose answer was lost where the vendor keeps one of its fields its own way',
    world: { ...setting, shouts: true },
    passes: [
      first,
      {
        before: [
          { do: 'edit', side: 'books', kind: 'third', nth: 0, field: 'email', value: null },
          { do: 'edit', side: 'books', kind: 'third', nth: 0, field: 'city', value: 'v20x1' },
        ],
        cues: [{ place: 'answer', what: /PUT .*accounts.bulk/, act: { do: 'lose' } }],
      },
      first,
    ],
  },
  {
    was: 'seed 41000088: a step that was delivered twice closed the run over what the other delivery had just planned',
    world: setting,
    passes: [
      first,
      {
        before: [{ do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'client', value: 'v88x1' }],
        cues: [
          { place: 'begin', what: /of apply$/, nth: 3, act: { do: 'delivered-twice' } },
          { place: 'begin', what: /of apply$/, nth: 4, act: { do: 'delivered-twice' } },
        ],
      },
    ],
  },
  {
    was: 'seed 9100088: another worker waited for a call that the one it took over from had under way',
    world: { ...setting, contacts: 2 },
    passes: [
      first,
      {
        before: [
          { do: 'edit', side: 'crm', kind: 'contact', nth: 0, field: 'city', value: 'v9x1' },
          { do: 'edit', side: 'crm', kind: 'contact', nth: 1, field: 'city', value: 'v9x2' },
        ],
        cues: [{ place: 'answer', what: /PUT .*contacts/, act: { do: 'taken-over' } }],
      },
    ],
  },
  {
    was: 'seed 2: a value that two people typed alike needed no write, and was edited on one side later',
    world: setting,
    passes: [
      { before: [{ do: 'type-in-twice', value: 'v2x1' }] },
      first,
      { before: [{ do: 'edit', side: 'books', kind: 'third', nth: 1, field: 'city', value: 'v2x2' }] },
    ],
  },
  {
    was: 'seed 42000232: a lock that somebody opened twice counted as what the CRM makes of it',
    world: setting,
    passes: [first, { before: [{ do: 'unlock', nth: 0 }] }, { before: [{ do: 'unlock', nth: 0 }] }],
  },
  {
    was: 'seed 42000130: a firm of the CRM that is neither client nor prospect is not met, although Sage has one of its number',
    world: setting,
    passes: [
      first,
      {
        before: [
          { do: 'type-in-twice', value: 'v130x1' },
          { do: 'status', nth: 2, status: 23 },
        ],
      },
    ],
  },
  {
    was: 'seed 43000006: a contact that Sage removed came back from the record we had made of it, which somebody had cloned',
    world: setting,
    passes: [
      {
        cues: [{ place: 'answer', what: /POST .*contacts.bulk/, act: { do: 'crash', then: 'lease-runs-out' } }],
        gap: 5_000,
      },
      {
        before: [
          { do: 'remove', side: 'books', kind: 'contact', nth: 0 },
          { do: 'clone', kind: 'contact', nth: 0 },
        ],
      },
    ],
  },
  {
    was: 'seed 44000093: a contact moved in Sage to a client whose account somebody had taken out of the CRM',
    world: { ...setting, customers: 2 },
    passes: [
      first,
      { before: [{ do: 'remove', side: 'crm', kind: 'third', nth: 1 }] },
      { before: [{ do: 'merge', side: 'books', nth: 0, into: 1 }] },
      first,
    ],
  },
  {
    was: 'seed 45000049: an edit that was read along with a lost write was remembered and never planned',
    world: setting,
    passes: [
      first,
      {
        before: [{ do: 'edit', side: 'books', kind: 'third', nth: 0, field: 'street', value: 'v49x1' }],
        cues: [
          {
            place: 'answer',
            what: /PUT .*accounts.bulk/,
            act: { do: 'edit', side: 'crm', kind: 'third', nth: 0, field: 'name', value: 'v49x2' },
          },
          { place: 'begin', what: /of record$/, act: { do: 'crash', then: 'lease-runs-out' } },
        ],
      },
    ],
  },
  {
    was: 'seed 5000034: what a run had planned was never sent, because its job failed for good when a connection ended',
    world: setting,
    passes: [
      first,
      {
        before: [{ do: 'type-in', side: 'books', kind: 'third', nth: 0, as: 'client', value: 'v34x1' }],
        cues: [{ place: 'begin', what: /of brake-plan$/, act: { do: 'disconnect', side: 'crm' } }],
      },
    ],
  },
  {
    was: 'seed 5100024: what the brake held was shown to nobody after the connection ended before its run was closed',
    world: { ...setting, customers: 4, tight: true },
    passes: [
      first,
      {
        before: five,
        cues: [{ place: 'commit', what: /of brake-plan$/, nth: 1, act: { do: 'disconnect', side: 'crm' } }],
      },
    ],
  },
  {
    was: 'what the brake held was shown to nobody after a crash before its run said so',
    world: { ...setting, customers: 4, tight: true },
    passes: [
      first,
      {
        before: five,
        cues: [{ place: 'commit', what: /of brake-plan$/, nth: 1, act: { do: 'crash', then: 'lease-runs-out' } }],
      },
    ],
  },
  {
    was: 'seed 20010 of Freshsales with Xero: somebody whose account was merged into one that has a person already stays with the old customer, and it is said why',
    world: { ...setting, pair: 'freshsales.xero', customers: 2, prospects: 0, seconds: true },
    passes: [first, { before: [{ do: 'merge', side: 'crm', nth: 0, into: 1 }] }, {}],
  },
  {
    was: 'seed 60004522: what somebody cloned of a record of the other company was of no company at all',
    world: { ...setting, second: true },
    passes: [first, { before: [{ do: 'clone', kind: 'third', nth: 2 }] }],
  },
  {
    was: 'seed 92000500: whoever was moved to an account stayed under it for ever, although we removed it and the books have another one',
    world: { ...setting, prospects: 2 },
    passes: [
      first,
      {
        before: [
          { do: 'merge', side: 'crm', nth: 0, into: 2 },
          { do: 'disconnect', side: 'crm' },
          { do: 'remove', side: 'books', kind: 'third', nth: 2 },
        ],
      },
      { before: [{ do: 'restore', kind: 'third', nth: 0 }] },
    ],
  },
  {
    was: 'seed 88002566: a copy made while the other company waited to hear of its create was called that company’s for ever',
    world: { ...setting, second: true },
    passes: [
      { cues: [{ place: 'call', what: /POST .*products.bulk/, act: { do: 'lose' } }] },
      { before: [{ do: 'clone', kind: 'product', nth: 0 }] },
    ],
  },
  {
    was: 'seed 93009690: a reading that one run began and the next one ended counted as read, whoever was born between them',
    world: {
      ...setting,
      customers: 3,
      prospects: 1,
      contacts: 0,
      invoices: 1,
      accounts: 1,
      page: 3,
      planBatch: 1,
      shouts: true,
    },
    passes: [
      first,
      { cues: [{ place: 'answer', what: /GET .*accounts$/, nth: 1, act: { do: 'cut' } }], gap: 5_000 },
      { before: [{ do: 'type-in-twice', value: 'v690x4' }] },
    ],
  },
  {
    was: 'seed 94045570: a city that did not travel with prospects stayed in the CRM when one became a client, and was called a difference',
    world: setting,
    passes: [
      first,
      {
        before: [
          { do: 'map', entity: 'prospect', field: 'city', on: false },
          { do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'prospect', value: 'v570x4' },
        ],
      },
      { before: [{ do: 'convert', nth: 1, code: null }] },
    ],
  },
  {
    was: 'seed 70001099: a plan waited for ever, because its list of people ran out while it was being made',
    world: { ...setting, planBatch: 1 },
    passes: [{ cues: [{ place: 'commit', what: /of plan$/, act: { do: 'our-clock', ms: 3_600_000 } }] }],
  },
  {
    was: 'seed 70020700: who belongs to an account that was refused at first followed a run later than it',
    world: { ...setting, customers: 2, contacts: 3, shouts: true },
    passes: [{ cues: [{ place: 'call', what: /POST .*accounts.bulk/, act: { do: 'half', says: 'refused' } }] }],
  },
]

export const fateOf = ({ world, passes }: Regression) => directed(world, passes)
