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
import type { Kind } from './act'
import { braked } from './check-brakes'
import { keptApart, onlyApproved, underRules } from './check-runs'
import { undoable } from './check-undo'
import { fieldsKept, lostValues } from './check-values'
import { explained, inOrder, noPingPong } from './check-writes'
import type { Row } from './people'
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
  /** Oldest first: ids rise, whatever the clock of our machine was set to. */
  readonly journal: readonly Pick<
    JournalEntry,
    'kind' | 'side' | 'sets' | 'link' | 'remoteId' | 'verb' | 'entity' | 'at' | 'run' | 'why' | 'version' | 'actor'
  >[]
  readonly rows: Readonly<Record<Side, Readonly<Record<Kind, readonly Row[]>>>>
  /** Also those of the CRM that another company holds. */
  readonly everyRow: Found['rows']
  /** Which of the CRM's another company holds, by identity space and id. */
  readonly theirs: ReadonlySet<string>
  /** What is in force at the end. */
  readonly settings: Settings
  readonly quiet: readonly Quiet[]
}

/** All promises after a history; the first that is broken. */
export async function check(world: World, quiet: readonly Quiet[]): Promise<Violation | null> {
  const found = await look(world, quiet)
  const open = await rowsOpen(world)
  const own = world.cast.promises
  return (
    gateKept(found) ??
    quiescent(found, open) ??
    accountedFor(found) ??
    heldOnce(found) ??
    noDouble(found) ??
    own.noTwins(found) ??
    own.nothingOfTheirs(found) ??
    everyoneThere(found) ??
    fieldsKept(found) ??
    lostValues(found) ??
    own.moneyAddsUp(found) ??
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
  world.cast.kinds.filter((kind) => !world.setting.narrow || kind === 'third' || kind === 'contact')

export const broken = (invariant: string, text: string): Violation => ({ invariant, text })

async function look(world: World, quiet: readonly Quiet[]): Promise<Found> {
  const { links, journal, settings, theirs } = await world.within(async (tx) => ({
    settings: await inForce(tx, world),
    links: await allLinks(tx, world),
    journal: await entriesIn(
      tx,
      sql`select ${entryColumns} from journal where tenant_id = ${world.desk.tenant}
        and integration_id = ${world.integration} order by id`,
    ),
    theirs: await heldElsewhere(tx, world),
  }))
  const of = (rows: (kind: Kind) => readonly Row[]) =>
    Object.fromEntries(
      (Object.keys(SPACE) as Kind[]).map((kind) => [kind, rows(kind)]), // the keys of the object below
    ) as Found['rows'][Side] // one entry per kind
  const everyRow = {
    crm: of((kind) => world.cast.rows('crm', kind)),
    books: of((kind) => world.cast.rows('books', kind)),
  }
  const crm = of((kind) => everyRow.crm[kind].filter((row) => !theirs.has(`${SPACE[kind]} ${row.id}`)))
  return { world, links, journal, settings, everyRow, theirs, rows: { crm, books: everyRow.books }, quiet }
}

/** Records of the CRM that have their other half in the books of another company. */
async function heldElsewhere(tx: Tx, world: World): Promise<ReadonlySet<string>> {
  const rows = await rowsOf<{ place: string }>(
    tx,
    sql`select space || ' ' || crm_id as place from links where tenant_id = ${world.desk.tenant}
      and integration_id <> ${world.integration} and crm_id is not null and books_id is not null`,
  )
  return new Set(rows.map(({ place }) => place))
}

async function allLinks(tx: Tx, world: World): Promise<readonly Link[]> {
  const rows = await rowsOf<LinkRow>(
    tx,
    sql`select ${linkColumns} from links l where l.tenant_id = ${world.desk.tenant}
      and l.integration_id = ${world.integration} order by l.id`,
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
      sql`select state, entity from outbox where tenant_id = ${world.desk.tenant}
        and integration_id = ${world.integration} and state in ('released', 'started', 'approved', 'held')`,
    ),
  )

function gateKept({ world: { gate } }: Found): Violation | null {
  const [write] = gate.writes
  return write ? broken('I4', `${write} although the integration is paused`) : null
}

/** Fair passes that may still change something: what a vendor makes of a value its own way is an edit of its own, one pass late. */
export const lastBusy = ({ setting }: Pick<World, 'setting'>): number => (setting.shouts ? 3 : 2)

/** A create whose lines were refused, as their product is gone, ends the pass and is looked up by the next: two may change something. */
const isHalfWritten = ({ run: { result } }: Quiet): boolean =>
  result?.kind === 'stopped' && 'detail' in result.problem && result.problem.detail === 'written in part'

function quiescent(
  { quiet, links, world }: Found,
  open: readonly { state: string; entity: string }[],
): Violation | null {
  const bad = quiet.find((pass, at) => pass.run.result?.kind !== 'done' && !(at === 0 && isHalfWritten(pass)))
  if (bad) return broken('I5', `a fair pass ended with ${JSON.stringify(bad.run.result)}`)
  const late = quiet[lastBusy(world)]?.writes ?? []
  if (late.length > 0) return broken('I5', `the last quiet pass still writes: ${late.join(', ')}`)
  const [left] = open
  if (left) return broken('I5', `the outbox still holds a ${left.state} write of a ${left.entity}`)
  const news = links.find((link) => link.news > link.planned)
  return news ? broken('I5', `news is left at ${JSON.stringify(news)}`) : null
}

const SPACE: Readonly<Record<Kind, Link['space']>> = {
  ...{ third: 'account', contact: 'contact', product: 'product', invoice: 'invoice' },
  ...{ payment: 'payment', deal: 'document' },
}
export const spaceOf = (kind: Kind): Link['space'] => SPACE[kind]

export const linksOfRow = ({ links }: Found, side: Side, kind: Kind, row: Row): readonly Link[] =>
  links.filter((link) => link.space === SPACE[kind] && link[side]?.id === row.id)

export const describe = (side: Side, kind: Kind, row: Row): string =>
  `${side} ${kind} ${row.id} ${String(row['name'] ?? row['raisonSociale'] ?? row['lastName'] ?? row['nom'] ?? row['model'] ?? row['libelle'] ?? '')}`

function accountedFor(found: Found): Violation | null {
  for (const side of sides) {
    for (const kind of kindsOf(found)) {
      for (const row of found.everyRow[side][kind]) {
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

/** I2: no record of the CRM stands for something in two companies. */
function heldOnce({ links, theirs }: Found): Violation | null {
  const twice = links.find((link) => link.crm && link.books && theirs.has(`${link.space} ${link.crm.id}`))
  return twice ? broken('I2', `two companies hold one record of the CRM: ${JSON.stringify(twice)}`) : null
}

function noDouble(found: Found): Violation | null {
  const { isOurs } = found.world.cast.promises
  for (const kind of kindsOf(found)) {
    for (const row of found.rows.crm[kind].filter((each) => isOurs('crm', kind, each))) {
      const [link] = linksOfRow(found, 'crm', kind, row)
      const books = found.rows.books[kind].find((each) => each.id === link?.books?.id)
      if (books && isOurs('books', kind, books))
        return broken('I2', `we made ${describe('crm', kind, row)} on both sides`)
      // Its own went, and somebody copied ours or worked on it before we knew of it: a person is asked whether it stays.
      if (!link?.books && link?.because?.reason !== 'ambiguous')
        return broken('I2', `we made ${describe('crm', kind, row)}, which stands for nothing in the books`)
    }
    for (const row of found.rows.books[kind].filter((each) => isOurs('books', kind, each))) {
      const [link] = linksOfRow(found, 'books', kind, row)
      if (!link?.crm)
        return broken('I2', `we made ${describe('books', kind, row)}, which stands for nothing in the CRM`)
    }
  }
  return null
}

/** Who must stand on both sides does, or says a reason that a person of this history gave. */
function everyoneThere(found: Found): Violation | null {
  const { left, alone } = found.world.cast.promises
  for (const side of sides) {
    for (const kind of kindsOf(found)) {
      for (const row of found.rows[side][kind]) {
        const [link] = linksOfRow(found, side, kind, row)
        const other = side === 'crm' ? link?.books : link?.crm
        if (!link || (other && !other.removed) || found.world.undone.links.has(link.id)) continue
        const wrong = other ? left(found, side, kind, link) : alone(found, side, kind, row, link)
        if (wrong) return broken('I3', `${describe(side, kind, row)}: ${wrong}: ${JSON.stringify(link.because)}`)
      }
    }
  }
  return null
}
