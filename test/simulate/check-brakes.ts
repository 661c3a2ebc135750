import { sql } from 'drizzle-orm'
import type { Trigger } from '@/lib/model/run'
import type { Entity, Side, Verb } from '@/lib/model/words'
import { rowsOf } from '@/lib/store/rows'
import { limits } from '@/lib/sync/brake'
import { broken, type Found, type Violation } from './check'

interface RunFacts {
  readonly id: string
  readonly held: boolean
  readonly ended: boolean
  readonly trigger: Trigger
  /** Rounds of planning after the first one: each has a brake of its own. */
  readonly taken: number
  readonly startedAt: number
}

type Entry = Found['journal'][number]
/** One write of ours and what it needs for being counted. */
type Written = Entry & { readonly side: Side; readonly entity: Entity; readonly verb: Verb; readonly run: string }

const isWritten = (entry: Entry): entry is Written =>
  entry.kind === 'written' && entry.side !== null && entry.entity !== null && entry.verb !== null && entry.run !== null

const day = 24 * 3_600_000
const alike = (a: Written, b: Written): boolean => a.side === b.side && a.entity === b.entity && a.verb === b.verb

/** I12: a held run sends nothing; whatever was sent and nobody said yes to is within every limit, counted anew from the history. */
export async function braked(found: Found): Promise<Violation | null> {
  const runs = new Map((await runsOf(found)).map((run) => [run.id, run]))
  const written = found.journal.filter(isWritten)
  const asked = await saidYesTo(found)
  const unasked = written.filter(
    (each) => !['approved', 'undo'].includes(runs.get(each.run)?.trigger ?? 'undo') && !asked.has(placeOf(each)),
  )
  return (
    (await heldStill(found, runs)) ??
    first(unasked, (last) => tooManyRemoved(found, written, last)) ??
    first(unasked, (last) => moreThanUsual(runs, written, last)) ??
    first([...runs.values()], (run) => wholesale(found, run, unasked))
  )
}

function first<T>(all: readonly T[], look: (one: T) => Violation | null): Violation | null {
  for (const one of all) {
    const wrong = look(one)
    if (wrong) return wrong
  }
  return null
}

const placeOf = ({ link, side, verb }: Pick<Written, 'link' | 'side' | 'verb'>): string => `${link} ${side} ${verb}`

/** Writes that somebody said yes to; after a pause another run may have sent them. */
async function saidYesTo({ world }: Found): Promise<ReadonlySet<string>> {
  const rows = await world.within((tx) =>
    rowsOf<Pick<Written, 'link' | 'side' | 'verb'> & { readonly id: string }>(
      tx,
      sql`select id, link_id as link, side, verb from outbox where tenant_id = ${world.desk.tenant}`,
    ),
  )
  return new Set(rows.filter(({ id }) => world.approved.has(id)).map(placeOf))
}

const runsOf = ({ world }: Found): Promise<readonly RunFacts[]> =>
  world.within((tx) =>
    rowsOf<RunFacts>(
      tx,
      sql`select id, coalesce(result ->> 'kind' = 'held', false) as held, coalesce(result ->> 'kind' = 'done', false) as ended,
        trigger, taken, started_at as "startedAt" from runs where tenant_id = ${world.desk.tenant}
        and integration_id = ${world.integration} order by id`,
    ),
  )

/** Of a run that was held at its first look nothing was sent; what it settled had been sent by an earlier one. */
async function heldStill({ world }: Found, runs: ReadonlyMap<string, RunFacts>): Promise<Violation | null> {
  const held = [...runs.values()].filter((run) => run.held && run.taken === 0).map(({ id }) => id)
  if (held.length === 0 || world.done.includes('our-clock')) return null
  const sent = await world.within((tx) =>
    rowsOf<{ record: string; run: string }>(
      tx,
      sql`select o.record, r.id as run from outbox o join runs r on r.tenant_id = o.tenant_id and r.id = o.run_id
        where o.tenant_id = ${world.desk.tenant} and o.started_at >= r.started_at and r.result ->> 'kind' = 'held'
        and r.taken = 0 and r.trigger <> 'approved' order by o.id`,
    ),
  )
  const [early] = sent.filter(({ run }) => held.includes(run))
  return early ? broken('I12', `the held run ${early.run} wrote ${early.record}`) : null
}

/** What was sent of a kind in the day that ends with a write. */
const dayBefore = (written: readonly Written[], last: Written): readonly Written[] =>
  written.slice(0, written.indexOf(last) + 1).filter((each) => alike(each, last) && each.at > last.at - day)

function tooManyRemoved(found: Found, written: readonly Written[], last: Written): Violation | null {
  if (last.verb !== 'remove') return null
  const count = dayBefore(written, last).length
  const all = everKnown(found, last)
  const live = found.links.filter((link) => link[last.side]?.entity === last.entity && !link[last.side]?.removed).length
  const share = !found.world.setting.tight && live >= limits.smallest && count > all * limits.removalShare
  return count > limits.removals || share
    ? broken('I12', `${count} of ${all} ${last.entity} were removed within a day and nobody was asked`)
    : null
}

function moreThanUsual(
  runs: ReadonlyMap<string, RunFacts>,
  written: readonly Written[],
  last: Written,
): Violation | null {
  const place = [...runs.keys()].indexOf(last.run)
  const before = [...runs.values()].slice(0, place)
  if (!before.some(({ ended, trigger }) => ended && trigger !== 'preview')) return null
  const perRun = before.map(({ id }) => written.filter((each) => each.run === id && alike(each, last)).length)
  const most = Math.max(limits.usualFloor, limits.usualFactor * Math.max(0, ...perRun))
  const count = dayBefore(written, last).length
  return count > most
    ? broken('I12', `${count} times ${last.verb} of ${last.entity} in ${last.side} within a day, ${most} are usual`)
    : null
}

/** Values emptied, owners changed, everything edited: over the plan of one run that looked once. */
function wholesale(found: Found, run: RunFacts, unasked: readonly Written[]): Violation | null {
  if (run.taken > 0) return null
  const updates = unasked.filter((each) => each.run === run.id && each.verb === 'update')
  return first(updates, (one) => {
    const own = updates.filter((each) => alike(each, one))
    const all = everKnown(found, one)
    const over = (count: number, share: number): boolean => count >= limits.smallest && count > all * share
    const emptied = one.sets.find(({ key }) => over(own.filter((each) => empties(each, key)).length, limits.blankShare))
    if (emptied) return broken('I12', `${emptied.key} of ${one.entity} was emptied by the dozen and nobody was asked`)
    if (over(own.filter(reowned).length, limits.ownerShare))
      return broken('I12', `owners of ${one.entity} were changed by the dozen and nobody was asked`)
    return own.length >= limits.smallest && own.filter(({ why }) => why === 'edited-there').length >= all
      ? broken('I12', `every ${one.entity} was written to and nobody was asked`)
      : null
  })
}

const empties = ({ sets }: Written, key: string): boolean =>
  sets.some((set) => set.key === key && isFilled(set.before) && !isFilled(set.value))
const reowned = ({ sets }: Written): boolean =>
  sets.some(({ key, before, value }) => key === 'owner' && isFilled(before) && before !== value)
const isFilled = (value: unknown): boolean => value !== null && value !== undefined && value !== ''

/** At no time were there more. */
const everKnown = ({ links }: Found, { side, entity }: Written): number =>
  links.filter((link) => link[side]?.entity === entity).length
