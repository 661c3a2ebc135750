import type { Link } from '@/lib/model/record'
import { laneTo, otherSide, sides, type Side } from '@/lib/model/words'
import { pairOf } from '@/lib/pairs'
import type { FamilyBooks } from '../kit/family-books'
import type { Kind } from './act'
import type { Promises } from './cast'
import { broken, describe, linksOfRow, spaceOf, type Found, type Violation } from './check'
import { isJoined } from './check-values'
import { shownIn } from './fields'
import type { Row, Typed } from './people'

/** What is promised of Freshsales and its books. */
export const familyPromises = (books: FamilyBooks): Promises => ({
  isOurs,
  markOf: (_side, _kind, row) => row['mark'],
  noTwins,
  nothingOfTheirs: (found) => inLanes(found, books),
  left,
  alone,
  moneyAddsUp,
  differing,
  mayLose,
  isSameField: ({ kind, field }, other, key) =>
    field === key && (kind === other || (isShared(kind, key) && isShared(other, key))),
  isShared: (side, kind, key) => side === 'books' && isShared(kind, key),
  orphaned: () => null,
})

const isOurs = (_side: Side, _kind: Kind, row: Row): boolean => row['mark'] != null

/** The books keep one address for a firm and for the person in it. */
const isShared = (kind: Kind, key: string): boolean => key === 'email' && (kind === 'third' || kind === 'contact')

/** What only the books may say. */
const isLocked = (kind: Kind): boolean => kind === 'product' || kind === 'invoice' || kind === 'payment'

/** A firm that stands on both sides before a run begins is met by its name, never made again. */
function noTwins({ world, rows }: Found): Violation | null {
  if (world.unseen.typed || world.done.includes('undo')) return null
  for (const side of sides) {
    const known = new Map<unknown, Row>()
    for (const row of rows[side].third) {
      const twin = known.get(row['name'])
      if (twin && (isOurs(side, 'third', row) || isOurs(side, 'third', twin)))
        return broken(
          'I2',
          `we made ${describe(side, 'third', row)}, which was there as ${describe(side, 'third', twin)}`,
        )
      known.set(row['name'], row)
    }
  }
  return null
}

/** Nothing is written that the pair does not let travel: above all, nobody of the other side is removed. */
function inLanes({ journal, world }: Found, books: FamilyBooks): Violation | null {
  const rules: Readonly<Record<string, Readonly<Record<'toCrm' | 'toBooks', readonly string[]>> | undefined>> =
    pairOf(`freshsales.${books.connector.id}`)?.entities ?? {}
  const wrong = journal.find(
    ({ kind, entity, side, verb, why, link }) =>
      kind === 'written' &&
      why !== 'undone' &&
      side !== null &&
      verb !== null &&
      !(link !== null && world.undone.links.has(link)) &&
      !rules[String(entity)]?.[laneTo(side)].includes(verb),
  )
  return wrong ? broken('I4', `outside its lane: ${JSON.stringify(wrong)}`) : null
}

/** The other half is gone. */
function left(found: Found, side: Side, kind: Kind, link: Link): string | null {
  const reason = link.because?.reason
  if (side === 'crm') return isLocked(kind) && reason !== 'removed-in-books' ? 'its books record is gone' : null
  const gone = found.world.cast.everyRow(kind).find((row) => row.id === link.crm?.id)
  if (gone?.['is_deleted'] !== true) return 'counts as removed in the CRM and is not'
  const byUs = found.journal.some(
    (entry) => entry.kind === 'written' && entry.verb === 'remove' && entry.link === link.id,
  )
  return byUs ? 'we removed it in the CRM and it lives in the books' : null
}

function alone(found: Found, side: Side, kind: Kind, row: Row, link: Link): string | null {
  const reason = link.because?.reason ?? 'none'
  if (reason === 'ambiguous' || reason === 'looks-alike') return null
  if (kind !== 'third' && kind !== 'product' && parentMissing(found, side, row)) return null
  if (side === 'books') return kind === 'deal' ? 'it was made for no deal' : 'it should be in the CRM'
  if (isLocked(kind)) return reason === 'not-allowed' ? null : 'what is born in the CRM has no such reason'
  if (kind === 'deal') return isUnwanted(reason) ? null : 'a won deal should be in the books'
  if (kind === 'contact') return hasPerson(found, row) ? null : 'it should be in the books'
  return hasNamesake(found, row) ? null : 'it should be in the books'
}

