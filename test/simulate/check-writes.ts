import { sides, type Side } from '@/lib/model/words'
import type { Link } from '@/lib/model/record'
import type { SetField } from '@/lib/model/decision'
import type { Act, Kind } from './act'
import { broken, describe, linksOfRow, spaceOf, type Found, type Violation } from './check'
import { shownIn, type Twin } from './fields'
import type { Row, Typed } from './people'

type Entry = Found['journal'][number]

/** One field as we wrote it, write by write. */
interface Trail {
  readonly link: Link
  readonly side: Side
  readonly kind: Kind
  readonly twin: Twin
  readonly steps: readonly (SetField & { readonly at: number; readonly born: boolean })[]
}

const ours = (twin: Twin, value: unknown): string | null =>
  typeof value === 'number' ? String(value) : twin.plain(value)

/** I7: each record of ours has its entry, each entry says all, and our entries end in what is there. */
export function explained(found: Found): Violation | null {
  const silent = found.journal.find(
    ({ kind, why, run, version, actor, remoteId, sets }) =>
      kind === 'written' &&
      (why === null || run === null || version < 1 || actor.kind === undefined || remoteId === null || !tellAll(sets)),
  )
  if (silent) return broken('I7', `a write that explains nothing: ${JSON.stringify(silent)}`)
  const known = new Set(
    found.journal.flatMap(({ kind, verb, side, remoteId }) =>
      kind === 'written' && verb === 'create' ? [`${side} ${remoteId}`] : [],
    ),
  )
  const { cast } = found.world
  for (const side of sides)
    for (const kind of cast.kinds)
      for (const row of found.rows[side][kind])
        if (
          cast.promises.isOurs(side, kind, row) &&
          !known.has(`${side} ${row.id}`) &&
          !isAskedAbout(found, side, kind, row)
        )
          return broken('I7', `no history tells of the birth of ${describe(side, kind, row)}`)
  for (const trail of trailsOf(found)) {
    const lost = replayed(found, trail) ?? overwritten(found, trail)
    if (lost) return lost
  }
  return null
}

/** Of each field what was there, what both had agreed on, and what was put there. */
const tellAll = (sets: Entry['sets']): boolean =>
  sets.every(({ before, base, value }) => before !== undefined && base !== undefined && value !== undefined)

/** What a write says it found there is what the one before it had left, unless somebody typed there. */
function overwritten(found: Found, { link, side, kind, twin, steps }: Trail): Violation | null {
  const id = link[side]?.id
  const typed = found.world.typed.some(
    (one) => one.side === side && one.id === id && isSame(found.world, one, kind, twin.key),
  )
  if (typed || found.world.setting.shouts || found.world.cast.promises.isShared(side, kind, twin.key)) return null
  const wrong = steps.find((step, at) => {
    const left = steps[at - 1]
    return left !== undefined && ours(twin, step.before) !== ours(twin, left.value)
  })
  return wrong
    ? broken(
        'I7',
        `${side} ${kind} ${id}: ${twin.key} was overwritten as ${ours(twin, wrong.before)}: ${JSON.stringify(steps.map(({ before, value }) => [before, value]))}`,
      )
    : null
}

/** The history says that nobody could confirm this create, and a person is asked what becomes of the record. */
function isAskedAbout(found: Found, side: Side, kind: Kind, row: Row): boolean {
  const asked = linksOfRow(found, side, kind, row).some(({ because }) => because?.reason === 'ambiguous')
  const mark = found.world.cast.promises.markOf(side, kind, row)
  const isOf = ({ kind: what, verb, link }: Entry) => what === 'refused' && verb === 'create' && link === mark
  return asked && found.journal.some(isOf)
}

/** From the last write on, the field holds what we wrote, unless somebody typed there. */
function replayed(found: Found, { link, side, kind, twin, steps }: Trail): Violation | null {
  const last = steps.at(-1)
  const row = found.rows[side][kind].find(({ id }) => id === link[side]?.id)
  if (found.world.cast.promises.isShared(side, kind, twin.key)) return null
  if (!last || !row || typedSince(found, side, kind, row, twin, last.born ? 0 : last.at)) return null
  const wrote = ours(twin, last.value)
  return wrote === shownIn(twin, side, row)
    ? null
    : broken(
        'I7',
        `${describe(side, kind, row)}: we wrote ${twin.key} ${wrote} and it holds ${shownIn(twin, side, row)}`,
      )
}

