import { entriesIn, entryColumns } from '@/lib/store/journal'
import { sql } from 'drizzle-orm'
import type { Link } from '@/lib/model/record'
import type { JournalEntry } from '@/lib/model/run'
import { linkColumns, rowToLink, type LinkRow } from '@/lib/store/link-row'
import { noSettings, type Settings } from '@/lib/model/settings'
import type { Tx } from '@/lib/store/db'
import { integration as readIntegration, publishedSettings } from '@/lib/store/integrations'
import { rowsOf } from '@/lib/store/rows'
import { sides, type Side } from '@/lib/model/words'
import { kinds, type Kind } from './act'
import { braked, keptApart, onlyApproved, underRules } from './check-runs'
import { undoable } from './check-undo'
import { fieldsKept, lostValues } from './check-values'
import { explained, inOrder, noPingPong } from './check-writes'
import { crmRows, liveRows, type Row } from './people'
import type { Quiet } from './live'
import type { World } from './world'

/** A broken promise: its letter in sync-engine.md, and what shows it. */
export interface Violation {
  readonly invariant: string
  readonly text: string
}

/** Everything a check looks at, read once: the vendors' own tables and our memory. */
export interface Found {
  readonly world: World
  readonly links: readonly Link[]
  /** Oldest first. */
  readonly journal: readonly Pick<
    JournalEntry,
    'kind' | 'side' | 'sets' | 'link' | 'remoteId' | 'verb' | 'entity' | 'at' | 'run' | 'why' | 'version'
  >[]
  readonly rows: Readonly<Record<Side, Readonly<Record<Kind, readonly Row[]>>>>
  /** What is in force at the end. */
  readonly settings: Settings
  readonly quiet: readonly Quiet[]
}

/** All promises after a history; the first that is broken. */
export async function check(world: World, quiet: readonly Quiet[]): Promise<Violation | null> {
  const found = await look(world, quiet)
  const open = await rowsOpen(world)
  return (
    gateKept(found) ??
    quiescent(found, open) ??
    accountedFor(found) ??
    noDouble(found) ??
    noTwins(found) ??
    nothingOfTheirs(found) ??
    everyoneThere(found) ??
    fieldsKept(found) ??
    lostValues(found) ??
    moneyAddsUp(found) ??
    explained(found) ??
    noPingPong(found) ??
    inOrder(found) ??
    (await onlyApproved(found)) ??
    (await underRules(found)) ??
    (await braked(found)) ??
    (world.setting.seed % 3 === 0 ? await undoable(found) : null) ??
    (await keptApart(found))
  )
}

/** What travels in this history. */
export const kindsOf = ({ world }: Found): readonly Kind[] =>
  kinds.filter((kind) => !world.setting.narrow || kind === 'third' || kind === 'contact')

export const broken = (invariant: string, text: string): Violation => ({ invariant, text })

async function look(world: World, quiet: readonly Quiet[]): Promise<Found> {
  const { links, journal, settings } = await world.within(async (tx) => ({
    settings: await inForce(tx, world),
    links: await allLinks(tx, world),
    journal: await entriesIn(
      tx,
      sql`select ${entryColumns} from journal where tenant_id = ${world.desk.tenant} order by at, id`,
    ),
  }))
  const of = (side: Side) =>
    ({
      third: liveRows(world, side, 'third'),
      contact: liveRows(world, side, 'contact'),
      product: liveRows(world, side, 'product'),
      invoice: liveRows(world, side, 'invoice'),
    }) as const
  return { world, links, journal, settings, rows: { crm: of('crm'), books: of('books') }, quiet }
}

async function allLinks(tx: Tx, world: World): Promise<readonly Link[]> {
  const rows = await rowsOf<LinkRow>(
    tx,
    sql`select ${linkColumns} from links l where l.tenant_id = ${world.desk.tenant} order by l.id`,
  )
  return rows.map(rowToLink)
}

