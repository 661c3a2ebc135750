import type { PlannedWrite } from '../model/decision'
import type { Half, Link, Value } from '../model/record'
import type { Side } from '../model/words'

/** A create that we sent, whatever became of it. */
export interface Attempt {
  readonly side: Side
  readonly sets: PlannedWrite['sets']
  readonly startedAt: number
  /** Later than `startedAt` where the same request was sent once more. */
  readonly lastSentAt: number
  /** Milliseconds in which it may have arrived. */
  readonly settle: number
}

export type Double =
  /** Made by our key, as we sent it, when we sent it, and touched by nobody: ours to take away. */
  | 'ours'
  /** Made by our key and something is not as it must be: a person looks at it. */
  | 'unclear'

/**
 * What a record is that bears the mark of a link which holds another one on that side. Null: no double of ours; a person copied
 * the record, and copying copies our mark.
 */
export function double(half: Half, side: Side, holder: Link, attempts: readonly Attempt[]): Double | null {
  const held = holder[side]
  if (!held || held.removed || held.id === half.id || half.removed) return null
  if (!half.made || half.made.by !== held.made?.by) return null
  const { at, touched } = half.made
  const sent = attempts.find((each) => each.side === side && isInTime(at, each) && isAsSent(half, each))
  return sent && !touched ? 'ours' : 'unclear'
}

const isInTime = (at: number, { startedAt, lastSentAt, settle }: Attempt): boolean =>
  at >= startedAt - settle && at <= lastSentAt + settle

/** A parent that did not exist yet was sent under its link's name; what was sent empty may have been filled in. */
const isAsSent = ({ seen }: Half, { sets }: Attempt): boolean =>
  sets.every(({ key, value }) => value === null || isPending(value) || seen[key] === undefined || seen[key] === value)

const isPending = (value: Value): boolean => typeof value === 'string' && value.includes('link:')
