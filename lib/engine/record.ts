import type { Outcome, Receipt } from '../model/connector'
import type { Because } from '../model/record'
import type { Problem } from '../model/problem'
import { consequence } from '../model/problem'
import type { Counts, JournalEntry, OutboxRow } from '../model/run'
import { laneTo, otherSide, type Side } from '../model/words'
import { inLease } from '../store/db'
import { closeWritten, type Written } from '../store/closing'
import { appendEntries } from '../store/journal'
import { recordHalves, type RecordedHalf } from '../store/record-halves'
import { keepLinks, parkLinks } from '../store/park'
import { closeRows, reopenRows } from '../store/outbox'
import { saveRun } from '../store/runs'
import { removalKept } from '../sync/apart'
import { keys } from '../sync/keys'
import { settle } from '../sync/settle'
import { readingAt, type Work } from './workshop'

const keptApart: Because = { reason: 'kept-apart' }
const countedAs = { create: 'created', update: 'updated', remove: 'removed' } as const

/** A row about to be recorded. `retold`: its sets are not those it was planned with; of a part, the rest is planned anew. */
export interface Told extends OutboxRow {
  readonly retold?: 'whole' | 'part'
}

/** One transaction per batch: links, journal and outbox move together, so that a remote success never stands without its link. */
export async function record(work: Work, rows: readonly Told[], outcomes: readonly Outcome[]): Promise<void> {
  const { engine, held, run } = work
  const paired = rows.map((row, at) => ({ row, outcome: outcomes[at] ?? unanswered }))
  const [first] = rows
  if (!first) return
  const done = paired.flatMap(({ row, outcome }) => (outcome.ok ? [{ row, receipt: outcome.receipt }] : []))
  const parked = paired.flatMap(({ row, outcome }) =>
    isFirstTry(work) && isParked(outcome) ? [{ row, problem: outcome.problem }] : [],
  )
  const undone = done.flatMap(({ row }) => (row.why === 'undone' ? [row] : []))
  await inLease(engine, held, async (tx) => {
    await recordHalves(
      tx,
      engine,
      first.side,
      done.map(({ row, receipt }) => halfOf(work, row, receipt)),
    )
    await parkLinks(tx, engine, [
      ...parked.map(({ row, problem }) => ({ id: row.link, because: becauseOf(problem, row.side) })),
      ...undone.filter(({ verb }) => verb === 'remove').map(({ link }) => ({ id: link, because: keptApart })),
    ])
    await keepLinks(
      tx,
      engine,
      undone.map(({ link }) => link),
    )
    const closed = await closeWritten(
      tx,
      engine,
      { run: isOpening(work) ? null : run.id, actor: run.actor },
      done.map(({ row, receipt }) => writtenOf(work, row, receipt)),
    )
    await appendEntries(
      tx,
      engine,
      work.integration.id,
      parked.map(({ row, problem }) => entryOf(work, row, 'refused', problem, row.remoteId)),
    )
    await closeRows(
      tx,
      engine,
      parked.map(({ row, problem }) => ({ id: row.id, state: 'refused' as const, problem })),
    )
    await reopenRows(
      tx,
      engine,
      paired.flatMap(({ row, outcome }) => (isPostponed(outcome) && isFirstTry(work) ? [row.id] : [])),
    )
    const refused = parked.map(({ problem }) => problem)
    for (const id of new Set([...closed.keys(), ...(refused.length > 0 ? [run.id] : [])]))
      await saveRun(tx, engine, { id, counts: countsOf(first, closed.get(id) ?? 0, id === run.id ? refused : []) })
  })
}

/** Nothing came back for this write: nobody knows whether it arrived. */
const unanswered: Outcome = { ok: false, problem: { kind: 'unreachable', detail: 'no answer for this record' } }

type Refusal = { readonly ok: false; readonly problem: Problem }
const isParked = (outcome: Outcome): outcome is Refusal =>
  !outcome.ok && consequence[outcome.problem.kind] === 'park-record'

/** While a run settles what is open, a refusal says nothing of the first time: only a first try ends with one, or is taken anew under a new key. */
export const isFirstTry = ({ run }: Work): boolean => run.phase !== 'open'

/** Definitely not done, and nothing wrong with the record: taken again later. */
const isPostponed = (outcome: Outcome): boolean =>
  !outcome.ok && ['slow-down', 'signed-out', 'forbidden'].includes(outcome.problem.kind)

function becauseOf(problem: Problem, side: Side): Because {
  const detail = 'detail' in problem && problem.detail ? { detail: problem.detail } : {}
  const field = 'field' in problem && problem.field ? { field: problem.field } : {}
  return { reason: problem.kind === 'rejected' ? 'rejected' : 'surprise', side, ...field, ...detail }
}

function halfOf(work: Work, row: Told, receipt: Receipt): RecordedHalf {
  const rule = work.rules.byEntity[row.entity]
  const laneBack = rule?.[laneTo(otherSide(row.side))].includes('update') ?? false
  const settled = settle(row, receipt, laneBack)
  // Taken back: the other side keeps what it has, and a record that is gone leaves no gravestone.
  const undone = row.why === 'undone'
  return {
    link: row.link,
    half: {
      id: settled.id,
      entity: settled.entity,
      version: settled.version,
      seen: settled.seen,
      removed: settled.removed,
      leftFilter: false,
      marker: row.verb === 'create' ? row.link : null,
    },
    keys: keys(settled.seen, rule?.identify ?? []),
    readAt: readingAt(work),
    base: undone && settled.removed ? removalKept : settled.targetBase,
    otherBase: settled.originBase,
    tried: settled.tried,
    gone: settled.removed && !undone,
    wake: settled.news || row.retold === 'part',
  }
}

/** What an earlier run sent stays that run's, whoever hears of it. */
const isOpening = (work: Work): boolean => work.run.phase === 'open'

const writtenOf = (work: Work, row: Told, receipt: Receipt): Written => ({
  row: row.id,
  entry: work.engine.newId(),
  remoteId: receipt.id,
  sets: row.retold ? row.sets : null,
  why: row.why,
})

export function entryOf(
  work: Work,
  row: OutboxRow,
  kind: 'refused' | 'overruled' | 'noted',
  problem: Problem | null,
  remoteId: string | null,
): JournalEntry {
  return {
    id: work.engine.newId(),
    at: work.engine.now(),
    run: isOpening(work) ? row.run : work.run.id,
    link: row.link,
    kind,
    actor: work.run.actor,
    entity: row.entity,
    side: row.side,
    verb: row.verb,
    why: row.why,
    version: row.version,
    record: row.record,
    sets: row.sets.filter(({ value, before }) => value !== null || before !== null),
    remoteId,
    problem,
  }
}

/** What was written counts for the run whose history tells it. */
function countsOf(first: OutboxRow, done: number, parked: readonly Problem[]): Record<string, Partial<Counts>> {
  const counts: Record<string, Partial<Counts>> = {
    [`${first.entity}:${first.side}`]: { [countedAs[first.verb]]: done },
  }
  for (const problem of parked) {
    const key = `${first.entity}:${becauseOf(problem, first.side).reason}`
    counts[key] = { parked: (counts[key]?.parked ?? 0) + 1 }
  }
  return counts
}
