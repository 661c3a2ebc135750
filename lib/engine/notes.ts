import type { Decision, Note } from '../model/decision'
import type { Link } from '../model/record'
import type { JournalEntry } from '../model/run'
import { title } from '../sync/title'
import type { Work } from './workshop'

/** What a person should read although nothing is written for it; what loses to a write is journalled with that write. */
export function notesOf(work: Work, decisions: readonly Decision[], links: readonly Link[]): readonly JournalEntry[] {
  const byId = new Map(links.map((link) => [link.id, link]))
  return decisions.flatMap((decision) =>
    decision.notes
      .filter(({ code }) => code !== 'edited-although-locked')
      .map((note): JournalEntry => noteEntry(work, decision, byId.get(decision.link), note)),
  )
}

function noteEntry(work: Work, { link, entity }: Decision, known: Link | undefined, note: Note): JournalEntry {
  return {
    id: work.engine.newId(),
    at: work.engine.now(),
    run: work.run.id,
    link,
    kind: 'noted',
    actor: work.run.actor,
    entity,
    side: null,
    verb: null,
    why: note.code,
    version: work.rules.version,
    record: known ? title(known) : null,
    sets: [],
    remoteId: null,
    problem: null,
  }
}