/** An answer may come long after the vendor did it, and a birth is noted hours later if it was lost: what was typed meanwhile is later. */
const longestCall = 300_000

const typedSince = ({ world }: Found, side: Side, kind: Kind, row: Row, { key }: Twin, at: number): boolean =>
  world.typed.some(
    (one) =>
      one.side === side &&
      one.id === row.id &&
      isSame(world, one, kind, key) &&
      one.at > at - longestCall - world.ours.most,
  )

const isSame = ({ cast }: Found['world'], typed: Typed, kind: Kind, key: string): boolean =>
  cast.promises.isSameField(typed, kind, key)

/** What makes us write to records that nobody edited. */
const stirs: ReadonlySet<Act['do']> = new Set([
  'map',
  'switch',
  'convert',
  'status',
  'unlock',
  'clone',
  'merge',
  'undo',
  'type-in-twice',
  'address-type',
  'lose',
  'cut',
  'late',
  'half',
  'crash',
  'taken-over',
  'approve',
  'expire-cursors',
])

/** I6: writes of a field are paid for by edits; an edit is told once and given back at most twice. */
export function noPingPong(found: Found): Violation | null {
  const stirred = found.world.done.filter((what) => stirs.has(what)).length
  for (const { link, side, kind, twin, steps } of trailsOf(found)) {
    const ids = { crm: link.crm?.id, books: link.books?.id }
    const edits = found.world.typed.filter(
      (one) => isSame(found.world, one, kind, twin.key) && (one.kind !== kind || one.id === ids[one.side]),
    ).length
    const changes = steps.filter(({ value, before }) => ours(twin, value) !== ours(twin, before)).length
    if (changes > 3 + 2 * edits + stirred)
      return broken(
        'I6',
        `${twin.key} of ${side} ${kind} ${ids[side]} was written ${changes} times for ${edits} edits: ${JSON.stringify(steps.map(({ before, value }) => [before, value]))}`,
      )
  }
  return null
}

function trailsOf(found: Found): readonly Trail[] {
  const written = found.journal.filter((entry) => entry.kind === 'written' && entry.verb !== 'remove')
  return found.links.flatMap((link) => {
    const kind = found.world.cast.kinds.find((each) => spaceOf(each) === link.space)
    const own = written.filter((entry) => entry.link === link.id)
    if (!kind || own.length === 0) return []
    return sides.flatMap((side) =>
      found.world.cast.fields[kind].map((twin): Trail => ({ link, side, kind, twin, steps: stepsOf(own, side, twin) })),
    )
  })
}

const stepsOf = (entries: readonly Entry[], side: Side, { key }: Twin): Trail['steps'] =>
  entries
    .filter((entry) => entry.side === side)
    .flatMap(({ sets, at, verb }) =>
      sets.filter((set) => set.key === key).map((set) => ({ ...set, at, born: verb === 'create' })),
    )

/** I8: a child is born after its parent, and nothing of ours is left without one. */
export function inOrder(found: Found): Violation | null {
  const early = found.journal.find(({ kind, sets }) => ['written', 'refused'].includes(kind) && sets.some(isUnborn))
  if (early) return broken('I8', `sent before its parent was there: ${JSON.stringify(early)}`)
  const births = found.journal.filter(({ kind, verb }) => kind === 'written' && verb === 'create')
  for (const [at, birth] of births.entries()) {
    const parent = birth.sets.find(({ key }) => key === 'parent:customer')?.value
    // In the order in which they were noted, whatever the clock of our machine was set to.
    // Vendors number every kind by itself: a quote may bear the number of a customer.
    const isParent = ({ side, entity, remoteId }: (typeof births)[number]): boolean =>
      side === birth.side && parent === remoteId && (entity === 'customer' || entity === 'prospect')
    const born = births.slice(at + 1).find(isParent)
    if (born)
      return broken(
        'I8',
        `${birth.entity} ${birth.remoteId} in ${birth.side} was born before its parent ${born.remoteId}`,
      )
  }
  return found.world.cast.promises.orphaned(found)
}

/** A parent that was never put in words: its link's name went to the vendor. */
const isUnborn = ({ key, value }: SetField): boolean => key.startsWith('parent:') && String(value).startsWith('link:')
