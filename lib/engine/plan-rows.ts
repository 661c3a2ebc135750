import { createHash } from 'node:crypto'
import type { PlannedWrite } from '../model/decision'
import type { Link } from '../model/record'
import type { NewRow } from '../store/outbox'
import { rank } from '../sync/order'
import { title } from '../sync/title'
import type { Work } from './workshop'

/** A decided write as it goes into the outbox. */
export function rowOf(work: Work, link: Link, write: PlannedWrite): NewRow {
  const { side, verb, entity, id, ifMatch, why, sets, waitsFor } = write
  return {
    id: work.engine.newId(),
    link: link.id,
    run: work.run.id,
    side,
    verb,
    entity,
    record: title(link),
    remoteId: id,
    ifMatch,
    why,
    sets,
    waitsFor,
    state: 'proposed',
    news: link.news,
    version: work.rules.version,
    fingerprint: fingerprint(link.id, write),
    epoch: 0,
    attempts: 0,
    rank: rank(write),
    startedAt: null,
    problem: null,
  }
}

/** The same decision about the same link has the same fingerprint, whenever it is made. */
export function fingerprint(link: string, { side, verb, entity, id, sets }: PlannedWrite): string {
  const told = sets.map(({ key, value }) => [key, value])
  return createHash('sha256')
    .update(JSON.stringify([link, side, verb, entity, id, told]))
    .digest('base64url')
}
