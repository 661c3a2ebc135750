/** Safeguards that a random history hardly ever needs: the test that lives an accident with each one and without it. */
export interface Directed {
  readonly off: string
  readonly file: string
  /** Words of the test's name. */
  readonly test: string
}

const brakesOff = { file: 'test/engine/brakes-off.test.ts' } as const
const rare = { file: 'test/engine/safeguards.test.ts' } as const
const gate = { file: 'test/engine/safeguards-gate.test.ts' } as const
const memory = { file: 'test/engine/safeguards-memory.test.ts' } as const

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
  { off: 'lease renewed', file: 'test/simulate/stories.test.ts', test: 'would lose it without renewing' },
  { ...gate, off: 'gate: newer news', test: 'gate: newer news' },
  { ...gate, off: 'gate: parked by a person', test: 'gate: parked by a person' },
  { ...gate, off: 'gate: the exact request again', test: 'gate: the exact request again' },
  { ...gate, off: 'never an older reading', test: 'never an older reading' },
  { ...memory, off: 'gravestones', test: 'gravestones' },
  { ...memory, off: 'parked reasons stay', test: 'parked reasons stay' },
  { ...memory, off: 'two-sided base', test: 'two-sided base' },
]
