import type { History } from './act'

/** A seed that once broke a promise, with what was wrong; its shortest history as data, where the seed draws another one now. */
export interface Regression {
  readonly was: string
  readonly history: History
}

const setting = {
  seed: 3,
  customers: 1,
  prospects: 1,
  contacts: 1,
  products: 0,
  invoices: 0,
  accounts: 1,
  step: 20_000,
  page: 100,
  planBatch: 1_000,
  seconds: false,
  narrow: false,
} as const

export const regressions: readonly Regression[] = [
  {
    was: 'seed 33: what a run had planned when another worker took over was never sent',
    history: {
      setting,
      passes: [
        {
          how: 'schedule',
          gap: 960_000,
          before: [],
          during: [],
        },
        {
          how: 'schedule',
          gap: 960_000,
          before: [{ do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'client', value: 'v33x1' }],
          during: [88, 92, 96].map((at) => ({ at, act: { do: 'taken-over' } })),
        },
      ],
    },
  },
  {
    was: 'a contact of an account that was neither client nor prospect stayed out for ever after it became a client',
    history: {
      setting: { ...setting, accounts: 0, contacts: 0 },
      passes: [
        { how: 'schedule', gap: 960_000, before: [], during: [] },
        {
          how: 'schedule',
          gap: 960_000,
          before: [
            { do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'client', value: 'v1x1' },
            { do: 'status', nth: 2, status: 23 },
            { do: 'type-in', side: 'crm', kind: 'contact', nth: 2, as: 'client', value: 'v1x2' },
          ],
          during: [],
        },
        { how: 'schedule', gap: 960_000, before: [{ do: 'status', nth: 2, status: 22 }], during: [] },
      ],
    },
  },
]
