import { entities, type Entity } from '@/lib/model/words'
import type { Tx } from '@/lib/store/db'
import { inboxSize, readSince } from '@/lib/store/inbox'
import { planCounts, writingSince, type PlanCount } from '@/lib/store/outbox'
import type { StoredRun } from '@/lib/store/runs'
import { total } from '@/lib/sync/count'
import type { Desk } from './desk'
import { shares } from './standing-facts'
import type { ProgressView } from './views'

/** How far a run has come: records read, looked at, or written, whatever its phase is about. */
export async function progress(tx: Tx, desk: Desk, run: StoredRun): Promise<ProgressView> {
  const rows = await planCounts(tx, desk, run.id)
  const { done, total: all } = await amounts(tx, desk, run, rows)
  const seconds = Math.max((desk.now() - (await since(tx, desk, run))) / 1_000, 1)
  const speed = done / seconds
  return {
    run: run.id,
    phase: run.phase,
    entity: underway(run, rows),
    done,
    total: all,
    speed,
    secondsLeft: all > done && speed > 0 ? Math.ceil((all - done) / speed) : null,
    read: run.phase === 'pull' ? await readSince(tx, desk, run.integration, run.startedAt) : [],
  }
}

/** Writing is forecast by the pace of writing: what reading and planning took before says nothing of it. */
const since = async (tx: Tx, desk: Desk, { id, phase, startedAt }: StoredRun): Promise<number> =>
  phase === 'apply' ? ((await writingSince(tx, desk, id)) ?? desk.now()) : startedAt

async function amounts(tx: Tx, desk: Desk, run: StoredRun, rows: readonly PlanCount[]) {
  switch (run.phase) {
    case 'open':
      return { done: 0, total: 0 }
    case 'pull':
      // Nobody knows how many there will be.
      return { done: await inboxSize(tx, desk, run.integration), total: 0 }
    case 'plan':
    case 'brake':
      return looked(run, rows, await inboxSize(tx, desk, run.integration))
    case 'apply':
    case 'close':
    case 'closed':
      return shares(rows)
  }
}

/** A dry run leaves the inbox as it is; any other run empties it. */
function looked(run: StoredRun, rows: readonly PlanCount[], inbox: number) {
  const { nothing, parked, waiting, excluded } = total(run.counts)
  const done = nothing + parked + waiting + excluded + shares(rows).total
  return { done, total: run.trigger === 'preview' ? Math.max(inbox, done) : done + inbox }
}

function underway({ phase }: StoredRun, rows: readonly PlanCount[]): Entity | null {
  if (phase !== 'apply') return null
  const first = (state: string) =>
    entities.find((entity) => rows.some((row) => row.entity === entity && row.state === state))
  return first('started') ?? first('released') ?? null
}
