import type { Outcome, Write } from '../model/connector'
import { ConnectorError } from '../model/problem'
import type { OutboxRow } from '../model/run'
import { inLease, inTenant } from '../store/db'
import { inboxSize, wakeChildren } from '../store/inbox'
import { startBatch, type Batch, type BatchKind, type Position } from '../store/gate'
import { integration as readIntegration } from '../store/integrations'
import { reopenRows, saveRequests } from '../store/outbox'
import type { OpenRow } from '../store/outbox-row'
import { again } from './again'
import { carriesFiles, noteOverruled, plainWrites, withParents, writesOf } from './compose'
import { confirmed } from './confirmed'
import { noteLeft } from './left-as-is'
import { isFirstTry, record, type Told } from './record'
import { reread, sideToRead } from './reread'
import type { Moved } from './run'
import { withTaken } from './taken'
import { asking } from './vendor-problem'
import type { Work } from './workshop'

/** Rounds of "our own write brought news" in one run; more would be a ping-pong, and is left for the next run. */
const mostRounds = 5

/** Takes batch after batch of one entity, side and verb from the outbox: mark, read again, write, record. */
export async function apply(work: Work, until: number): Promise<Moved> {
  let kind: Onwards | null = null
  for (let batches = 1; ; batches += 1) {
    const { rows, withdrawn, next, writes } = await start(work, kind)
    const [first] = rows
    if (first && writes) await send(work, rows, writes)
    else if (first) await writeBatch(work, rows)
    else if (withdrawn.length === 0 && kind === null) return afterwards(work)
    kind = first
      ? { side: first.side, verb: first.verb, entity: first.entity, from: isMarking(batches) ? null : next }
      : null
    if (work.engine.now() >= until) return { phase: 'apply' }
  }
}

/** Whoever passes over what is done marks it in the index: now and then from the front, the next step need not look at all of it. */
const isMarking = (batches: number): boolean => batches % 10 === 0

/** A kind of batch, and where the last one left off. */
interface Onwards extends BatchKind {
  readonly from: Position | null
}

/** `writes`: null where something must be read before they can be told. */
interface Started extends Batch {
  readonly rows: readonly (OpenRow & Told)[]
  readonly writes: readonly Write[] | null
}

/** The same kind as before is asked for first: it spares looking for the next one. */
function start(work: Work, kind: Onwards | null): Promise<Started> {
  const { engine, integration, held } = work
  const limit = (next: BatchKind): number => batchOf(work, next)
  return inLease(engine, held, async (tx) => {
    const told: { rows: readonly (OpenRow & Told)[]; writes: readonly Write[] } = { rows: [], writes: [] }
    const requests = async (rows: readonly OpenRow[]): Promise<ReadonlyMap<string, Write>> => {
      if (!rows.every((row) => isPlain(work, row))) return new Map()
      told.rows = await withParents(tx, work, rows)
      told.writes = plainWrites(told.rows)
      await noteOverruled(tx, work, told.rows)
      return new Map(told.rows.map((row, at) => [row.id, told.writes[at] ?? refuseGap(row)]))
    }
    const batch = await startBatch(tx, engine, {
      integration: integration.id,
      token: held.token,
      hasSiblings: integration.hasSiblings,
      limit,
      kind,
      from: kind?.from ?? null,
      requests,
    })
    await noteLeft(tx, work, batch.ended)
    const rows = told.rows.map((row, at) => ({ ...row, ...batch.rows[at], sets: row.sets }))
    return told.rows.length > 0 ? { ...batch, rows, writes: told.writes } : { ...batch, writes: null }
  })
}

function refuseGap(row: OpenRow): never {
  throw new Error(`Row ${row.id} has no request`)
}

/** Neither read again before it is written, nor with a picture. */
const isPlain = (work: Work, row: OpenRow): boolean => sideToRead(work, row) === null && !carriesFiles(work, row)

/** A vendor that takes one record per call still gets its calls at once; twenty keep a step short. */
function batchOf(work: Work, { side, entity }: BatchKind): number {
  const { entities, limits } = work.benches[side].connector
  return Math.max(entities[entity]?.batch ?? limits.batch, 20)
}

async function afterwards(work: Work): Promise<Moved> {
  const { engine, held, integration, run } = work
  const isUsual = run.trigger !== 'approved' && run.trigger !== 'undo'
  const [news, now] = await inLease(engine, held, async (tx) => {
    if (isUsual) await wakeChildren(tx, engine, integration.id)
    return [await inboxSize(tx, engine, integration.id), await readIntegration(tx, engine, integration.id)]
  })
  if (now?.pausedBy) return { phase: 'close', result: { kind: 'paused' } }
  return { phase: isUsual && news > 0 && run.taken < mostRounds ? 'plan' : 'close' }
}

async function writeBatch(work: Work, started: readonly OutboxRow[]): Promise<void> {
  const { engine, held } = work
  const current = await reread(work, started)
  if (current.length === 0) return
  const { ready, unfit } = await writesOf(work, await inTenant(engine, (tx) => withParents(tx, work, current)))
  await record(
    work,
    unfit.map(({ row }) => row),
    unfit.map(({ problem }) => ({ ok: false, problem })),
  )
  const rows = ready.map(({ row }) => row)
  const writes = ready.map(({ write }) => write)
  await inLease(engine, held, async (tx) => {
    await saveRequests(
      tx,
      engine,
      rows.map((row, at) => ({ id: row.id, request: writes[at] ?? null })),
    )
    await noteOverruled(tx, work, rows)
  })
  await send(work, rows, writes)
}

/** Sends what was stored and records what came back; also how a request is repeated word by word after a crash. */
export async function send(work: Work, rows: readonly Told[], writes: readonly Write[]): Promise<readonly Outcome[]> {
  const [first] = rows
  if (!first) return []
  const bench = work.benches[first.side]
  const told = await asking(bench.connector.id, bench.session.write(first.entity, writes)).catch((error: unknown) =>
    refused(work, rows, error),
  )
  const outcomes = await withTaken(work, rows, told)
  await record(work, await confirmed(work, rows, outcomes), outcomes)
  await again(work, rows, outcomes)
  return outcomes
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
