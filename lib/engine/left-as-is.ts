import type { SetField } from '../model/decision'
import type { OutboxRow } from '../model/run'
import type { Tx } from '../store/db'
import { appendEntries } from '../store/journal'
import { entryOf } from './record'
import type { Work } from './workshop'

/** What a person wanted taken back and is not, because its record moved before it was sent, is named in the history of that undo. */
export async function noteLeft(tx: Tx, work: Work, withdrawn: readonly OutboxRow[]): Promise<void> {
  const left = withdrawn.filter(({ why }) => why === 'undone')
  await appendEntries(
    tx,
    work.engine,
    work.integration.id,
    left.map((row) => ({
      ...entryOf(work, row, 'noted', null, row.remoteId),
      run: row.run,
      why: 'changed-since',
      sets: row.sets.map(asItStays),
    })),
  )
}

const asItStays = (set: SetField): SetField => ({ ...set, value: set.before, before: set.value })
