import type { Directed } from './fate'
import type { Regression } from './regressions'
import { setting } from './safeguards'

const first: Directed = {}

/** What once went wrong after the answer to a create was lost. */
export const lostRegressions: readonly Regression[] = [
  {
    was: 'seed 5000006: a lost create was forgotten when its repetition was refused for want of a key',
    world: setting,
    passes: [
      first,
      {
        before: [{ do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'client', value: 'v6x1' }],
        cues: [{ place: 'answer', what: /POST .*clients/, act: { do: 'lose' } }],
        gap: 5_000,
      },
      { before: [{ do: 'revoke', side: 'books' }], gap: 5_000 },
      first,
    ],
  },
  {
    was: 'seed 42000159: a create that had arrived was told as refused, because its repetition was',
    world: setting,
    passes: [
      first,
      {
        before: [{ do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'prospect', value: 'v159x1' }],
        cues: [{ place: 'answer', what: /POST .*prospects/, act: { do: 'lose' } }],
      },
      { cues: [{ place: 'call', what: /POST .*prospects/, act: { do: 'refuse', status: 412, after: null } }] },
    ],
  },
  {
    was: 'seed 42000159: a create that had arrived was planned anew, because its repetition met another state',
    world: setting,
    passes: [
      first,
      {
        before: [{ do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'prospect', value: 'v159x2' }],
        cues: [{ place: 'answer', what: /POST .*prospects/, act: { do: 'lose' } }],
        gap: 5_000,
      },
      { cues: [{ place: 'call', what: /POST .*prospects/, act: { do: 'refuse', status: 409, after: null } }] },
    ],
  },
  {
    was: 'seed 60020316: somebody cloned what a lost create had made, and nobody could say which of the two that was',
    world: setting,
    passes: [
      { cues: [{ place: 'call', what: /POST .*accounts.bulk/, act: { do: 'lose' } }], gap: 5_000 },
      { before: [{ do: 'clone', kind: 'third', nth: 0 }] },
    ],
  },
  {
    was: 'seed 70020254: the history told a birth twice, because a step that settled it was delivered twice',
    world: { ...setting, contacts: 0 },
    passes: [
      first,
      {
        before: [{ do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'client', value: 'v254x1' }],
        cues: [{ place: 'answer', what: /POST .*clients/, act: { do: 'lose' } }],
        gap: 5_000,
      },
      { cues: [{ place: 'call', what: /POST .*clients/, act: { do: 'delivered-twice' } }] },
    ],
  },
  {
    was: 'seed 80000941: what was sent once more arrived late, and was looked for as long after the first time as before',
    world: setting,
    passes: [
      first,
      {
        before: [{ do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'client', value: 'v941x1' }],
        cues: [{ place: 'call', what: /POST .*clients/, act: { do: 'reset' } }],
      },
      { cues: [{ place: 'call', what: /POST .*clients/, act: { do: 'late', ms: 20_000 } }], gap: 5_000 },
      { cues: [{ place: 'begin', what: /of settle-started$/, act: { do: 'pause' } }] },
    ],
  },
  {
    was: 'an edit of what a lost create had made was read, and forgotten when the create was told once more',
    world: { ...setting, contacts: 0 },
    passes: [
      first,
      {
        before: [{ do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'client', value: 'v11x1' }],
        cues: [{ place: 'answer', what: /POST .*clients/, act: { do: 'lose' } }],
        gap: 5_000,
      },
      {
        before: [{ do: 'pause' }, { do: 'edit', side: 'books', kind: 'third', nth: 1, field: 'city', value: 'v11x2' }],
        gap: 5_000,
      },
      { before: [{ do: 'resume' }] },
    ],
  },
  {
    was: 'a lost create was sent once more although it was switched off since',
    world: { ...setting, contacts: 0 },
    passes: [
      first,
      {
        before: [{ do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'client', value: 'v12x1' }],
        cues: [{ place: 'call', what: /POST .*clients/, act: { do: 'reset' } }],
      },
      { before: [{ do: 'switch', on: false }] },
    ],
  },
  {
    was: 'a lost create that is refused now was sent without end, and what had been lost after it never got its turn',
    world: { ...setting, contacts: 0, step: 1 },
    passes: [
      first,
      {
        before: [
          { do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'client', value: 'v13x1' },
          { do: 'edit', side: 'crm', kind: 'third', nth: 2, field: 'notes', value: 'v13x3 and many more words' },
        ],
        cues: [{ place: 'call', what: /POST .*clients/, act: { do: 'reset' } }],
        gap: 5_000,
      },
      {
        before: [
          { do: 'schema', field: 'notes', longest: 12 },
          { do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'prospect', value: 'v13x2' },
        ],
        cues: [{ place: 'call', what: /POST .*prospects/, act: { do: 'reset' } }],
        gap: 5_000,
      },
      first,
    ],
  },
  {
    was: 'seed 81000800: an update arrived late, after it had been given up, and no history told of it',
    world: setting,
    passes: [
      first,
      { before: [{ do: 'edit', side: 'crm', kind: 'contact', nth: 0, field: 'city', value: 'v800x1' }] },
      {
        before: [{ do: 'edit', side: 'crm', kind: 'contact', nth: 0, field: 'city', value: 'v800x2' }],
        cues: [{ place: 'call', what: /PUT .*contacts/, act: { do: 'late', ms: 20_000 } }],
        gap: 5_000,
      },
      { how: 'preview' },
    ],
  },
  {
    was: 'seed 94067098: whom a paused run left to be moved to an account was sent there although a person removed that one meanwhile',
    world: { ...setting, customers: 2, contacts: 3 },
    passes: [
      first,
      { before: [{ do: 'merge', side: 'books', nth: 0, into: 1 }, { do: 'pause' }] },
      { before: [{ do: 'remove', side: 'crm', kind: 'third', nth: 1 }] },
    ],
  },
  {
    was: 'seed 95000015: a lost create whose time had not come kept a run from what it could settle, step after step',
    world: { ...setting, step: 1 },
    passes: [
      first,
      {
        before: [
          { do: 'type-in', side: 'books', kind: 'third', nth: 0, as: 'client', value: 'v15x1' },
          { do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'client', value: 'v15x2' },
        ],
        cues: [{ place: 'call', what: /POST .*accounts.bulk/, act: { do: 'lose' } }],
      },
      {
        before: [{ do: 'our-clock', ms: -3_600_000 }],
        cues: [{ place: 'commit', what: /of apply$/, act: { do: 'crash', then: 'lease-runs-out' } }],
      },
      first,
    ],
  },
  {
    was: 'seed 97021742: what stood in the CRM when a record met its other half, where the field was empty, was replaced by a later edit',
    world: setting,
    passes: [
      {
        before: [
          { do: 'type-in-twice', value: 'v742x1' },
          { do: 'edit', side: 'crm', kind: 'third', nth: 0, field: 'street', value: 'v742x2' },
        ],
      },
      { before: [{ do: 'edit', side: 'books', kind: 'third', nth: 1, field: 'street', value: 'v742x3' }] },
    ],
  },
  {
    was: 'seed 97002113: a step delivered twice while a sign-in was under way waited for ever, as in one process the two wait for each other',
    world: setting,
    passes: [
      { gap: 7_200_000 },
      { cues: [{ place: 'begin', what: /of budget$/, nth: 1, act: { do: 'delivered-twice' } }] },
    ],
  },
  {
    was: 'seed 97003602: a client keeps in the CRM what did not travel while it was a prospect, also where our own user typed the account',
    world: { ...setting, seed: 97003602, customers: 2, products: 1, invoices: 1, accounts: 2, narrow: true },
    passes: [
      {
        before: [
          { do: 'map', entity: 'prospect', field: 'email', on: false },
          { do: 'status', nth: 1, status: 21 },
        ],
      },
      { before: [{ do: 'convert', nth: 1, code: null }] },
    ],
  },
]
