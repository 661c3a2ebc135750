import type { Regression } from './regressions'
import { setting } from './safeguards'

const first = {}
const soon = 5_000
const edited = (side: 'crm' | 'books', field: string, value: string) =>
  ({ do: 'edit', side, kind: 'third', nth: 1, field, value }) as const

/** Histories worth keeping: each was thought out because something could go wrong just there. */
export const stories: readonly Regression[] = [
  {
    was: 'both sides edit different fields of a prospect, and the row of one is sent back',
    world: setting,
    passes: [
      first,
      {
        before: [edited('books', 'city', 'v1x1')],
        cues: [{ place: 'answer', what: /GET .*salesordersLines/, act: edited('crm', 'email', 'v1x2@Example.COM') }],
      },
    ],
  },
  {
    was: 'a dry run at nine, the same firm typed on the other side at five past, the yes at a quarter past',
    world: setting,
    passes: [
      first,
      {
        before: [{ do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'client', value: 'v2x1' }],
        how: 'preview',
        gap: 300_000,
      },
      {
        before: [
          { do: 'type-in', side: 'books', kind: 'third', nth: 0, as: 'client', value: 'v2x1' },
          { do: 'clock', ms: 600_000 },
          { do: 'approve' },
        ],
      },
    ],
  },
  {
    was: 'somebody clones a record of the CRM, our mark included',
    world: setting,
    passes: [first, { before: [{ do: 'clone', kind: 'third', nth: 1 }] }, { before: [edited('crm', 'city', 'v3x1')] }],
  },
  {
    was: 'a prospect is converted while its contact waits, in the middle of a run',
    world: { ...setting, contacts: 0 },
    passes: [
      first,
      {
        before: [{ do: 'type-in', side: 'crm', kind: 'contact', nth: 1, as: 'client', value: 'v4x1' }],
        cues: [{ place: 'begin', what: /of plan$/, act: { do: 'convert', nth: 0, code: null } }],
      },
      first,
    ],
  },
  {
    was: 'a run is taken back while some of its rows wait for a retry',
    world: setting,
    passes: [
      first,
      {
        before: [
          edited('books', 'city', 'v5x1'),
          { do: 'type-in', side: 'books', kind: 'contact', nth: 0, as: 'client', value: 'v5x2' },
        ],
        cues: [{ place: 'call', what: /POST .*contacts.bulk/, act: { do: 'refuse', status: 429, after: 120 } }],
        gap: soon,
      },
      { before: [{ do: 'undo', nth: 0 }], gap: soon },
      first,
    ],
  },
  {
    was: 'a worker sleeps between the reading and the write, another one does its work meanwhile',
    world: setting,
    passes: [
      first,
      {
        before: [edited('books', 'city', 'v6x1')],
        cues: [{ place: 'answer', what: /GET .*accounts$/, nth: 1, act: { do: 'taken-over' } }],
      },
    ],
  },
  {
    was: 'a client and its contact are born in one plan, and the answer to the client is lost',
    world: setting,
    passes: [
      first,
      {
        before: [
          { do: 'type-in', side: 'books', kind: 'third', nth: 0, as: 'client', value: 'v7x1' },
          { do: 'type-in', side: 'books', kind: 'contact', nth: 1, as: 'client', value: 'v7x2' },
        ],
        cues: [{ place: 'answer', what: /POST .*accounts.bulk/, act: { do: 'lose' } }],
        gap: soon,
      },
      first,
    ],
  },
  {
    was: 'two clients of the CRM are merged while a contact moves from one to the other',
    world: { ...setting, customers: 2 },
    passes: [
      first,
      {
        cues: [{ place: 'begin', what: /of plan$/, act: { do: 'merge', side: 'crm', nth: 0, into: 1 } }],
      },
      first,
    ],
  },
  {
    was: 'what a pause left is typed on the other side too, before a yes to something else is carried out',
    world: setting,
    passes: [
      first,
      {
        before: [{ do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'client', value: 'v8x1' }],
        cues: [{ place: 'commit', what: /of brake-plan$/, nth: 1, act: { do: 'pause' } }],
        gap: soon,
      },
      {
        before: [{ do: 'type-in', side: 'books', kind: 'third', nth: 0, as: 'prospect', value: 'v8x2' }],
        how: 'preview',
        gap: soon,
      },
      {
        before: [
          { do: 'type-in', side: 'books', kind: 'third', nth: 0, as: 'client', value: 'v8x1' },
          { do: 'resume' },
          { do: 'approve' },
        ],
      },
      first,
    ],
  },
  {
    was: 'the clock of our own machine is set back by an hour while people work',
    world: setting,
    passes: [
      first,
      {
        before: [
          { do: 'our-clock', ms: -3_600_000 },
          edited('crm', 'city', 'v9x1'),
          edited('books', 'email', 'v9x2@Example.COM'),
        ],
      },
      { before: [edited('books', 'city', 'v9x3')] },
    ],
  },
  {
    was: 'the clock of our own machine is set an hour on, and back again in the middle of a run',
    world: setting,
    passes: [
      first,
      {
        before: [{ do: 'our-clock', ms: 3_600_000 }, edited('books', 'city', 'v10x1')],
        cues: [{ place: 'answer', what: /PUT .*accounts.bulk/, act: { do: 'our-clock', ms: -3_600_000 } }],
      },
      { before: [edited('crm', 'city', 'v10x2')] },
    ],
  },
  {
    was: 'two companies with the same codes, names and numbers share one CRM, and one works while the other does',
    world: { ...setting, second: true },
    passes: [
      { cues: [{ place: 'commit', what: /of brake-plan$/, act: { do: 'sibling-runs' } }] },
      {
        before: [
          { do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'client', value: 'v12x1' },
          { do: 'elsewhere', deed: { ...edited('books', 'city', 'v12x2'), nth: 0 } },
          edited('books', 'street', 'v12x3'),
        ],
        cues: [{ place: 'begin', what: /of plan$/, act: { do: 'sibling-runs' } }],
      },
    ],
  },
  {
    was: "the gateway opens another company's folder under our name for an hour, while people work in both",
    world: setting,
    passes: [
      first,
      {
        before: [
          { do: 'open-instead', on: true },
          edited('books', 'city', 'v13x1'),
          edited('crm', 'email', 'v13x2@Example.COM'),
        ],
      },
      { before: [{ do: 'elsewhere', deed: edited('books', 'city', 'v13x3') }] },
      { before: [{ do: 'open-instead', on: false }, edited('books', 'street', 'v13x4')] },
    ],
  },
  {
    was: 'one administrator says yes to what the brake holds while another one says no, and a third pauses',
    world: { ...setting, tight: true },
    passes: [
      first,
      {
        before: ['v14x1', 'v14x2', 'v14x3', 'v14x4', 'v14x5'].map((value) => ({
          ...{ do: 'type-in', side: 'books', kind: 'third', nth: 0, as: 'client' },
          value,
        })),
      },
      { before: [{ do: 'together', presses: ['approve', 'reject', 'pause'] }] },
      { before: [{ do: 'together', presses: ['resume', 'approve', 'approve'] }] },
    ],
  },
  {
    was: 'webhooks come twice, late, for a record that was never there, and not at all',
    world: setting,
    passes: [
      first,
      {
        before: [
          edited('crm', 'city', 'v11x1'),
          { do: 'hint', side: 'crm', kind: 'third', nth: 1, forged: false },
          { do: 'hint', side: 'crm', kind: 'third', nth: 7, forged: true },
          { do: 'hint', side: 'books', kind: 'contact', nth: 3, forged: true },
        ],
      },
      {
        before: [
          { do: 'remove', side: 'books', kind: 'contact', nth: 0 },
          { do: 'hint', side: 'crm', kind: 'contact', nth: 0, forged: false },
          edited('books', 'city', 'v11x2'),
        ],
      },
    ],
  },
]
