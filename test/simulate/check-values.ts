import { otherSide, sides, type Side } from '@/lib/model/words'
import type { Link } from '@/lib/model/record'
import type { Kind } from './act'
import {
  broken,
  describe,
  kindsOf,
  linksOfRow,
  OURS,
  parentMissing,
  spaceOf,
  type Found,
  type Violation,
} from './check'
import { FIELDS, rawAt, shownIn, type Twin } from './fields'
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
        const stale = link && FIELDS[kind].find((twin) => isStale(link, side, twin, row))
        if (stale)
          return broken(
            'I10',
            `${describe(side, kind, row)} shows ${stale.key} ${String(rawAt(row, stale[side]))} and we have ${JSON.stringify(link[side])}`,
          )
      }
    }
    for (const books of found.rows.books[kind]) {
      const different = differing(found, kind, books)
      if (different) return different
    }
  }
  return null
}

function isStale(link: Link, side: Side, twin: Twin, row: Row): boolean {
  const value = link[side]?.seen[twin.key]
  return value !== undefined && ours(twin, value) !== shownIn(twin, side, row)
}

function differing(found: Found, kind: Kind, books: Row): Violation | null {
  const [link] = linksOfRow(found, 'books', kind, books)
  const crm = found.rows.crm[kind].find((row) => row.id === link?.crm?.id)
  if (!link || !crm || found.world.undone.links.has(link.id)) return null
  // A prospect whose status in the CRM is neither of the two left the filter.
  if (link.because?.reason === 'out-of-scope' && kind === 'third' && crm['statusId'] === 23) return null
  // A merge in the CRM put it under a prospect, and Sage has no contacts of prospects: parked until a person decides.
  if (link.because?.reason === 'rejected' && link.because.field === 'parent:customer') return null
  // It moved to a company that somebody took out of the CRM: it can go nowhere until that is decided.
  if (link.because?.reason === 'waits-for-parent' && kind === 'contact' && parentMissing(found, 'books', books))
    return null
  if (link.because !== null)
    return broken(
      'I3',
      `${describe('books', kind, books)} stands on both sides and is set aside: ${JSON.stringify(link.because)}`,
    )
  const wrong = FIELDS[kind].find(
    (twin) =>
      isJoined(found, link, twin) &&
      shownIn(twin, 'crm', crm) !== shownIn(twin, 'books', books) &&
      !keepsItsOwn(found, kind, twin, crm, books),
  )
  if (!wrong) return kind === 'third' ? lockKept(crm, books) : null
  return broken(
    books['typeTiers'] === 'client' || kind === 'product' || kind === 'invoice' ? 'I4' : 'I3',
    `${describe('books', kind, books)}: ${wrong.key} is ${shownIn(wrong, 'books', books)} there and ${shownIn(wrong, 'crm', crm)} in the CRM: ${JSON.stringify(link)}`,
  )
}

function lockKept(crm: Row, books: Row): Violation | null {
  const client = books['typeTiers'] === 'client'
  if (client && crm['readOnly'] !== true)
    return broken('I4', `${describe('crm', 'third', crm)} is a client and not locked`)
  if ((crm['statusId'] === 22) !== client)
    return broken(
      'I4',
      `${describe('crm', 'third', crm)} has status ${String(crm['statusId'])} and is a ${String(books['typeTiers'])}`,
    )
  return crm['extId'] === books['code']
    ? null
    : broken('I4', `${describe('crm', 'third', crm)} has the code ${String(crm['extId'])}`)
}

function isJoined(found: Found, link: Link, twin: Twin): boolean {
  const entity = link.books?.entity
  const joins = entity ? found.settings.entities[entity]?.joins : undefined
  return joins?.some(({ crm }) => crm === twin.key) ?? false
}

/** Where two strangers met, a locked record keeps what only it has; an empty value never blanks a filled one. */
function keepsItsOwn(found: Found, kind: Kind, twin: Twin, crm: Row, books: Row): boolean {
  const strangers = crm['salesRepIdCreated'] !== 501 && books['ref'] == null
  return kind === 'third' && strangers && shownIn(twin, 'books', books) === null && found.world.typed.length >= 0
}

/** A value loses rightfully to the books' lock, to somebody on the other side, or where two strangers met. */
function mayLose(found: Found, { side, kind, id, field }: Typed): boolean {
  const link = found.links.find((each) => each[side]?.id === id && each.space === spaceOf(kind))
  const other = link?.[otherSide(side)]
  const twin = found.rows[otherSide(side)][kind].find((row) => row.id === other?.id)
  if (!link || !twin || kind === 'product' || kind === 'invoice') return true
  if (found.world.undone.links.has(link.id)) return true
  const met = [...found.rows.crm[kind], ...found.rows.books[kind]].filter((row) => row === twin || row.id === id)
  const strangers = met.every((row) => row['salesRepIdCreated'] !== OURS && row['ref'] == null)
  if (strangers || link.books?.entity === 'customer') return true
  return found.world.typed.some(
    (one) => one.side !== side && one.kind === kind && one.id === twin.id && one.field === field,
  )
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
  const typed = found.world.typed.filter(({ kind }) => kindsOf(found).includes(kind))
  for (const [at, each] of typed.entries()) {
    const { side, kind, id, field, value } = each
    const later = typed
      .slice(at + 1)
      .some((other) => other.id === id && other.side === side && other.kind === kind && other.field === field)
    const row = found.rows[side][kind].find((one) => one.id === id)
    const twin = FIELDS[kind].find(({ key }) => key === field)
    if (later || value === null || !row || !twin || shownIn(twin, side, row) === value) continue
    const rightful = mayLose(found, each)
    const known =
      arrivedUntold(found, each) ||
      found.journal.some(({ kind: what, side: where, sets }) =>
        sets.some((set) =>
          set.key !== field
            ? false
            : what === 'overruled'
              ? rightful && where === side && ours(twin, set.lost) === value
              : what === 'written' && where !== side && ours(twin, set.value) === value,
        ),
      )
    if (!known)
      return broken(
        'I3',
        `${field} ${value}, typed into ${describe(side, kind, row)}, is ${shownIn(twin, side, row)} now, and no history tells why`,
      )
  }
  return null
}
