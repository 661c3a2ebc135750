import type { SetField } from '../model/decision'
import type { Snapshot } from '../model/record'
import { inLease } from '../store/db'
import type { OpenRow } from '../store/outbox-row'
import { splitStarted } from '../store/undoing'
import { flatten } from '../sync/flatten'
import { noteLeft } from './left-as-is'
import type { Work } from './workshop'

/** A write without an answer of which something is there: `sets`, of all that the row sets. */
export interface Arrived {
  readonly row: OpenRow
  readonly now: Snapshot
  readonly sets: readonly SetField[]
}

export const isPartOfUndo = ({ row, sets }: Arrived): boolean => row.why === 'undone' && sets.length < row.sets.length

/**
 * No plan says a step back again: what did not arrive of it waits in a row of its own for the next look, as if it had been said yes
 * to; what somebody changed meanwhile stays, and is named.
 */
export async function withoutRest(work: Work, arrived: readonly Arrived[]): Promise<readonly Arrived[]> {
  const parts = arrived.filter(isPartOfUndo).map((each) => ({ ...each, ...restOf(each) }))
  if (parts.length === 0) return arrived
  const { engine, held } = work
  await inLease(engine, held, async (tx) => {
    const split = await splitStarted(
      tx,
      engine,
      parts.map(({ row, now, sets, rest }) => ({ row, sets, rest, restId: engine.newId(), ifMatch: now.version })),
    )
    const told = parts.filter(({ row, changed }) => split.has(row.id) && changed.length > 0)
    await noteLeft(
      tx,
      work,
      told.map(({ row, changed }) => ({ ...row, sets: changed })),
    )
  })
  return arrived.map((each) => (isPartOfUndo(each) ? { ...each, row: { ...each.row, sets: each.sets } } : each))
}

function restOf({ row, now, sets }: Arrived): { readonly rest: OpenRow['sets']; readonly changed: OpenRow['sets'] } {
  const flat = flatten(now)
  const missing = row.sets.filter((set) => !sets.includes(set))
  const rest = missing.filter(({ key, before }) => (flat[key] ?? null) === before)
  return { rest, changed: missing.filter((set) => !rest.includes(set)) }
}
