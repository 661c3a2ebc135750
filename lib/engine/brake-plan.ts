import type { Hold } from '../model/decision'
import { otherSide, type Entity, type Side } from '../model/words'
import { inLease, type Tx } from '../store/db'
import { brakeFacts, population, type BrakeFacts as Stored, type Population } from '../store/brake-facts'
import { openHold } from '../store/holds'
import { holdRows, releaseRows } from '../store/outbox'
import { lastSuccess } from '../store/finished'
import { lastRuns, run as readRun, saveRun, type StoredRun } from '../store/runs'
import { brake, limits, type Load } from '../sync/brake'
import { otherCompany } from './company'
import type { Moved } from './run'
import type { Work } from './workshop'

/** The whole plan is looked at before its first write: released, or held with the brake's name until a person decides. */
export async function brakePlan(work: Work): Promise<Moved> {
  const { engine, run, held } = work
  const { open, first, ...looked } = await inLease(engine, held, (tx) => look(tx, work))
  // Another company explains whatever else is unusual.
  const hold = open ?? (first && (await otherCompany(work, first))) ?? (takesTrialBack(work) ? null : looked.hold)
  return inLease(engine, held, async (tx): Promise<Moved> => {
    // Delivered twice, this step may be late: what the other delivery has planned since was not looked at here.
    if ((await readRun(tx, engine, run.id))?.steps !== run.steps) return { phase: 'brake' }
    if (!hold) {
      await releaseRows(tx, engine, run.id)
      return { phase: 'apply' }
    }
    const result = { kind: 'held', hold } as const
    await holdRows(tx, engine, run.id)
    // Together: rows that are held under a run which does not say so would be shown to nobody.
    await saveRun(tx, engine, { id: run.id, result })
    return { phase: 'close', result }
  })
}

/** Before the start only a trial can be undone: few records, which a person just looked at and said yes to. */
const takesTrialBack = ({ run, integration }: Work): boolean => run.trigger === 'undo' && integration.startedAt === null

interface Looked {
  /** By which an earlier plan is still held. */
  readonly open: Hold | null
  readonly hold: Hold | null
  /** What is written first, of the plan or of what an earlier run left; null where nothing is. */
  readonly first: { readonly entity: Entity; readonly count: number } | null
}

async function look(tx: Tx, work: Work): Promise<Looked> {
  const { engine, integration, run } = work
  const facts = await brakeFacts(tx, engine, integration.id, run.id)
  const count = facts.planned.reduce((sum, row) => sum + row.count, 0)
  const [row] = [...facts.planned, ...facts.underway]
  const first = row ? { entity: row.entity, count } : null
  return { open: await openHold(tx, engine, integration.id), hold: await stopped(tx, work, facts), first }
}

/** Weighed with no more counting than the plan's own size asks for; whoever is asked about a plan is told the whole number. */
async function stopped(tx: Tx, work: Work, facts: Stored): Promise<Hold | null> {
  const hold = brake(await weigh(tx, work, facts, enough(facts)))
  return hold && brake(await weigh(tx, work, facts, null))
}

/** Of more records than this, what is planned is a smaller share than any brake asks about. */
function enough({ planned, sent, underway, fields }: Stored): number {
  const removed = [...sent, ...underway].filter(({ verb }) => verb === 'remove')
  const written = [...planned, ...removed].reduce((sum, { count }) => sum + count, 0)
  const counted = Math.max(written, ...fields.map(({ changed }) => changed))
  const share = Math.min(limits.removalShare, limits.blankShare, limits.ownerShare)
  return Math.ceil(counted / share) + limits.smallest
}

