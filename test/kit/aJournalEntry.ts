import type { JournalEntry } from '@/lib/model/run'

/** One confirmed update of a customer in the CRM. */
export const aJournalEntry = (part: Partial<JournalEntry> = {}): JournalEntry => ({
  id: 'entry-1',
  at: 1,
  run: 'run-1',
  link: 'link-1',
  kind: 'written',
  actor: { kind: 'schedule' },
  entity: 'customer',
  side: 'crm',
  verb: 'update',
  why: 'edited-there',
  version: 1,
  record: 'Durand',
  sets: [],
  remoteId: '1',
  problem: null,
  ...part,
})
