import { otherSide, sides, type Side } from '@/lib/model/words'
import type { Link } from '@/lib/model/record'
import type { Kind } from './act'
import type { Promises } from './cast'
import { broken, describe, kindsOf, linksOfRow, spaceOf, type Found, type Violation } from './check'
import { isJoined } from './check-values'
import { FIELDS, shownIn, type Twin } from './fields'
import type { Row, Typed } from './people'

/** What is promised of the Sage pair alone; `lines` are the order lines of the CRM. */
export const sagePromises = (lines: () => readonly Row[]): Promises => ({
  isOurs: (side, _kind, row) => isOurs(side, row),
  markOf: (side, _kind, row) => (side === 'crm' ? row['Z_SyncRef'] : row['ref']),
  noTwins,
  nothingOfTheirs,
  left: wronglyLeft,
  alone: wronglyAlone,
  moneyAddsUp: moneyAddsUp(lines),
  differing,
  mayLose,
  isSameField: (typed, kind, key) => typed.kind === kind && typed.field === key,
  isShared: () => false,
  orphaned,
})

/** The user of our key. */
const OURS = 501
/** Seeds name that user too, but bear no mark. */
const isOurs = (side: Side, row: Row): boolean =>
  side === 'books' ? row['ref'] != null : row['salesRepIdCreated'] === OURS && row['Z_SyncRef'] != null

/** A firm that stands on both sides before a run begins is met, never made again; what is neither client nor prospect in the CRM is no part of it. */
function noTwins({ world, rows }: Found): Violation | null {
  if (world.unseen.typed || world.done.some((what) => what === 'clone' || what === 'undo' || what === 'merge'))
    return null
  const vat = { crm: 'vatNumber', books: 'tvaIntra' } as const
  for (const side of sides) {
    const known = new Map<unknown, Row>()
    for (const row of rows[side].third.filter((each) => each['statusId'] !== 23)) {
      const twin = row[vat[side]] == null ? undefined : known.get(row[vat[side]])
      if (twin && (isOurs(side, row) || isOurs(side, twin)))
        return broken(
          'I2',
          `we made ${describe(side, 'third', row)}, which was there as ${describe(side, 'third', twin)}`,
        )
      known.set(row[vat[side]], row)
    }
  }
  return null
}

/** What a person made in the CRM and the books never knew is not ours to take away. */
function nothingOfTheirs(found: Found): Violation | null {
  for (const kind of kindsOf(found))
    for (const row of found.world.cast.everyRow(kind).filter((each) => each['deleted'] === true)) {
      if (row['salesRepIdDeleted'] !== OURS || row['salesRepIdCreated'] === OURS) continue
      const [link] = linksOfRow(found, 'crm', kind, row)
      if (found.theirs.has(`${spaceOf(kind)} ${row.id}`)) continue
      if (link && !link.books) return broken('I3', `we removed ${describe('crm', kind, row)}, which a person made`)
    }
  return null
}

/** The other half is gone: only a removal by a person in the CRM leaves the books' record standing. */
function wronglyLeft(found: Found, side: Side, kind: Kind, link: Link): string | null {
  const reason = link.because?.reason
  // Taken out of what travels by a person before that, and so left to that person.
  const outside =
    reason === 'out-of-scope' && found.rows.crm[kind].some(({ id, statusId }) => id === link.crm?.id && statusId === 23)
  if (side === 'crm') return outside || reason === 'removed-in-books' ? null : 'its books record is gone and it stays'
  const gone = found.world.cast.everyRow(kind).find((row) => row.id === link.crm?.id)
  if (gone?.['deleted'] !== true) return 'counts as removed in the CRM and is not'
  return gone['salesRepIdDeleted'] === OURS ? 'we removed it in the CRM and it lives in the books' : null
}

function wronglyAlone(found: Found, side: Side, kind: Kind, row: Row, link: Link): string | null {
  const reason = link.because?.reason ?? 'none'
  if (reason === 'ambiguous' || reason === 'looks-alike') return null
  // What is born in the CRM goes to the first company, unless the books of the other one show it, too.
  if (reason === 'belongs-elsewhere' && side === 'crm' && found.world.desk.integration) return null
  if (kind === 'contact' || kind === 'invoice')
    return parentMissing(found, side, row) ? null : 'its company is on both sides'
  if (side === 'books') return 'it should be in the CRM'
  if (kind === 'product') return reason === 'not-allowed' ? null : 'a product of the CRM has no such reason'
  if (row['statusId'] === 22) return reason === 'switched-off' ? null : 'a client should be in the books'
  return row['statusId'] === 21 || reason !== 'out-of-scope' ? 'a prospect should be in the books' : null
}