async function weigh(tx: Tx, work: Work, facts: Stored, most: number | null) {
  const { engine, integration, run } = work
  const kinds = kindsOf(facts)
  const live = sharesMatter(facts) ? await population(tx, engine, integration.id, sharedBy(facts), most) : []
  // The run itself does not make usual what it is about to do.
  const latest = facts.planned.length > 0 ? await lastRuns(tx, engine, integration.id, 21) : []
  const earlier = latest.filter(({ id }) => id !== run.id).slice(0, 20)
  const firstRun = (await lastSuccess(tx, engine, integration.id)) === null
  const loads = kinds.map(({ entity, side }) => loadOf(entity, side, facts, live, earlier))
  return { firstRun, loads, shrunk: loads.flatMap((load) => shrunk(load, live)) }
}

/** Counting costs what the integration holds, so only where a share could be passed: nothing that is created is a share of anything. */
const sharesMatter = (facts: Stored): boolean =>
  facts.planned.some(({ verb }) => verb === 'remove') ||
  kindsOf(facts).some((kind) => editedOf(beside(facts).filter(isOf(kind))) >= limits.smallest) ||
  facts.fields.some(({ changed }) => changed > limits.smallest * limits.ownerShare)

interface Kind {
  readonly entity: Entity
  readonly side: Side
}

const isOf =
  ({ entity, side }: Kind) =>
  (row: Kind): boolean =>
    row.entity === entity && row.side === side

/** What is written, and where it is removed the side that stopped showing it. */
const sharedBy = (facts: Stored): readonly Kind[] => {
  const kinds = kindsOf(facts)
  const removed = kinds.filter((kind) => facts.planned.some((row) => row.verb === 'remove' && isOf(kind)(row)))
  return [...kinds, ...removed.map(({ entity, side }) => ({ entity, side: otherSide(side) }))]
}

/** The plan, and what an earlier run left that goes out beside it. */
const beside = ({ planned, underway }: Stored): Stored['planned'] => [...planned, ...underway]

const editedOf = (rows: Stored['planned']): number =>
  rows.reduce((total, row) => total + (row.why === 'edited-there' ? row.count : 0), 0)

const kindsOf = (facts: Stored): readonly Kind[] => [
  ...new Map(facts.planned.map(({ entity, side }) => [`${entity}:${side}`, { entity, side }])).values(),
]

function loadOf(
  entity: Entity,
  side: Side,
  facts: Stored,
  live: readonly Population[],
  earlier: readonly StoredRun[],
): Load {
  const of = <T extends Kind>(rows: readonly T[]): readonly T[] => rows.filter(isOf({ entity, side }))
  const planned = of(facts.planned)
  const sum = (rows: readonly { verb: string; count: number }[], verb: string): number =>
    rows.reduce((total, row) => total + (row.verb === verb ? row.count : 0), 0)
  const usual = (name: 'created' | 'updated' | 'removed'): number =>
    Math.max(0, ...earlier.map(({ counts }) => counts[`${entity}:${side}`]?.[name] ?? 0))
  const verbs = (rows: readonly { verb: string; count: number }[]) => ({
    create: sum(rows, 'create'),
    update: sum(rows, 'update'),
    remove: sum(rows, 'remove'),
  })
  return {
    entity,
    side,
    planned: verbs(planned),
    sent: verbs([...of(facts.sent), ...of(facts.underway)]),
    population: of(live)[0]?.live ?? 0,
    removed: sum(of(facts.sent), 'remove'),
    usual: { create: usual('created'), update: usual('updated'), remove: usual('removed') },
    blanked: Object.fromEntries(of(facts.fields).map(({ field, blanked }) => [field, blanked])),
    reowned: of(facts.fields).find(({ field }) => field === 'owner')?.changed ?? 0,
    edited: editedOf(of(beside(facts))),
  }
}

/** Removals planned here are what the other side stopped showing. */
function shrunk(load: Load, live: readonly Population[]) {
  const origin = otherSide(load.side)
  const now = live.find((row) => row.entity === load.entity && row.side === origin)?.live ?? 0
  const before = now + load.planned.remove
  const half = load.planned.remove > 0 && before >= limits.smallest && now * 2 < before
  return half ? [{ entity: load.entity, side: origin, before, now }] : []
}
