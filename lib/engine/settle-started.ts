import type { Receipt } from '../model/connector'
import { ConnectorError, consequence } from '../model/problem'
import type { Snapshot } from '../model/record'
import { inLease, inTenant, type Tx } from '../store/db'
import { withdrawRows } from '../store/gate'
import { appendEntries, toldIds } from '../store/journal'
import { remoteIdsOf } from '../store/links'
import { markRepeated, markUnrepeated, openRows, reopenRows } from '../store/outbox'
import type { OpenRow } from '../store/outbox-row'
import { parkLinks } from '../store/park'
import { canonicalLines, flatten } from '../sync/flatten'
import { original } from '../sync/original'
import { send } from './apply'
import { strangers } from './company'
import { withParents } from './compose'
import { entryOf, record, type Told } from './record'
import { foldSnapshots } from './fold-snapshots'
import type { Moved } from './run'
import { asking } from './vendor-problem'
import { isPartOfUndo, withoutRest } from './without-rest'
import { readingAt, settleTime, type Work } from './workshop'

/**
 * Settles what a crash or a lost answer left open, before anything else touches those links: the identical request again within
 * the key's life, else a look for the marker once it must be visible; a lost update is read: what is there was
 * written, the rest is planned anew once it cannot arrive any more.
 */
export async function settleStarted(work: Work, until: number): Promise<Moved> {
  const left = await inTenant(work.engine, (tx) => openRows(tx, work.engine, work.integration.id))
  const strangerAt = strangers(work)
  const early = left.filter((row) => isEarly(work, row))
  const unheard = left.filter((row) => isUnheard(work, row))
  const others = left.filter((row) => !early.includes(row) && !unheard.includes(row))
  let isSilent = false
  for (const group of [others, unheard, early].flatMap(groups)) {
    const goesOn = isSilent || group.some((row) => early.includes(row))
    if (work.engine.now() >= until) return goesOn ? onwards(work) : { phase: 'open' }
    const hold = group[0] ? await strangerAt(group[0].side) : null
    if (hold) return { phase: 'close', result: { kind: 'held', hold } }
    const rows = await inTenant(work.engine, (tx) => withParents(tx, work, group))
    isSilent = !(await settleGroup(work, rows).then(() => true, stillUnheard(work, group))) || isSilent
  }
  return onwards(work)
}

/**
 * The inbox leaves out what is under way. A run that is told what to do, by a yes or an undo, does it to the same records all the
 * same, so it waits until the last answer is known; never longer than half a lease, which each step renews.
 */
async function onwards(work: Work): Promise<Moved> {
  const { engine, integration, run, held } = work
  if (run.trigger !== 'approved' && run.trigger !== 'undo') return { phase: 'pull' }
  const unanswered = await inTenant(engine, (tx) => openRows(tx, engine, integration.id))
  if (unanswered.length === 0) return { phase: 'pull' }
  const known = Math.max(...unanswered.map((row) => settledAt(work, row)))
  return { phase: 'open', waitUntil: Math.min(known, engine.now() + held.ttl / 2) }
}

/** Rows of one side, entity and verb, in vendor batches: each is settled by as few calls as it was sent. */
function groups(rows: readonly OpenRow[]): readonly (readonly OpenRow[])[] {
  const byKind = new Map<string, OpenRow[]>()
  for (const row of rows) {
    const kind = `${row.side}:${row.entity}:${row.verb}`
    byKind.set(kind, [...(byKind.get(kind) ?? []), row])
  }
  return [...byKind.values()].flatMap((all) => chunks(all, 20))
}

function chunks<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size))
}

async function settleGroup(work: Work, rows: readonly OpenRow[]): Promise<void> {
  const [first] = rows
  if (!first) return
  const unsent = rows.filter((row) => row.request === null)
  // Marked started and never stored: the request cannot have left.
  await inLease(work.engine, work.held, (tx) => anew(tx, work, unsent))
  const sent = rows.filter((row) => row.request !== null)
  if (first.verb !== 'create') return readTargets(work, sent)
  const known = await repeat(
    work,
    sent.filter((row) => isRepeatable(work, row)),
  )
  const visible = sent.filter((row) => !known.includes(row) && isVisible(work, row))
  for (const row of visible) await lookFor(work, row)
}