async function inForce(tx: Tx, world: World): Promise<Settings> {
  const integration = await readIntegration(tx, world.desk, world.integration)
  return (await publishedSettings(tx, world.desk, world.integration, integration?.version ?? 0)) ?? noSettings
}

const rowsOpen = (world: World): Promise<readonly { state: string; entity: string }[]> =>
  world.within((tx) =>
    rowsOf(
      tx,
      sql`select state, entity from outbox where tenant_id = ${world.desk.tenant} and state in ('released', 'started', 'approved')`,
    ),
  )

function gateKept({ world: { gate } }: Found): Violation | null {
  const [write] = gate.writes
  return write ? broken('I4', `${write} although the integration is paused`) : null
}

function quiescent({ quiet, links }: Found, open: readonly { state: string; entity: string }[]): Violation | null {
  const bad = quiet.find(({ run }) => run.result?.kind !== 'done')
  if (bad) return broken('I5', `a fair pass ended with ${JSON.stringify(bad.run.result)}`)
  const late = quiet[2]?.writes ?? []
  if (late.length > 0) return broken('I5', `the third quiet pass still writes: ${late.join(', ')}`)
  const [left] = open
  if (left) return broken('I5', `the outbox still holds a ${left.state} write of a ${left.entity}`)
  const news = links.find((link) => link.news > link.planned)
  return news ? broken('I5', `news is left at ${JSON.stringify(news)}`) : null
}

const SPACE = { third: 'account', contact: 'contact', product: 'product', invoice: 'invoice' } as const
export const spaceOf = (kind: Kind): Link['space'] => SPACE[kind]

export const linksOfRow = ({ links }: Found, side: Side, kind: Kind, row: Row): readonly Link[] =>
  links.filter((link) => link.space === SPACE[kind] && link[side]?.id === row.id)

export const describe = (side: Side, kind: Kind, row: Row): string =>
  `${side} ${kind} ${row.id} ${String(row['name'] ?? row['raisonSociale'] ?? row['lastName'] ?? row['nom'] ?? row['model'] ?? row['libelle'] ?? '')}`

function accountedFor(found: Found): Violation | null {
  for (const side of sides) {
    for (const kind of kindsOf(found)) {
      for (const row of found.rows[side][kind]) {
        const own = linksOfRow(found, side, kind, row)
        const [link] = own
        if (own.length !== 1) return broken('I1', `${describe(side, kind, row)} is in ${own.length} links`)
        if (link?.gone || link?.[side]?.removed)
          return broken('I1', `${describe(side, kind, row)} lives and counts as removed: ${JSON.stringify(link)}`)
        const idle = link && !(link.crm && link.books) && link.because === null
        if (idle)
          return broken('I1', `nobody says why ${describe(side, kind, row)} stays alone: ${JSON.stringify(link)}`)
      }
    }
  }
  return null
}

/** The user of our key. */
export const OURS = 501
/** Seeds name that user too, but bear no mark. */
export const isOurs = (side: Side, row: Row): boolean =>
  side === 'books' ? row['ref'] != null : row['salesRepIdCreated'] === OURS && row['Z_SyncRef'] != null

function noDouble(found: Found): Violation | null {
  for (const kind of kindsOf(found)) {
    for (const row of found.rows.crm[kind].filter((each) => isOurs('crm', each))) {
      const [link] = linksOfRow(found, 'crm', kind, row)
      const books = found.rows.books[kind].find((each) => each.id === link?.books?.id)
      if (books && books['ref'] != null) return broken('I2', `we made ${describe('crm', kind, row)} on both sides`)
      // Its own went, and somebody copied ours or worked on it before we knew of it: a person is asked whether it stays.
      if (!link?.books && link?.because?.reason !== 'ambiguous')
        return broken('I2', `we made ${describe('crm', kind, row)}, which stands for nothing in the books`)
    }
    for (const row of found.rows.books[kind].filter((each) => each['ref'] != null)) {
      const [link] = linksOfRow(found, 'books', kind, row)
      if (!link?.crm)
        return broken('I2', `we made ${describe('books', kind, row)}, which stands for nothing in the CRM`)
    }
  }
  return null
}

