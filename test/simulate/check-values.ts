import { otherSide, sides, type Side } from '@/lib/model/words'
import type { Link } from '@/lib/model/record'
import { broken, describe, kindsOf, linksOfRow, spaceOf, type Found, type Violation } from './check'
import { rawAt, shownIn, type Twin } from './fields'
import type { Row, Typed } from './people'

/** Our own value of a field in the same plain form as the vendors' raw ones. */
const ours = (twin: Twin, value: unknown): string | null =>
  typeof value === 'number' ? String(value) : twin.plain(value)

/** What both sides show is what we have seen of them, and it is the same on both. */
export function fieldsKept(found: Found): Violation | null {
  for (const kind of kindsOf(found)) {
    for (const side of sides) {
      for (const row of found.rows[side][kind]) {
        const [link] = linksOfRow(found, side, kind, row)
        const stale = link && found.world.cast.fields[kind].find((twin) => isStale(link, side, twin, row))
        if (stale)
          return broken(
            'I10',
            `${describe(side, kind, row)} shows ${stale.key} ${String(rawAt(row, stale[side]))} and we have ${JSON.stringify(link[side])}`,
          )
      }
    }
    for (const books of found.rows.books[kind]) {
      const different = found.world.cast.promises.differing(found, kind, books)
      if (different) return different
    }
  }
  return null
}

function isStale(link: Link, side: Side, twin: Twin, row: Row): boolean {
  const value = link[side]?.seen[twin.key]
  return value !== undefined && ours(twin, value) !== shownIn(twin, side, row)
}

export function isJoined(found: Found, link: Link, twin: Twin): boolean {
  const entity = link.books?.entity
  const joins = entity ? found.settings.entities[entity]?.joins : undefined
  return joins?.some(({ crm }) => crm === twin.key) ?? false
}

/** Somebody typed the same on the other side: it was there without being written, and whoever edited that later saw it. */
function arrivedUntold(found: Found, { side, kind, id, field, value }: Typed): boolean {
  const link = found.links.find((each) => each[side]?.id === id && each.space === spaceOf(kind))
  const twin = link?.[otherSide(side)]?.id
  return found.world.typed.some(
    (one) => one.side !== side && one.kind === kind && one.id === twin && one.field === field && one.value === value,
  )
}

/** What somebody typed is still there, or a person replaced it there, or the history tells that and where it went. */
export function lostValues(found: Found): Violation | null {
  const { isSameField } = found.world.cast.promises
  const typed = found.world.typed.filter(({ kind }) => kindsOf(found).includes(kind))
  for (const [at, each] of typed.entries()) {
    const { side, kind, id, field, value } = each
    const later = typed
      .slice(at + 1)
      .some((other) => other.id === id && other.side === side && isSameField(other, kind, field))
    const row = found.rows[side][kind].find((one) => one.id === id)
    const twin = found.world.cast.fields[kind].find(({ key }) => key === field)
    if (later || value === null || !row || !twin || shownIn(twin, side, row) === value) continue
    const rightful = found.world.cast.promises.mayLose(found, each)
    const known = arrivedUntold(found, each) || found.journal.some((entry) => tells(found, entry, each, twin, rightful))
    if (!known)
      return broken(
        'I3',
        `${field} ${value}, typed into ${describe(side, kind, row)}, is ${shownIn(twin, side, row)} now, and no history tells why`,
      )
  }
  return null
}

/** `rightful`: whether the rules let the other side win. */
function tells(found: Found, entry: Found['journal'][number], typed: Typed, twin: Twin, rightful: boolean): boolean {
  const { side, field, value } = typed
  const sets = entry.sets.filter(({ key }) => key === field)
  const isIt = (one: unknown): boolean => ours(twin, one) === value
  if (entry.kind === 'overruled') return rightful && entry.side === side && sets.some(({ lost }) => isIt(lost))
  if (entry.kind !== 'written') return false
  if (entry.side !== side) return sets.some((set) => isIt(set.value))
  // The engine knew of it and had left it alone; then somebody edited the other side, and it is told as what stood there before.
  return wasLeftAlone(found, entry, typed) && sets.some(({ before, base }) => isIt(before) && isIt(base))
}

/** By an undo, or when it met a record in which the field was empty. */
function wasLeftAlone(found: Found, { link }: Found['journal'][number], { at }: Typed): boolean {
  const firstTold = found.journal.find((entry) => entry.link === link)
  return link !== null && (found.world.undone.links.has(link) || (firstTold?.at ?? at) > at)
}
