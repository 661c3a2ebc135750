import type { NotUndone, PlannedWrite, SetField } from '../model/decision'
import type { Flat, Half, Link, Value } from '../model/record'
import type { JournalEntry } from '../model/run'
import { otherSide, type Entity, type Side, type Verb } from '../model/words'
import { changed } from './detect'

type Written = JournalEntry & {
  readonly link: string
  readonly side: Side
  readonly entity: Entity
  readonly verb: Verb
}

export interface Skipped {
  readonly entry: string
  readonly link: string
  /** Null: the whole write. */
  readonly field: string | null
  readonly why: NotUndone
}

export interface Undone {
  readonly writes: readonly { readonly link: string; readonly write: PlannedWrite }[]
  readonly skipped: readonly Skipped[]
}

/** One record on its way back: what it holds after the inverse writes found so far. */
interface Back {
  readonly half: Half
  readonly entity: Entity
  readonly now: Flat
  readonly sets: Readonly<Record<string, SetField>>
  readonly remove: boolean
}

/** What can be taken back at all. */
export interface Reach {
  /** Whether the vendor can do it and the rule lets it travel. */
  readonly can: (side: Side, entity: Entity, verb: Verb) => boolean
  /** Whether a parent is there no more: nothing can be put under it again. */
  readonly gone: (side: Side, key: string, id: Value) => boolean
}

/**
 * Inverse writes, newest first, for fields that still hold what we wrote; what a person or the other side changed since stays
 * and is named. A removal cannot be taken back by a write.
 */
export function undo(entries: readonly JournalEntry[], links: ReadonlyMap<string, Link>, reach: Reach): Undone {
  const backs = new Map<string, Back>()
  const skipped: Skipped[] = []
  for (const entry of [...entries].sort((a, b) => b.at - a.at).filter(isWritten)) {
    const { link, side, entity } = entry
    const half = links.get(link)?.[side] ?? null
    const refusal = refused(entry, half, reach.can)
    if (refusal || !half) {
      skipped.push(skip(entry, null, refusal ?? 'unknown-record'))
      continue
    }
    const back = backs.get(`${link} ${side}`) ?? { half, entity, now: half.seen, sets: {}, remove: false }
    const other = links.get(link)?.[otherSide(side)] ?? null
    const step = entry.verb === 'create' ? uncreate(entry, back) : unset(entry, back, other, reach.gone)
    backs.set(`${link} ${side}`, step.back)
    skipped.push(...step.skipped)
  }
  return { writes: [...backs].flatMap(([place, back]) => writeOf(place, back)), skipped }
}

const isWritten = (entry: JournalEntry): entry is Written =>
  entry.kind === 'written' && entry.link !== null && entry.side !== null && entry.entity !== null && entry.verb !== null

const skip = (entry: Written, field: string | null, why: Skipped['why']): Skipped => ({
  entry: entry.id,
  link: entry.link,
  field,
  why,
})

function refused(entry: Written, half: Half | null, can: Reach['can']): Skipped['why'] | null {
  if (entry.verb === 'remove') return 'not-reversible'
  if (half === null) return 'unknown-record'
  if (half.removed) return 'removed-since'
  return can(entry.side, entry.entity, entry.verb === 'create' ? 'remove' : 'update') ? null : 'not-reversible'
}

interface Step {
  readonly back: Back
  readonly skipped: readonly Skipped[]
}

/** A record that we created goes only if it holds all that we sent and nothing was changed in it since. */
function uncreate(entry: Written, back: Back): Step {
  const touched = entry.sets.find(({ key, value }) => value !== null && !isPending(value) && back.now[key] !== value)
  if (touched) return { back, skipped: [skip(entry, touched.key, 'changed-since')] }
  if (isFilledIn(back.half)) return { back, skipped: [skip(entry, null, 'changed-since')] }
  return { back: { ...back, sets: {}, remove: true }, skipped: [] }
}

/** Somebody typed where both sides had agreed that there is nothing, and the other side has not heard of it. */
const isFilledIn = ({ base, seen }: Half): boolean =>
  Object.entries(base ?? {}).some(([key, value]) => value === null && changed(base, key, seen[key]))

/** A constant, such as the lock, is no value of anybody's: the rule would put it back at once. */
function unset(entry: Written, back: Back, other: Half | null, gone: Reach['gone']): Step {
  const values = entry.sets.filter(({ from }) => from !== null)
  const standing = values.filter(({ key, value, from }) => back.now[key] === value && !isOnItsWay(from, other))
  const mine = standing.filter((set) => !completes(set) && !gone(entry.side, set.key, set.before))
  const theirs = values.filter((set) => !standing.includes(set))
  const lost = standing.filter((set) => !mine.includes(set))
  const inverse = mine.map((set) => [set.key, inverseOf(set, back.half, other)] as const)
  return {
    back: {
      ...back,
      now: { ...back.now, ...Object.fromEntries(mine.map(({ key, before }) => [key, before])) },
      sets: { ...back.sets, ...Object.fromEntries(inverse) },
    },
    skipped: [
      ...theirs.map(({ key }) => skip(entry, key, 'changed-since')),
      ...lost.map(({ key }) => skip(entry, key, 'not-reversible')),
    ],
  }
}

/** The other side edited it since: that is what both are to hold, and agreed to differ it would never travel. */
const isOnItsWay = (from: string | null, other: Half | null): boolean =>
  from !== null && other?.base?.[from] !== undefined && changed(other.base, from, other.seen[from])

/** Lines that came after their document belong to its birth: taken back alone, they would leave a total of nothing. */
const completes = ({ key, before }: SetField): boolean => key === 'lines' && (before === null || before === '[]')

/** A parent that did not exist yet stood under its link's name; the vendor shows its real id since. */
const isPending = (value: Value): boolean => typeof value === 'string' && value.includes('link:')

/** Its origin is what the other side shows now: from then on both agree to differ there. */
function inverseOf({ key, before, base, from }: SetField, { seen }: Half, other: Half | null): SetField {
  const held = seen[key] ?? null
  const origin = (from === null ? null : other?.seen[from]) ?? null
  return { key, value: before, before: held, from, origin, why: 'undone', base, lost: held }
}

function writeOf(place: string, { half, entity, sets, remove }: Back): Undone['writes'] {
  const [link = '', side] = place.split(' ')
  const list = Object.values(sets).filter(({ value, before }) => value !== before)
  if (!remove && list.length === 0) return []
  const target = { side: side === 'crm' ? 'crm' : 'books', entity, id: half.id, ifMatch: half.version } as const
  const verb = remove ? 'remove' : 'update'
  return [{ link, write: { ...target, verb, why: 'undone', sets: remove ? [] : list, waitsFor: [] } }]
}