const isUnwanted = (reason: string): boolean => reason === 'switched-off' || reason === 'out-of-scope'

/** Its firm has its one person already. */
function hasPerson(found: Found, row: Row): boolean {
  const owner = found.rows.crm.third.find(({ id }) => id === row['customer'])
  const [link] = owner ? linksOfRow(found, 'crm', 'third', owner) : []
  return found.rows.books.contact.some(({ id }) => id === link?.books?.id)
}

const hasNamesake = (found: Found, row: Row): boolean =>
  [...found.rows.books.third, ...found.rows.crm.third].some(
    (each) => each !== row && each.id !== row.id && each['name'] === row['name'],
  )

function parentMissing(found: Found, side: Side, row: Row): boolean {
  const parent = found.rows[side].third.find((each) => each.id === row['customer'])
  if (!parent) return true
  const [link] = linksOfRow(found, side, 'third', parent)
  return !link?.crm || !link.books || link.crm.removed || link.books.removed
}

const cents = (value: unknown): number => Math.round(Number(value ?? 0) * 100)

/** A line of text: ... | total | tax rate | tax | product. */
const totalIn = (line: string): number => cents(line.split(' | ').at(-4))

function moneyAddsUp(found: Found): Violation | null {
  for (const row of found.rows.crm.invoice) {
    const lines = String(row['cf_lines'] ?? '').split('\n')
    const net = lines.filter((line) => line !== '').reduce((sum, line) => sum + totalIn(line), 0)
    const header = cents(row['cf_net_total']) + cents(row['cf_tax_total'])
    if (header !== cents(row['cf_total']) || net !== cents(row['cf_net_total']))
      return broken('I13', `${describe('crm', 'invoice', row)} does not add up: ${net} ${JSON.stringify(row)}`)
  }
  return null
}

function differing(found: Found, kind: Kind, books: Row): Violation | null {
  const [link] = linksOfRow(found, 'books', kind, books)
  const crm = found.rows.crm[kind].find((row) => row.id === link?.crm?.id)
  if (!link || !crm || kind === 'deal' || found.world.undone.links.has(link.id)) return null
  if (link.because !== null) return setAside(found, kind, books, crm, link)
  const wrong = found.world.cast.fields[kind].find(
    (twin) => isJoined(found, link, twin) && shownIn(twin, 'crm', crm) !== shownIn(twin, 'books', books),
  )
  if (!wrong) return null
  return broken(
    isLocked(kind) ? 'I4' : 'I3',
    `${describe('books', kind, books)}: ${wrong.key} is ${shownIn(wrong, 'books', books)} there and ${shownIn(wrong, 'crm', crm)} in the CRM: ${JSON.stringify(link)}`,
  )
}

/** On both sides, and not in step: a name that somebody else bears, or a parent that somebody took away. */
function setAside(found: Found, kind: Kind, books: Row, crm: Row, link: Link): Violation | null {
  const reason = link.because?.reason
  if (reason === 'rejected' && kind === 'third' && (hasNamesake(found, crm) || hasNamesake(found, books))) return null
  if (reason === 'waits-for-parent' && parentMissing(found, 'books', books)) return null
  if (reason === 'rejected' && kind === 'contact' && hasMoved(found, crm, books)) return null
  return broken(
    'I3',
    `${describe('books', kind, books)} stands on both sides and is set aside: ${JSON.stringify(link.because)}`,
  )
}

/** Whoever is the person in a customer of the books cannot go to another one: that is for people to decide. */
function hasMoved({ links }: Found, crm: Row, books: Row): boolean {
  const owner = links.find((each) => each.space === spaceOf('third') && each.crm?.id === crm['customer'])
  return owner?.books?.id !== books.id
}

/** A value loses rightfully to a lock, to somebody on the other side or at the shared address, or where two strangers met. */
function mayLose(found: Found, typed: Typed): boolean {
  const { side, kind, id, field } = typed
  const link = found.links.find((each) => each[side]?.id === id && each.space === spaceOf(kind))
  const twin = found.rows[otherSide(side)][kind].find((row) => row.id === link?.[otherSide(side)]?.id)
  if (!link || !twin || isLocked(kind) || isShared(kind, field) || found.world.undone.links.has(link.id)) return true
  const own = found.rows[side][kind].find((row) => row.id === id)
  if (!isOurs(side, kind, twin) && !(own && isOurs(side, kind, own))) return true
  return found.world.typed.some(
    (one) => one.side !== side && one.kind === kind && one.id === twin.id && one.field === field,
  )
}