/** What did not arrive is planned anew; a step back, which no plan makes again, is sent again as long as its record stands still. */
async function anew(tx: Tx, { engine }: Work, rows: readonly OpenRow[]): Promise<void> {
  const ids = (isBack: boolean) => rows.flatMap(({ id, why }) => ((why === 'undone') === isBack ? [id] : []))
  await reopenRows(tx, engine, ids(true))
  await withdrawRows(tx, engine, ids(false))
}

async function readTargets(work: Work, rows: readonly OpenRow[]): Promise<void> {
  const [first] = rows
  if (!first) return
  const bench = work.benches[first.side]
  const ids = rows.flatMap((row) => (row.remoteId === null ? [] : [row.remoteId]))
  const readAt = readingAt(work)
  const shown = new Map(
    (await asking(bench.connector.id, bench.session.read(first.entity, ids))).map((each) => [each.id, each]),
  )
  const found = (await inPlace(work, rows)).flatMap((row) => {
    const now = shown.get(row.remoteId ?? '')
    const sets = now && arrivedOf(row, now)
    return now && sets ? [{ row, now, sets }] : []
  })
  const arrived = await withoutRest(
    work,
    found.filter((each) => !isPartOfUndo(each) || isVisible(work, each.row)),
  )
  await record(
    work,
    arrived.map(({ row, sets }) => toldOf(row, sets)),
    arrived.map(({ now }) => ({ ok: true, receipt: { id: now.id, version: now.version, shown: now } })),
  )
  const done = new Set(arrived.map(({ row }) => row.id))
  await inLease(work.engine, work.held, async (tx) => {
    await foldSnapshots(tx, work, first.side, [...shown.values()], readAt)
    await anew(
      tx,
      work,
      rows.filter((row) => !done.has(row.id) && isVisible(work, row)),
    )
  })
}

/** Where another record has taken the place of its own since, what stands there says nothing of what a row told. */
async function inPlace({ engine }: Work, rows: readonly OpenRow[]): Promise<readonly OpenRow[]> {
  const [first] = rows
  if (!first) return []
  const links = rows.map(({ link }) => link)
  const held = await inTenant(engine, (tx) => remoteIdsOf(tx, engine, first.side, links))
  return rows.filter(({ link, remoteId }) => held.get(link) === remoteId)
}

const toldOf = (row: OpenRow, sets: OpenRow['sets']): Told => ({
  ...row,
  sets,
  retold: sets.length < row.sets.length ? 'part' : 'whole',
})

/**
 * What was sent and is there was written, and the history says so; what a vendor keeps its own way, or a person edited since, is
 * planned anew. Null: nothing of it is there.
 */
function arrivedOf({ verb, sets }: OpenRow, now: Snapshot): OpenRow['sets'] | null {
  if (verb === 'remove' || now.removed) return verb === 'remove' && now.removed ? sets : null
  const flat = flatten(now)
  const there = sets.filter(({ key, value }) => flat[key] === value)
  return there.length > 0 ? there : null
}

/** Whoever was refused once has its answer, and is only looked for; so is whatever other rules than those in force decided. */
function isRepeatable(work: Work, { side, entity, startedAt, problem, version }: OpenRow): boolean {
  const { connector } = work.benches[side]
  const keyed = connector.entities[entity]?.idempotency === 'key' && version === work.integration.version
  return keyed && problem === null && work.engine.now() - (startedAt ?? 0) < connector.keyLife * 1000
}

/**
 * The identical request, if the gate would still let it pass: its key makes the vendor answer as it did, or do it now. Returns the
 * rows that need no other look: whoever is refused now, for whatever reason, may have been taken the first time.
 */
async function repeat(work: Work, rows: readonly OpenRow[]): Promise<readonly OpenRow[]> {
  const { engine, held } = work
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const passed = await inLease(engine, held, (tx) => markRepeated(tx, engine, ids))
  const repeated = rows.filter(({ id }) => passed.has(id))
  const outcomes = await send(
    work,
    repeated,
    repeated.flatMap((row) => (row.request ? [row.request] : [])),
  )
  const refused = repeated.flatMap((row, at) => {
    const outcome = outcomes[at]
    return !outcome || outcome.ok || consequence[outcome.problem.kind] === 'wait'
      ? []
      : [{ ...row, problem: outcome.problem }]
  })
  if (refused.length > 0) await inLease(engine, held, (tx) => markUnrepeated(tx, engine, refused))
  return repeated.filter(({ id }) => !refused.some((row) => row.id === id))
}

