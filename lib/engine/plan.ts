import type { Decision } from '../model/decision'
import type { Link } from '../model/record'
import type { Counts, OutboxRow } from '../model/run'
import { sides, spaces as allSpaces } from '../model/words'
import { inLease, inTenant, type Tx } from '../store/db'
import { approvedRows, releaseApproved, setLeftAside } from '../store/approved'
import { publishedSettings } from '../store/integrations'
import { takeInbox, wakeLinks, wakeUnsent, wakeWaiting } from '../store/inbox'
import { inboxPage } from '../store/inbox-page'
import { appendEntries } from '../store/journal'
import { savePlanned, tieLinks, type PlannedLink } from '../store/links'
import { withdrawRows } from '../store/gate'
import { addRows, supersede, type NewRow } from '../store/outbox'
import { rejoined } from '../store/rejoined'
import { run as readRun, saveRun } from '../store/runs'
import { wakeHomeless, type RemovedThere } from '../store/wake-homeless'
import { onlySide } from '../sync/match'
import { plan } from '../sync/plan'
import { unagreed } from '../sync/unagreed'
import { classify } from '../sync/standing'
import { companyApproved } from './company'
import { gather } from './facts'
import { noteLeft } from './left-as-is'
import { leftAlike } from './lookalikes'
import { notesOf } from './notes'
import { meetPeople } from './people'
import { fingerprint, rowOf } from './plan-rows'
import { leaveUsed, planUndo, standsStill } from './plan-undo'
import type { Moved } from './run'
import type { Work } from './workshop'

/** Links planned in one transaction. */
const batch = 1_000

/** Plans batch by batch until the inbox is quiet: decisions into the outbox, what was looked at onto the links. */
export async function planLinks(work: Work, until: number): Promise<Moved> {
  await meetPeople(work)
  const trigger = work.run.trigger
  if (trigger === 'preview') return preview(work, until)
  if (trigger === 'approved') return planApproved(work, until)
  if (trigger === 'undo') return planUndo(work, until)
  await wakeOnce(work)
  for (;;) {
    const more = await inLease(work.engine, work.held, async (tx) => {
      const links = firstSpace(await takeInbox(tx, work.engine, work.integration.id, allSpaces, size(work)))
      await planBatch(tx, work, links)
      return links.length > 0
    })
    if (!more) return { phase: 'brake' }
    if (work.engine.now() >= until) return { phase: 'plan' }
  }
}

/** Once a round, however many steps it takes: woken by each of them, what waits in vain would be planned for ever. */
async function wakeOnce({ engine, integration, run, held }: Work): Promise<void> {
  const round = String(run.taken)
  if (run.mark === round) return
  await inLease(engine, held, async (tx) => {
    await wakeWaiting(tx, engine, integration.id)
    await saveRun(tx, engine, { id: run.id, mark: round })
  })
}

const plannedOf = (decisions: readonly Decision[], news: ReadonlyMap<string, number>): readonly PlannedLink[] =>
  decisions.map(({ link, because, waitsOn, gone, agreed }) => ({
    id: link,
    planned: news.get(link) ?? 0,
    because,
    waitsOn,
    gone,
    agreedCrm: agreed.crm,
    agreedBooks: agreed.books,
  }))

const size = (work: Work): number => work.engine.planBatch ?? batch

/** One identity space at a time, so that children find what was just decided about their parents. */
const firstSpace = (links: readonly Link[]): readonly Link[] => links.filter((link) => link.space === links[0]?.space)

async function planBatch(tx: Tx, work: Work, links: readonly Link[]): Promise<void> {
  if (links.length === 0) return
  const decisions = await decideAll(tx, work, links)
  const planned = new Map(links.map((link) => [link.id, link.news]))
  const dropped = new Set(decisions.flatMap((decision) => decision.ties))
  await tie(tx, work, decisions)
  const kept = decisions.filter((decision) => !dropped.has(decision.link))
  await savePlanned(tx, work.engine, plannedOf(kept, planned))
  await wakeUnsent(tx, work.engine, mistakable(kept))
  await wakeHomeless(tx, work.engine, work.integration.id, removedOf(links))
  await noteLeft(tx, work, await supersede(tx, work.engine, [...planned.keys()]))
  await wakeLinks(tx, work.engine, await leftAlike(tx, work, makingNothing(kept, links)))
  await appendEntries(tx, work.engine, work.integration.id, notesOf(work, kept, links))
  await addRows(tx, work.engine, work.integration.id, rowsOf(work, kept, links))
  await saveRun(tx, work.engine, { id: work.run.id, counts: countsOf(kept, links) })
}

