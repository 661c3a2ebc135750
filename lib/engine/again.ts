import type { Outcome } from '../model/connector'
import { ConnectorError, consequence, type Problem } from '../model/problem'
import type { OutboxRow } from '../model/run'
import { inLease } from '../store/db'
import { withdrawRows } from '../store/gate'
import { foldSnapshots } from './fold-snapshots'
import { noteLeft } from './left-as-is'
import { isFirstTry } from './record'
import { asking } from './vendor-problem'
import { readingAt, type Work } from './workshop'

/**
 * What follows from outcomes that neither succeeded nor parked: records that moved are read and planned again; a vendor that
 * wants a pause or a sign-in ends the step. Rows without an answer stay started until they are settled.
 */
export async function again(work: Work, rows: readonly OutboxRow[], outcomes: readonly Outcome[]): Promise<void> {
  const problems = rows.flatMap((row, at) => {
    const outcome = outcomes[at]
    return outcome && !outcome.ok ? [{ row, problem: outcome.problem }] : []
  })
  const moved = problems.filter(({ problem }) => consequence[problem.kind] === 'plan-again' && isFirstTry(work))
  if (moved.length > 0) await readAgain(work, moved)
  const stop = problems.find(({ problem }) => ['stop-and-ask', 'wait'].includes(consequence[problem.kind]))
  const [first] = rows
  if (stop && first)
    await asking(work.benches[first.side].connector.id, Promise.reject(new ConnectorError(stop.problem)))
}

async function readAgain(work: Work, moved: readonly { row: OutboxRow; problem: Problem }[]): Promise<void> {
  const [first] = moved
  if (!first) return
  const { side, entity } = first.row
  const ids = [...new Set(moved.flatMap(({ row, problem }) => toRead(row, problem)))]
  const bench = work.benches[side]
  const readAt = readingAt(work)
  const shown = ids.length > 0 ? await asking(bench.connector.id, bench.session.read(entity, ids)) : []
  await inLease(work.engine, work.held, async (tx) => {
    await foldSnapshots(tx, work, side, shown, readAt)
    const withdrawn = await withdrawRows(
      tx,
      work.engine,
      moved.map(({ row }) => row.id),
    )
    await noteLeft(tx, work, withdrawn)
  })
}

function toRead(row: OutboxRow, problem: Problem): readonly string[] {
  const seen = problem.kind === 'changed-meanwhile' ? (problem.seen ?? []) : []
  return [...seen, ...(row.remoteId === null ? [] : [row.remoteId])]
}
