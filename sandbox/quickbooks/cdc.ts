import type { Company } from './company'
import { shown, stub } from './company'
import { done, refuse, required } from './fault'
import type { Result } from './fault'
import { kindOf } from './records'
import type { Doc, Kind } from './records'

const DAYS = 30
const MOST = 1000

/** Change data capture: whole records by kind in order of their last change, deleted ones after them, 1,000 in all. */
export function changesSince(from: Company, query: URLSearchParams, now: number): Result<readonly Doc[]> {
  const names = (query.get('entities') ?? '').split(',').filter((name) => name !== '')
  if (names.length === 0) return required('entities')
  const kinds = names.map(kindOf)
  const strange = names.find((_name, index) => kinds[index] === undefined)
  if (strange !== undefined) return refuse('4001', 'Invalid query', `Invalid entity ${strange}`)
  // A plus sign that nobody encoded arrives as a space.
  const since = Date.parse((query.get('changedSince') ?? '').replace(' ', '+'))
  if (Number.isNaN(since)) return refuse('2030', 'Invalid value', 'changedSince is no date', 'changedSince')
  if (since < now - DAYS * 86_400_000)
    return refuse('4000', 'Invalid changedSince', `Data can be looked back for ${DAYS} days only`, 'changedSince')
  let room = MOST
  const answers = kinds
    .flatMap((kind) => (kind ? [kind] : []))
    .map((kind) => {
      const found = changed(from, kind, since).slice(0, room)
      room -= found.length
      return found.length === 0 ? {} : { [kind]: found, startPosition: 1, maxResults: found.length }
    })
  return done(answers)
}

function changed(from: Company, kind: Kind, since: number): readonly Doc[] {
  // Whole seconds are all that answers tell, so a change in the second asked for counts.
  const floor = Math.floor(since / 1000) * 1000
  const young = (rows: ReturnType<Company['all']>) =>
    rows.filter((row) => row.changedAt >= floor).sort((a, b) => a.changedAt - b.changedAt)
  return [
    ...young(from.all(kind)).map((row) => shown(from, row)),
    ...young(from.deleted(kind)).map((row) => stub(from, row)),
  ]
}
