/** Calls made in one window of a vendor's limits, by the slot they fell into, oldest first. */
export interface Spent {
  readonly seconds: number
  readonly of?: 'write' | undefined
  readonly slots: readonly (readonly [start: number, calls: number])[]
}

/** What one window has left by the vendor's own word, others' calls included. */
export interface Told {
  readonly seconds: number
  readonly left: number
  readonly at: number
}

/** Calls that one server may have under way; after `until` they are over, whatever became of it. */
export interface Caller {
  readonly by: string
  readonly calls: number
  readonly until: number
}

/** So long one server keeps the pace by itself, as nobody else calls; what it calls until then is not counted. */
export interface Alone {
  readonly by: string
  readonly until: number
}

/** The calls of one company at its vendor, as every worker sees them. Instants in milliseconds UTC. */
export interface Quota {
  readonly spent: readonly Spent[]
  readonly told: readonly Told[]
  readonly lastAt: number | null
  /** The vendor asked everybody to wait until then. */
  readonly closedUntil: number | null
  readonly callers: readonly Caller[]
  readonly alone: Alone | null
}

export const unspent: Quota = { spent: [], told: [], lastAt: null, closedUntil: null, callers: [], alone: null }

/** A run leaves a reserve; what a person does on our pages may use it. */
export type Spender = 'run' | 'person'