/** A firm that stands on both sides before a run begins is met, never made again; what is neither client nor prospect in the CRM is no part of it. */
function noTwins({ world, rows }: Found): Violation | null {
  if (world.typedDuring || world.done.some((what) => what === 'clone' || what === 'undo' || what === 'merge'))
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
    for (const row of crmRows(found.world, kind).filter((each) => each['deleted'] === true)) {
      if (row['salesRepIdDeleted'] !== OURS || row['salesRepIdCreated'] === OURS) continue
      const [link] = linksOfRow(found, 'crm', kind, row)
      if (link && !link.books) return broken('I3', `we removed ${describe('crm', kind, row)}, which a person made`)
    }
  return null
}

/** Who must stand on both sides does, or says a reason that a person of this history gave. */
function everyoneThere(found: Found): Violation | null {
  for (const side of sides) {
    for (const kind of kindsOf(found)) {
      for (const row of found.rows[side][kind]) {
        const [link] = linksOfRow(found, side, kind, row)
        const other = side === 'crm' ? link?.books : link?.crm
        if (!link || (other && !other.removed) || found.world.undone.links.has(link.id)) continue
        const wrong = other ? wronglyLeft(found, side, kind, link) : wronglyAlone(found, side, kind, row, link)
        if (wrong) return broken('I3', `${describe(side, kind, row)}: ${wrong}: ${JSON.stringify(link.because)}`)
      }
    }
  }
  return null
}

/** The other half is gone: only a removal by a person in the CRM leaves the books' record standing. */
function wronglyLeft(found: Found, side: Side, kind: Kind, link: Link): string | null {
  const reason = link.because?.reason
  if (side === 'crm') return reason === 'removed-in-books' ? null : 'its books record is gone and it stays'
  const gone = crmRows(found.world, kind).find((row) => row.id === link.crm?.id)
  if (gone?.['deleted'] !== true) return 'counts as removed in the CRM and is not'
  return gone['salesRepIdDeleted'] === OURS ? 'we removed it in the CRM and it lives in the books' : null
}

function wronglyAlone(found: Found, side: Side, kind: Kind, row: Row, link: Link): string | null {
  const reason = link.because?.reason ?? 'none'
  if (reason === 'ambiguous') return null
  if (kind === 'contact' || kind === 'invoice')
    return parentMissing(found, side, row) ? null : 'its company is on both sides'
  if (side === 'books') return 'it should be in the CRM'
  if (kind === 'product') return reason === 'not-allowed' ? null : 'a product of the CRM has no such reason'
  if (row['statusId'] === 22) return reason === 'switched-off' ? null : 'a client should be in the books'
  return row['statusId'] === 21 || reason !== 'out-of-scope' ? 'a prospect should be in the books' : null
}

export function parentMissing(found: Found, side: Side, row: Row): boolean {
  const id = String(side === 'crm' ? row['accountId'] : row['tiersId'])
  const parent = found.rows[side].third.find((each) => each.id === id)
  if (!parent) return true
  const [link] = linksOfRow(found, side, 'third', parent)
  return !link?.crm || !link.books || link.crm.removed || link.books.removed || link.books.entity !== 'customer'
}

function moneyAddsUp(found: Found): Violation | null {
  const cents = (value: unknown): number => Math.round(Number(value ?? 0) * 100)
  const lines = found.world.simulators.crm.admin.list('salesordersLines')
  for (const row of found.rows.crm.invoice) {
    const own = lines.filter((line) => String(line['salesorderId']) === row.id && line['deleted'] !== true)
    const net = own.reduce((sum, line) => sum + cents(line['total']), 0)
    if (cents(row['Z_NetTotal']) + cents(row['Z_TaxTotal']) !== cents(row['total']) || net !== cents(row['Z_NetTotal']))
      return broken('I13', `${describe('crm', 'invoice', row)} does not add up: ${net} ${JSON.stringify(row)}`)
  }
  return null
}
