import type { Outcome } from '../model/connector'
import { ConnectorError } from '../model/problem'
import type { Flat, Snapshot } from '../model/record'
import { flatten } from '../sync/flatten'
import type { Told } from './record'
import { asking } from './vendor-problem'
import type { Work } from './workshop'

/**
 * Rows as they are to be remembered. A value that was sent a second time is the vendor's own form (sync/own-form) only if it stands
 * there otherwise right after: else somebody typed the same over it twice, before any of our readings.
 */
export async function confirmed(
  work: Work,
  rows: readonly Told[],
  outcomes: readonly Outcome[],
): Promise<readonly Told[]> {
  const doubted = rows.filter((row, at) => isSilent(outcomes[at]) && row.sets.some(({ again }) => again))
  const [first] = doubted
  if (!first) return rows
  const ids = doubted.flatMap(({ remoteId }) => (remoteId === null ? [] : [remoteId]))
  const { connector, session } = work.benches[first.side]
  const shown = await asking(connector.id, session.read(first.entity, ids)).catch(untold)
  const held = new Map(shown.map((each) => [each.id, flatten(each)]))
  return rows.map((row) => (doubted.includes(row) ? judged(row, held.get(row.remoteId ?? '')) : row))
}

/** Written, and the answer does not say what stands there now. */
const isSilent = (outcome: Outcome | undefined): boolean => outcome?.ok === true && outcome.receipt.shown === null

function judged(row: Told, held: Flat | undefined): Told {
  const sets = row.sets.map(({ again, ...set }) => (again && held?.[set.key] === set.before ? { ...set, again } : set))
  return { ...row, sets }
}

/** The write is done whatever becomes of this reading; without it nothing is learned, and the next round asks again. */
function untold(error: unknown): readonly Snapshot[] {
  if (error instanceof ConnectorError) return []
  throw error
}
