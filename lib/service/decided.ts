import type { Tx } from '@/lib/store/db'
import type { Integration } from '@/lib/store/integrations'
import { appendEntries } from '@/lib/store/journal'
import type { JournalEntry } from '@/lib/model/run'
import type { Desk } from './desk'

export type Deed = Pick<JournalEntry, 'why'> &
  Partial<Pick<JournalEntry, 'record' | 'run' | 'link' | 'entity' | 'side' | 'verb'>>

/** What a person decided, in the history for ever; belongs into the transaction that does it. */
export const noteDecided = (
  tx: Tx,
  desk: Desk,
  integration: Pick<Integration, 'id' | 'version'>,
  deeds: readonly Deed[],
): Promise<void> =>
  appendEntries(
    tx,
    desk,
    integration.id,
    deeds.map((deed) => ({
      ...blank,
      id: desk.newId(),
      at: desk.now(),
      actor: desk.actor,
      version: integration.version,
      ...deed,
    })),
  )

const blank = {
  kind: 'decided',
  run: null,
  link: null,
  entity: null,
  side: null,
  verb: null,
  record: null,
  sets: [],
  remoteId: null,
  problem: null,
} as const
