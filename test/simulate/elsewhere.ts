/** Safeguards that a random history hardly ever needs: the test that takes each one away, or that fails without it. */
export interface Directed {
  readonly off: string
  readonly file: string
  /** Words of the test's name. */
  readonly test: string
  /** `taken away`: lived with and without; `named`: the test fails once it is gone. */
  readonly how: 'taken away' | 'named'
}

const brakesOff = { file: 'test/engine/brakes-off.test.ts', how: 'taken away' } as const
const rare = { file: 'test/engine/safeguards.test.ts', how: 'taken away' } as const

export const elsewhere: readonly Directed[] = [
  { ...brakesOff, off: 'brake: removals', test: 'takes a third of the clients away' },
  { ...brakesOff, off: 'brake: a side emptied', test: 'shows Sage almost empty' },
  { ...brakesOff, off: 'brake: blanking', test: 'empties a column' },
  { ...brakesOff, off: 'brake: owners', test: 'gives half of the clients to one sales rep' },
  { ...brakesOff, off: 'brake: everything looks edited', test: 'into every prospect of the CRM' },
  { ...brakesOff, off: 'brake: more than usual', test: 'a list of addresses' },
  { ...brakesOff, off: 'brake: other company', test: "another firm's books" },
  { ...rare, off: 'brakes over a day', test: 'brakes over a day' },
  { ...rare, off: 'kept apart', test: 'kept apart' },
  { ...rare, off: 'absence confirmed', test: 'absence is confirmed' },
  { ...rare, off: 'gate: held plan', test: 'gate: held plan' },
  {
    off: 'lease renewed',
    file: 'test/simulate/stories.test.ts',
    test: 'would lose it without renewing',
    how: 'taken away',
  },
  {
    off: 'gate: newer news',
    file: 'test/store/outbox.test.ts',
    test: 'newer news is withdrawn at the gate',
    how: 'named',
  },
  {
    off: 'gate: parked by a person',
    file: 'test/store/outbox.test.ts',
    test: 'a parked link sends nothing',
    how: 'named',
  },
  {
    off: 'gate: the exact request again',
    file: 'test/store/outbox.test.ts',
    test: 'found again with its exact request',
    how: 'named',
  },
  {
    off: 'never an older reading',
    file: 'test/store/inbox.test.ts',
    test: 'an older reading never replaces',
    how: 'named',
  },
  { off: 'gravestones', file: 'test/sync/parked.test.ts', test: 'a gravestone', how: 'named' },
  {
    off: 'parked reasons stay',
    file: 'test/sync/parked.test.ts',
    test: 'waits for a person whatever changes',
    how: 'named',
  },
  { off: 'two-sided base', file: 'test/sync/stories.test.ts', test: 'a name that the CRM cuts', how: 'named' },
]
