import type { Half, Link } from '../model/record'
import type { JournalEntry, OutboxRow } from '../model/run'
import { entities, laneTo, parents, sides, spaceOf, type Entity, type Side, type Verb } from '../model/words'
import { setLeftAside } from '../store/approved'
import { inLease, type Tx } from '../store/db'
import { withdrawRows } from '../store/gate'
import { appendEntries } from '../store/journal'
import { linksById } from '../store/links'
import { addRows } from '../store/outbox'
import { parentsByRemote } from '../store/parents'
import { run as readRun, saveRun } from '../store/runs'
import { spareUsed } from '../store/under'
import { rejectUnsent, unsentOf, writtenOf } from '../store/undoing'
import { changed } from '../sync/detect'
import { parentKey } from '../sync/flatten'
import { undo, type Reach, type Skipped } from '../sync/undo'
import { keepApart } from './keep-apart'
import { rowOf } from './plan-rows'
import { entryOf } from './record'
import type { Moved } from './run'
import type { Work } from './workshop'

/** Links looked at in one transaction. */
const batch = 500

/** The run that an undo takes back, and the last link it has come to. */
interface Place {
  readonly target: string
  readonly after: string
}
const placeOf = (mark: string | null): Place => {
  const [target = '', after = ''] = mark?.split('\n') ?? []
  return { target, after }
}
const markOf = ({ target, after }: Place): string => `${target}\n${after}`

/**
 * Plans a run backwards. What it has not sent yet is kept apart; what it wrote is taken back where it still stands, and the rest
 * is named in the history. Brake, outbox and apply are the usual ones.
 */
export async function planUndo(work: Work, until: number): Promise<Moved> {
  const { engine, integration, run, held } = work
  const { target } = placeOf(run.mark)
  await inLease(engine, held, async (tx) => {
    // A write that was planned and is not wanted any more ends as if a person had rejected it.
    await keepApart(tx, engine, await rejectUnsent(tx, engine, target))
    await setLeftAside(tx, engine, integration.id, run.id)
  })
  for (;;) {
    const more = await inLease(engine, held, (tx) => planPage(tx, work))
    if (!more) {
      await inLease(engine, held, (tx) => leaveUsed(tx, work, 'proposed'))
      return { phase: 'brake' }
    }
    if (engine.now() >= until) return { phase: 'plan' }
  }
}

/** Of two deliveries of one step, whoever comes second goes on where the other one has come to. */
async function planPage(tx: Tx, work: Work): Promise<boolean> {
  const { engine, integration, run } = work
  const { target, after } = placeOf((await readRun(tx, engine, run.id))?.mark ?? null)
  const entries = await writtenOf(tx, engine, target, after, batch)
  const last = entries.at(-1)?.link
  if (!last) return false
  const ids = [...new Set(entries.flatMap(({ link }) => link ?? []))]
  await withdrawRows(tx, engine, await unsentOf(tx, engine, ids))
  const links = new Map((await linksById(tx, engine, ids)).map((link) => [link.id, link]))
  const gone = await goneParents(tx, work, entries)
  const { writes, skipped } = undo(entries, links, { can: allowedBy(work), gone })
  const rows = writes.flatMap(({ link, write }) => {
    const known = links.get(link)
    return known ? [rowOf(work, known, write)] : []
  })
  await addRows(tx, engine, integration.id, rows)
  await appendEntries(
    tx,
    engine,
    integration.id,
    skipped.map((each) => leftAsItIs(work, each, entries)),
  )
  await saveRun(tx, engine, { id: run.id, mark: markOf({ target, after: last }) })
  return true
}

/** A record that others stand under stays, and the history says so; theirs first, because what stays keeps its own parent. */
export async function leaveUsed(tx: Tx, work: Work, state: 'proposed' | 'released'): Promise<void> {
  const { engine, integration, run } = work
  for (const entity of [...parents].reverse()) {
    const spared = await spareUsed(tx, engine, integration.id, run.id, entity, state)
    await appendEntries(
      tx,
      engine,
      integration.id,
      spared.map((row) => ({ ...entryOf(work, row, 'noted', null, row.remoteId), why: 'in-use' })),
    )
  }
}

/** Of the parents under which something would go back, those that were removed since. */
async function goneParents(tx: Tx, work: Work, entries: readonly JournalEntry[]): Promise<Reach['gone']> {
  const asked = entries.flatMap(({ side, sets }) =>
    sets.flatMap(({ key, before }) => {
      const entity = parentEntity(key)
      return side && entity && typeof before === 'string' ? [{ side, space: spaceOf(entity), ids: [before] }] : []
    }),
  )
  const found = await parentsByRemote(tx, work.engine, work.integration.id, asked)
  const gone = new Set(
    found.flatMap((link) =>
      sides.flatMap((side) => (link[side]?.removed ? [`${side} ${link.space} ${link[side].id}`] : [])),
    ),
  )
  return (side, key, id) => {
    const entity = parentEntity(key)
    return entity !== null && gone.has(`${side} ${spaceOf(entity)} ${String(id)}`)
  }
}

const parentEntity = (key: string): Entity | null => entities.find((entity) => parentKey(entity) === key) ?? null

/** What the vendor can do and the rule lets travel. */
const allowedBy =
  ({ benches, rules }: Work) =>
  (side: Side, entity: Entity, verb: Verb): boolean =>
    (benches[side].connector.entities[entity]?.write.includes(verb) ?? false) &&
    (rules.byEntity[entity]?.[laneTo(side)].includes(verb) ?? false)

function leftAsItIs(work: Work, { entry, field, why }: Skipped, entries: readonly JournalEntry[]): JournalEntry {
  const of = entries.find(({ id }) => id === entry)
  return {
    id: work.engine.newId(),
    at: work.engine.now(),
    run: work.run.id,
    link: of?.link ?? null,
    kind: 'noted',
    actor: work.run.actor,
    entity: of?.entity ?? null,
    side: of?.side ?? null,
    verb: of?.verb ?? null,
    why,
    version: work.rules.version,
    record: of?.record ?? null,
    sets: of?.sets.filter(({ key }) => field === null || key === field) ?? [],
    remoteId: of?.remoteId ?? null,
    problem: null,
  }
}

/** An approved step back is still the same while the rules let it travel and the record holds what it would take back; a record that we created, all of it. */
export function standsStill(work: Work, row: OutboxRow, link: Link | undefined): boolean {
  const half = link?.[row.side]
  if (!half || half.removed || half.id !== row.remoteId || !allowedBy(work)(row.side, row.entity, row.verb))
    return false
  if (row.verb === 'remove') return holdsAgreed(half)
  return row.sets.every(({ key, before }) => (half.seen[key] ?? null) === before)
}

const holdsAgreed = ({ seen, base }: Half): boolean =>
  Object.keys(base ?? {}).every((key) => !changed(base, key, seen[key]))
