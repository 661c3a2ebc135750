import type { Regression } from './regressions'
import type { Directed } from './fate'
import { setting } from './safeguards'

const first: Directed = {}
const typed = { do: 'type-in', side: 'books', kind: 'contact', nth: 0, as: 'client', value: 'v224x1' } as const

/** What once went wrong when a run was taken back. */
export const undoRegressions: readonly Regression[] = [
  {
    was: 'seed 41000051: an undo takes back what one run had planned and another one sent',
    world: setting,
    passes: [
      first,
      {
        before: [{ do: 'edit', side: 'books', kind: 'third', nth: 1, field: 'city', value: 'v51x1' }],
        cues: [{ place: 'commit', what: /of brake-plan$/, nth: 1, act: { do: 'taken-over' } }],
      },
      { before: [{ do: 'undo', nth: 0 }] },
      first,
    ],
  },
  {
    was: 'seed 60000420: a name was not put back, because the company that its contact had been under was gone',
    world: { ...setting, customers: 2 },
    passes: [
      first,
      {
        before: [
          { do: 'merge', side: 'books', nth: 0, into: 1 },
          { do: 'edit', side: 'books', kind: 'contact', nth: 0, field: 'firstName', value: 'v420x1' },
        ],
      },
    ],
  },
  {
    was: 'an account was taken back from under a contact that had come to it since',
    world: setting,
    passes: [first, { before: [typed] }, { before: [{ do: 'undo', nth: 1 }] }, first],
  },
  {
    was: 'seed 70020224: an account was taken back, said yes to together with a contact that was to stand under it',
    world: { ...setting, customers: 3, prospects: 2, tight: true },
    passes: [first, first, { before: [typed, { do: 'undo', nth: 0 }] }],
  },
  {
    was: 'an account was taken back from under the contact that somebody had edited since and that stayed',
    world: setting,
    passes: [
      first,
      {
        before: [
          { do: 'edit', side: 'crm', kind: 'contact', nth: 0, field: 'city', value: 'v224x2' },
          { do: 'undo', nth: 0 },
        ],
      },
      first,
    ],
  },
  {
    was: 'seed 70100488: an account was taken back before its contact, whose own way back had been broken off and then stayed',
    world: setting,
    passes: [
      first,
      {
        before: [{ do: 'undo', nth: 0 }],
        cues: [
          { place: 'call', what: /GET .*v4.contacts$/, nth: 1, act: { do: 'crash', then: 'delivered-again' } },
          {
            place: 'call',
            what: /DELETE .*accounts/,
            act: { do: 'edit', side: 'crm', kind: 'contact', nth: 0, field: 'phone', value: '+33 1 99 00 00 05' },
          },
        ],
      },
      first,
    ],
  },
  {
    was: 'seed 97020795: an undo left an edit that was never sent on its own side, and a later edit of the other side replaced it',
    world: { ...setting, seed: 97020795, customers: 2, prospects: 2, contacts: 0, accounts: 2, narrow: true },
    passes: [
      first,
      {
        before: [
          { do: 'edit', side: 'books', kind: 'contact', nth: 2, field: 'phone', value: '+33 1 99 00 00 01' },
          { do: 'edit', side: 'crm', kind: 'contact', nth: 2, field: 'city', value: 'v795x1' },
        ],
        cues: [{ place: 'commit', what: /of record$/, nth: 0, act: { do: 'together', presses: ['undo', 'pause'] } }],
      },
      first,
      { before: [{ do: 'edit', side: 'books', kind: 'contact', nth: 3, field: 'city', value: 'v795x2' }] },
    ],
  },
]
