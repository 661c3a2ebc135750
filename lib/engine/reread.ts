import type { Half, Snapshot } from '../model/record'
import type { OutboxRow } from '../model/run'
import { laneTo, otherSide, type Side } from '../model/words'
import { inLease, inTenant } from '../store/db'
import { linksById } from '../store/links'
import { withdrawRows } from '../store/gate'
import { flatten } from '../sync/flatten'
import { foldSnapshots } from './fold-snapshots'
import { noteLeft } from './left-as-is'
import { asking } from './vendor-problem'
import { readingAt, type Work } from './workshop'

/**
 * Where the vendor has no precondition, the targets are read by id right before they are written; likewise the origin of a
 * create whose later edits may not travel. Rows whose record moved go back to the inbox with what was just seen.
 */
export async function reread(work: Work, rows: readonly OutboxRow[]): Promise<readonly OutboxRow[]> {
  const [first] = rows
  const side = first && sideToRead(work, first)
  if (!first || !side) return rows
  const links = await inTenant(work.engine, (tx) =>
    linksById(
      tx,
      work.engine,
      rows.map((row) => row.link),
    ),
  )
  const halves = new Map(links.flatMap((link) => (link[side] ? [[link.id, link[side]]] : [])))
  const ids = [...halves.values()].map((half) => half.id)
  const joined = work.rules.byEntity[first.entity]?.joins.flatMap((join) => join[side] ?? []) ?? []
  const bench = work.benches[side]
  const readAt = readingAt(work)
  const shown = await asking(bench.connector.id, bench.session.read(first.entity, ids))
  const byId = new Map(shown.map((snapshot) => [snapshot.id, snapshot]))
  const moved = rows.filter((row) => {
    const half = halves.get(row.link)
    const now = half && byId.get(half.id)
    return !half || !now || hasMoved(half, now, joined)
  })
  if (moved.length > 0) await sendBack(work, side, moved, shown, readAt)
  return rows.filter((row) => !moved.includes(row))
}

/** Null: the vendor itself refuses a write to a record that moved. */
export function sideToRead(work: Work, row: OutboxRow): Side | null {
  if (row.verb === 'create') {
    const rule = work.rules.byEntity[row.entity]
    return rule && !rule[laneTo(row.side)].includes('update') ? otherSide(row.side) : null
  }
  return work.benches[row.side].connector.entities[row.entity]?.precondition === 'none' ? row.side : null
}

/** Judged by the joined fields: a value the record never showed before is news only if there is one. */
function hasMoved(half: Half, now: Snapshot, joined: readonly string[]): boolean {
  const flat = flatten(now)
  const differs = (key: string): boolean => flat[key] !== undefined && flat[key] !== (half.seen[key] ?? null)
  return now.removed !== half.removed || joined.some(differs)
}

async function sendBack(
  work: Work,
  side: Side,
  rows: readonly OutboxRow[],
  shown: readonly Snapshot[],
  readAt: number,
): Promise<void> {
  await inLease(work.engine, work.held, async (tx) => {
    await foldSnapshots(tx, work, side, shown, readAt)
    const withdrawn = await withdrawRows(
      tx,
      work.engine,
      rows.map((row) => row.id),
    )
    await noteLeft(tx, work, withdrawn)
  })
}