/** Milliseconds after which a create that was sent again and again, and never answered, holds up nothing but its own record. */
const patience = 3_600_000

export const isUnheard = ({ engine }: Work, { verb, startedAt, repeatedAt }: OpenRow): boolean =>
  verb === 'create' && repeatedAt !== null && engine.now() - (startedAt ?? 0) > patience

/** Whether anybody answers there at all, the pull finds out; who was told what to do needs to know what became of each record. */
const stillUnheard =
  (work: Work, rows: readonly OpenRow[]) =>
  (error: unknown): false => {
    const isSilence = error instanceof ConnectorError && error.problem.kind === 'unreachable'
    const isTold = work.run.trigger === 'approved' || work.run.trigger === 'undo'
    if (!isSilence || isTold || !rows.every((row) => isUnheard(work, row))) throw error
    return false
  }

export const settledAt = (work: Work, { startedAt, repeatedAt, side }: OpenRow): number =>
  Math.max(startedAt ?? 0, repeatedAt ?? 0) + settleTime(work, side)

/** A look at it would come too soon, so that no step is spent on it again and again. */
const isEarly = (work: Work, row: OpenRow): boolean =>
  !isVisible(work, row) && !(row.verb === 'create' && isToDo(work, row))

const isToDo = (work: Work, row: OpenRow): boolean => row.request === null || isRepeatable(work, row)

const isVisible = (work: Work, row: OpenRow): boolean => work.engine.now() >= settledAt(work, row)

async function lookFor(work: Work, row: OpenRow): Promise<void> {
  const { session, connector } = work.benches[row.side]
  if (connector.entities[row.entity]?.idempotency === 'none') return giveUp(work, row)
  const all = await asking(connector.id, session.find(row.entity, row.link))
  const there = all.filter(({ removed }) => !removed)
  const found = there.length > 0 ? there : await newlyGone(work, row, all)
  if (found.length === 0) return inLease(work.engine, work.held, (tx) => anew(tx, work, [row]))
  const one = original(found)
  return one ? adopt(work, row, one) : giveUp(work, row)
}

/** It arrived, and a person removed it before we knew; what the history tells of already was made by an earlier create. */
async function newlyGone(work: Work, row: OpenRow, found: readonly Snapshot[]): Promise<readonly Snapshot[]> {
  if (found.length === 0) return []
  const told = await inTenant(work.engine, (tx) => toldIds(tx, work.engine, row))
  return found.filter(({ id }) => !told.has(id))
}

/**
 * It arrived. The base is what we sent, not what is there now: a person may have edited it meanwhile. What came in separate calls
 * (lines, pictures) and is not complete stays without base, so that it is told again.
 */
async function adopt(work: Work, row: OpenRow, found: Snapshot): Promise<void> {
  const receipt: Receipt = { id: found.id, version: found.version, shown: null }
  const files = work.benches[row.side].connector.entities[row.entity]?.files ?? []
  const incomplete = (key: string, value: unknown): boolean =>
    files.includes(key) || (key === 'lines' && canonicalLines(found.lines ?? []) !== value)
  const sets = row.sets.filter(({ key, value }) => !incomplete(key, value))
  await record(work, [toldOf(row, sets)], [{ ok: true, receipt }])
  await inLease(work.engine, work.held, (tx) => foldSnapshots(tx, work, row.side, [found], readingAt(work)))
}

/** Nobody can tell whether it arrived, or which of two it is: a person decides. */
async function giveUp(work: Work, row: OpenRow): Promise<void> {
  const { engine, held, integration } = work
  await inLease(engine, held, async (tx) => {
    await withdrawRows(tx, engine, [row.id])
    await parkLinks(tx, engine, [{ id: row.link, because: { reason: 'could-not-confirm' } }])
    const problem = { kind: 'surprise' as const, detail: 'the answer to a create was lost' }
    await appendEntries(tx, engine, integration.id, [entryOf(work, row, 'refused', problem, null)])
  })
}
