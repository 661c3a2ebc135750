import type { Outcome, Write } from '../model/connector'
import { ConnectorError } from '../model/problem'
import type { OutboxRow } from '../model/run'
import { inLease } from '../store/db'
import { inboxSize } from '../store/inbox'
import { startBatch, type Batch, type BatchKind } from '../store/gate'
import { integration as readIntegration } from '../store/integrations'
import { reopenRows } from '../store/outbox'
import { again } from './again'
import { contentOf, withParents, writesOf } from './compose'
import { isFirstTry, record } from './record'
import { reread } from './reread'
import type { Moved } from './run'
import { asking } from './vendor-problem'
import type { Work } from './workshop'

/** Rounds of "our own write brought news" in one run; more would be a ping-pong, and is left for the next run. */
const mostRounds = 5

/** Takes batch after batch of one entity, side and verb from the outbox: mark, read again, write, record. */
export async function apply(work: Work, until: number): Promise<Moved> {
  let kind: BatchKind | null = null
  for (;;) {
    const { rows, withdrawn } = await start(work, kind)
    const [first] = rows
    if (first) await writeBatch(work, rows)
    else if (withdrawn.length === 0 && kind === null) return afterwards(work)
    kind = first ? { side: first.side, verb: first.verb, entity: first.entity } : null
    if (work.engine.now() >= until) return { phase: 'apply' }
  }
}

/** The same kind as before is asked for first: it spares looking for the next one. */
function start(work: Work, kind: BatchKind | null): Promise<Batch> {
  const { engine, integration, held } = work
  const limit = (next: BatchKind): number => batchOf(work, next)
  return inLease(engine, held, (tx) =>
    startBatch(tx, engine, { integration: integration.id, token: held.token, limit, kind }),
  )
}

/** A vendor that takes one record per call still gets its calls at once; twenty keep a step short. */
function batchOf(work: Work, { side, entity }: BatchKind): number {
  const { entities, limits } = work.benches[side].connector
  return Math.max(entities[entity]?.batch ?? limits.batch, 20)
}

async function afterwards(work: Work): Promise<Moved> {
  const { engine, held, integration, run } = work
  const [news, now] = await inLease(engine, held, async (tx) => [
    await inboxSize(tx, engine, integration.id),
    await readIntegration(tx, engine, integration.id),
  ])
  if (now?.pausedBy) return { phase: 'close', result: { kind: 'paused' } }
  const again = news > 0 && run.taken < mostRounds && run.trigger !== 'approved' && run.trigger !== 'undo'
  return { phase: again ? 'plan' : 'close' }
}

async function writeBatch(work: Work, started: readonly OutboxRow[]): Promise<void> {
  const rows = await withParents(work, await reread(work, started))
  if (rows.length === 0) return
  const content = await contentOf(work, rows)
  await send(work, rows, await writesOf(work, rows, content))
}

/** Sends what was stored and records what came back; also how a request is repeated word by word after a crash. */
export async function send(work: Work, rows: readonly OutboxRow[], writes: readonly Write[]): Promise<void> {
  const [first] = rows
  if (!first) return
  const bench = work.benches[first.side]
  const outcomes = await asking(bench.connector.id, bench.session.write(first.entity, writes)).catch((error: unknown) =>
    refused(work, rows, error),
  )
  await record(work, rows, outcomes)
  await again(work, rows, outcomes)
}

/** A refusal of the whole call is definite: its rows may be taken anew. Without an answer they stay started until settled. */
async function refused(work: Work, rows: readonly OutboxRow[], error: unknown): Promise<readonly Outcome[]> {
  const definite =
    error instanceof ConnectorError && error.problem.kind !== 'unreachable' && error.problem.kind !== 'surprise'
  if (definite && isFirstTry(work))
    await inLease(work.engine, work.held, (tx) =>
      reopenRows(
        tx,
        work.engine,
        rows.map((row) => row.id),
      ),
    )
  throw error
}