function parentMissing(found: Found, side: Side, row: Row): boolean {
  const id = String(side === 'crm' ? row['accountId'] : row['tiersId'])
  const parent = found.rows[side].third.find((each) => each.id === id)
  if (!parent) return true
  const [link] = linksOfRow(found, side, 'third', parent)
  return !link?.crm || !link.books || link.crm.removed || link.books.removed || link.books.entity !== 'customer'
}

const moneyAddsUp =
  (lines: () => readonly Row[]) =>
  (found: Found): Violation | null => {
    const cents = (value: unknown): number => Math.round(Number(value ?? 0) * 100)
    for (const row of found.rows.crm.invoice) {
      const own = lines().filter((line) => String(line['salesorderId']) === row.id && line['deleted'] !== true)
      const net = own.reduce((sum, line) => sum + cents(line['total']), 0)
      if (
        cents(row['Z_NetTotal']) + cents(row['Z_TaxTotal']) !== cents(row['total']) ||
        net !== cents(row['Z_NetTotal'])
      )
        return broken('I13', `${describe('crm', 'invoice', row)} does not add up: ${net} ${JSON.stringify(row)}`)
    }
    return null
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
      !keepsItsOwn(found, link, kind, twin, crm, books),
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

/**
 * Where two strangers met, or the field travelled not yet when we made the client, a locked record keeps what only it has; an empty
 * value never blanks a filled one.
 */
function keepsItsOwn(found: Found, link: Link, kind: Kind, twin: Twin, crm: Row, books: Row): boolean {
  if (kind !== 'third' || shownIn(twin, 'books', books) !== null || isOurs('crm', crm)) return false
  return books['ref'] == null || !isTold(found, link, twin.key)
}

/** Some write of ours, to either side, carried this field. */
const isTold = ({ journal }: Found, { id }: Link, key: string): boolean =>
  journal.some((each) => each.kind === 'written' && each.link === id && each.sets.some((set) => set.key === key))

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

/** In the books it moved to a company that somebody took out of the CRM. */
function isHomeless(found: Found, kind: Kind, link: Link | undefined): boolean {
  // It left the filter (its address serves deliveries now): excluded, never removed, and nothing of it travels any more.
  if (link?.because?.reason === 'out-of-scope') return true
  const row = found.rows.books[kind].find(({ id }) => id === link?.books?.id)
  const { reason, field } = link?.because ?? {}
  // Refused: it was on its way to a company that was merged away in the books in that very moment.
  const stuck = reason === 'waits-for-parent' || (reason === 'rejected' && field === 'parent:customer')
  return stuck && row !== undefined && parentMissing(found, 'books', row)
}

/** After an expired cursor a listing that shrank below half proves no removal (sync-engine.md 2.4): it is gone, and nobody may say so. */
const isUnproven = ({ world, rows }: Found, kind: Kind, link: Link | undefined): boolean =>
  world.done.includes('expire-cursors') && rows.books[kind].every(({ id }) => id !== link?.books?.id)

/** Somebody got it back from the bin, where it went with its company or on its own: who restores it alone leaves the company there. */
const isRestored = (row: Row): boolean => row['salesRepIdDeleted'] != null

/** Its move from one company to another was taken back in the books alone: there it belongs to one that is not gone. */
function isMovedBack(found: Found, kind: Kind, link: Link | undefined, parent: Row | undefined): boolean {
  if (!link || !found.world.undone.links.has(link.id)) return false
  const row = found.rows.books[kind].find(({ id }) => id === link.books?.id)
  const account = found.links.find((each) => each.space === 'account' && each.crm?.id === parent?.id)
  return row !== undefined && row['tiersId'] !== account?.books?.id
}

function orphaned(found: Found): Violation | null {
  const gone = new Map(found.world.cast.everyRow('third').map((row) => [row.id, row]))
  for (const kind of ['contact', 'invoice'] as const) {
    for (const row of found.rows.crm[kind]) {
      const parent = gone.get(String(row['accountId']))
      const link = found.links.find((each) => each.space === spaceOf(kind) && each.crm?.id === row.id)
      // Whoever the books have no more, such as a contact that somebody took out of the CRM's bin, is none of ours.
      const both = link?.books && !link.books.removed
      if (isHomeless(found, kind, link) || isUnproven(found, kind, link) || isRestored(row)) continue
      if (isMovedBack(found, kind, link, parent)) continue
      if (both && parent?.['deleted'] === true && parent['salesRepIdDeleted'] === OURS)
        return broken('I8', `we removed the account of ${describe('crm', kind, row)} and left it behind`)
    }
  }
  return null
}