/** Those that may be the same as another record, which a person has to say. */
const mistakable = (decisions: readonly Decision[]): readonly string[] =>
  decisions.flatMap(({ link, because }) =>
    because?.reason === 'looks-alike' || because?.reason === 'ambiguous' ? [link] : [],
  )

/** Newcomers that stay on their own side without having been compared with the other one. */
function makingNothing(decisions: readonly Decision[], links: readonly Link[]): readonly Link[] {
  const asked = new Set(mistakable(decisions))
  const idle = decisions.filter(
    ({ link, ties, writes }) => !asked.has(link) && ties.length === 0 && writes.length === 0,
  )
  const stay = new Set(idle.map(({ link }) => link))
  return links.filter((link) => stay.has(link.id) && onlySide(link) !== null)
}

const removedOf = (links: readonly Link[]): readonly RemovedThere[] =>
  links.flatMap((link) => sides.flatMap((side) => (link[side]?.removed ? [{ side, id: link[side].id }] : [])))

/** Two links that are one thing become one: memory only, nothing is sent for it, so a dry run may do it too. */
const tie = (tx: Tx, work: Work, decisions: readonly Decision[]): Promise<void> =>
  tieLinks(
    tx,
    work.engine,
    decisions.flatMap(({ link, ties }) => ties.map((drop) => ({ keep: link, drop }))),
  )

/** One decision per link; a link that another one of the batch ties to itself is not planned a second time. */
async function decideAll(tx: Tx, work: Work, links: readonly Link[]): Promise<readonly Decision[]> {
  const { facts, circle } = await gather(tx, work, links)
  const tied = new Set<string>()
  return links.flatMap((link) => {
    if (tied.has(link.id)) return []
    const pool = circle(link).filter((other) => !tied.has(other.id))
    const decision = plan(link, pool, work.rules, facts)
    // Whoever has met one of them is nobody else's counterpart any more.
    for (const met of decision.ties) tied.add(met).add(link.id)
    return [decision]
  })
}

/** A meeting that is not remembered is told by its half of the books alone, whichever of the two comes first. */
async function decideDraft(tx: Tx, work: Work, links: readonly Link[]): Promise<readonly Decision[]> {
  const ofBooks = new Set(links.flatMap(({ id, books }) => (books ? [id] : [])))
  const [first, rest] = [links.filter(({ id }) => ofBooks.has(id)), links.filter(({ id }) => !ofBooks.has(id))]
  const decisions = await decideAll(tx, work, [...first, ...rest])
  return decisions.filter(({ link, ties }) => ties.length === 0 || ofBooks.has(link))
}

function rowsOf(work: Work, decisions: readonly Decision[], links: readonly Link[]): readonly NewRow[] {
  const byId = new Map(links.map((link) => [link.id, link]))
  return decisions.flatMap((decision) => {
    const link = byId.get(decision.link)
    return link ? decision.writes.map((write) => rowOf(work, link, write)) : []
  })
}

/** Parents are planned in this batch or an earlier one, never later: accounts and products come first. */
function countsOf(decisions: readonly Decision[], links: readonly Link[]): Record<string, Partial<Counts>> {
  const counts: Record<string, Record<string, number>> = {}
  const byId = new Map(links.map((link) => [link.id, link]))
  for (const { entity, link, because, writes, gone } of decisions) {
    const half = byId.get(link)
    const place = { inBoth: Boolean(half?.crm && half.books), gone, because, underway: writes.length > 0 }
    const kind = countedAs[classify(place).kind]
    const row = (counts[because ? `${entity}:${because.reason}` : entity] ??= {})
    if (kind) row[kind] = (row[kind] ?? 0) + 1
  }
  return counts
}

const countedAs = {
  'in-sync': 'nothing',
  removed: 'nothing',
  'in-flight': null,
  waiting: 'waiting',
  excluded: 'excluded',
  parked: 'parked',
  unexplained: 'nothing',
} as const

/** How far a dry run has come that looked at every link. */
const whole = 'whole'

