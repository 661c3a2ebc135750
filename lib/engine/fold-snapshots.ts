import type { Snapshot } from '../model/record'
import type { Entity, Side } from '../model/words'
import { pairOf } from '../pairs'
import type { Tx } from '../store/db'
import { foldPage } from '../store/inbox'
import { flatten } from '../sync/flatten'
import { keys } from '../sync/keys'
import type { Work } from './workshop'

/** What a side just showed becomes `seen`; new ids become one-sided links. */
export async function foldSnapshots(
  tx: Tx,
  work: Pick<Work, 'engine' | 'integration'>,
  side: Side,
  snapshots: readonly Snapshot[],
  readAt: number,
): Promise<void> {
  if (snapshots.length === 0) return
  const rows = snapshots.map((snapshot) => {
    const flat = flatten(snapshot)
    return { id: work.engine.newId(), snapshot, flat, keys: keys(flat, identifiers(work, snapshot.entity)) }
  })
  await foldPage(tx, work.engine, work.integration.id, side, rows, readAt)
}

/** Also of rules that are switched off now: switching on must not need a new listing. */
function identifiers(work: Pick<Work, 'integration'>, entity: Entity): readonly string[] {
  return pairOf(work.integration.pair)?.entities[entity]?.identify ?? []
}
