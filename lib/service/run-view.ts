import type { JournalEntry, Run } from '@/lib/model/run'
import type { Actor } from '@/lib/model/words'
import { total } from '@/lib/sync/count'
import type { EntryView, RunView } from './views'

export function runView(run: Run): RunView {
  const { created, updated, removed, parked } = total(run.counts)
  const { id, trigger, startedAt, endedAt, result, calls } = run
  return { id, trigger, by: nameOf(run.actor), startedAt, endedAt, created, updated, removed, parked, result, calls }
}

export function entryView(entry: JournalEntry): EntryView {
  const { id, at, kind, entity, side, verb, record, link, why, sets, problem, run, version } = entry
  return { id, at, kind, entity, side, verb, record, link, why, by: nameOf(entry.actor), sets, problem, run, version }
}

const nameOf = (actor: Actor): string | null => (actor.kind === 'person' ? actor.name : null)