/**
 * A dry run: every link with news is planned and nothing is taken from the inbox; the rows only propose. Other rules than
 * those in force may decide anew about every record.
 */
async function preview(work: Work, until: number): Promise<Moved> {
  const { engine, integration, run } = work
  const which = integration.version > 0 && work.rules.version !== integration.version ? 'everything' : 'news'
  const inForce = await inTenant(engine, (tx) => publishedSettings(tx, engine, integration.id, integration.version))
  const changed = inForce && which === 'everything' ? rejoined(inForce, work.settings) : {}
  for (;;) {
    const more = await inLease(engine, work.held, async (tx) => {
      // Of two deliveries of one step, whoever comes second goes on where the other one has come to.
      const mark = (await readRun(tx, engine, run.id))?.mark ?? null
      if (mark === whole) return false
      const page = await inboxPage(tx, engine, integration.id, which, mark, size(work))
      const links = page.links.map((link) => unagreed(link, changed))
      const decisions = which === 'news' ? await decideAll(tx, work, links) : await decideDraft(tx, work, links)
      // What only a draft calls one thing may be two again once it is thrown away.
      if (which === 'news') await tie(tx, work, decisions)
      await addRows(tx, engine, integration.id, rowsOf(work, decisions, links))
      await saveRun(tx, engine, { id: run.id, counts: countsOf(decisions, links), mark: page.next ?? whole })
      return page.next !== null
    })
    if (!more) return { phase: 'close' }
    if (engine.now() >= until) return { phase: 'plan' }
  }
}

/**
 * What a person approved is planned again on what is known now. Rows whose decision came out the same are released; the
 * others are withdrawn, and their links wait in the inbox for the run that follows: nothing is added silently.
 */
async function planApproved(work: Work, until: number): Promise<Moved> {
  const { engine, integration } = work
  await inLease(engine, work.held, (tx) => setLeftAside(tx, engine, integration.id, work.run.id))
  const hold = await companyApproved(work)
  if (hold) return { phase: 'close', result: { kind: 'held', hold } }
  for (;;) {
    const more = await inLease(engine, work.held, async (tx) => {
      const { rows, links } = await approvedRows(tx, engine, integration.id, size(work))
      if (rows.length === 0) {
        await leaveUsed(tx, work, 'released')
        return false
      }
      const decisions = await decideAll(tx, work, links)
      await releaseSame(tx, work, rows, decisions, links)
      return true
    })
    if (!more) return { phase: 'apply' }
    if (engine.now() >= until) return { phase: 'plan' }
  }
}

async function releaseSame(
  tx: Tx,
  work: Work,
  rows: readonly OutboxRow[],
  decisions: readonly Decision[],
  links: readonly Link[],
): Promise<void> {
  const news = new Map(links.map((link) => [link.id, link.news]))
  const approved = new Set(rows.map((row) => row.fingerprint))
  const sameIn = ({ link, writes }: Decision) => writes.filter((write) => approved.has(fingerprint(link, write)))
  const now = new Set(decisions.flatMap((each) => sameIn(each).map((write) => fingerprint(each.link, write))))
  await tie(
    tx,
    work,
    decisions.filter((each) => sameIn(each).length > 0),
  )
  // A link that now needs more than was approved stays in the inbox for the run that follows.
  const whole = decisions.filter((each) => each.writes.length > 0 && sameIn(each).length === each.writes.length)
  await savePlanned(tx, work.engine, plannedOf(whole, news))
  const byId = new Map(links.map((link) => [link.id, link]))
  const holds = (row: OutboxRow): boolean =>
    row.why === 'undone' ? standsStill(work, row, byId.get(row.link)) : now.has(row.fingerprint)
  // Said yes to twice (a pause, then another plan): the later yes counts. The rows come in the order in which they were planned.
  const latest = new Map(rows.filter(holds).map((row) => [`${row.link} ${row.side}`, row.id]))
  const same = rows.filter((row) => latest.get(`${row.link} ${row.side}`) === row.id)
  const moved = rows.filter((row) => !same.includes(row)).map((row) => row.id)
  await noteLeft(tx, work, await withdrawRows(tx, work.engine, moved))
  await releaseApproved(
    tx,
    work.engine,
    same.map((row) => ({ id: row.id, run: work.run.id, news: news.get(row.link) ?? 0, version: work.rules.version })),
  )
}
