import type { Outcome } from '../model/connector'
import type { Problem } from '../model/problem'
import type { OutboxRow } from '../model/run'
import { spaceOf } from '../model/words'
import { inTenant } from '../store/db'
import { held, taken } from '../store/taken'
import type { Work } from './workshop'

/** Known to the texts: the vendor keeps this name, or this address, once, and whoever bears it is another record for good. */
const nameTaken: Problem = { kind: 'rejected', field: 'name', detail: 'name-taken' }
const addressTaken: Problem = { kind: 'rejected', field: 'email', detail: 'address-taken' }

/**
 * A create that a record of the same name or address refused is planned again, and most often meets that record. Where it never can,
 * because the record is another link's, asking again would go on for ever: then it is the newborn's own that must change. So it is
 * where the answer shows, without our mark, a record that another link holds.
 */
export async function withTaken(
  work: Work,
  rows: readonly OutboxRow[],
  outcomes: readonly Outcome[],
): Promise<readonly Outcome[]> {
  const [first] = rows
  const asked = rows.flatMap((row, at) => seenBy(row, outcomes[at]).map((id) => ({ link: row.link, id })))
  const answered = rows.flatMap((row, at) => answeredTo(row, outcomes[at]).map((id) => ({ link: row.link, id })))
  if (!first || asked.length + answered.length === 0) return outcomes
  const { engine, integration } = work
  const at = { integration: integration.id, side: first.side, space: spaceOf(first.entity) }
  const [inTheWay, another] = await inTenant(engine, async (tx) => [
    asked.length > 0 ? await taken(tx, engine, at, asked) : [],
    answered.length > 0 ? await held(tx, engine, at, answered) : [],
  ])
  const isTaken = (row: OutboxRow, outcome: Outcome | undefined): boolean => {
    const seen = seenBy(row, outcome)
    return seen.length > 0 && seen.every((id) => inTheWay.some((each) => each.link === row.link && each.id === id))
  }
  const problem = work.rules.byEntity[first.entity]?.identify[0] === 'email' ? addressTaken : nameTaken
  return outcomes.map((outcome, at) => {
    const row = rows[at]
    if (row && isTaken(row, outcome)) return { ok: false, problem }
    return row && another.some(({ link }) => link === row.link) ? { ok: false, problem: nameTaken } : outcome
  })
}

function answeredTo({ verb, link }: OutboxRow, outcome: Outcome | undefined): readonly string[] {
  if (verb !== 'create' || !outcome?.ok || outcome.receipt.shown === null) return []
  return outcome.receipt.shown.marker === link ? [] : [outcome.receipt.id]
}

function seenBy({ verb }: OutboxRow, outcome: Outcome | undefined): readonly string[] {
  if (verb !== 'create' || !outcome || outcome.ok || outcome.problem.kind !== 'changed-meanwhile') return []
  return outcome.problem.seen ?? []
}
