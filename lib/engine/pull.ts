import type { Cursor, Page } from '../model/connector'
import type { Hold } from '../model/decision'
import { ConnectorError } from '../model/problem'
import { sides, spaceOf, type Entity, type Side } from '../model/words'
import { cursorsOf, saveCursor, type StoredCursor } from '../store/cursors'
import { inLease, inTenant } from '../store/db'
import { strangers, type StrangerAt } from './company'
import { foldSnapshots } from './fold-snapshots'
import { readHinted } from './hinted'
import { missing } from './missing'
import type { Moved } from './run'
import { asking } from './vendor-problem'
import { readingAt, type Bench, type Work } from './workshop'

interface Feed {
  readonly bench: Bench
  readonly entities: readonly Entity[]
}

/** Folds page after page of every feed into `seen`, the cursor moving in the same transaction. Filters and decides nothing. */
export async function pull(work: Work, until: number): Promise<Moved> {
  const strangerAt = strangers(work)
  const hinted = await readHinted(work, until, strangerAt)
  if (hinted) return hinted
  const cursors = await inTenant(work.engine, (tx) => cursorsOf(tx, work.engine, work.integration.id))
  for (const feed of feedsOf(work)) {
    let place: Place = cursors.find((row) => row.side === feed.bench.side && row.feed === nameOf(feed)) ?? unread
    while (place.polledRun !== work.run.id) {
      if (work.engine.now() >= until) return { phase: 'pull' }
      const pulled = await pullPage(work, feed, place, strangerAt)
      if (!pulled) return { phase: 'pull' }
      if ('brake' in pulled) return { phase: 'close', result: { kind: 'held', hold: pulled } }
      place = pulled
    }
  }
  return { phase: 'plan' }
}

/**
 * Feeds of the identity spaces that the rules speak of, books first: their codes and removals are known before the CRM's edits. Also
 * of a kind that was switched off, because whoever comes into a space waits until all of it was listed.
 */
function feedsOf(work: Work): readonly Feed[] {
  const wanted = new Set(Object.values(work.rules.byEntity).map(({ entity }) => spaceOf(entity)))
  return (['books', 'crm'] as const).flatMap((side) => {
    const bench = work.benches[side]
    return bench.connector.feeds
      .filter((feed) => feed.some((entity) => wanted.has(spaceOf(entity))))
      .map((feed) => ({ bench, entities: feed }))
  })
}

type Place = Pick<StoredCursor, 'cursor' | 'begunRun' | 'polledRun' | 'listedAt' | 'relistingSince'>

const unread: Place = { cursor: null, begunRun: null, polledRun: null, listedAt: null, relistingSince: null }

const nameOf = (feed: Feed): string => feed.entities.join('+')

/** Null: the side is to be listed anew since, so that this page is no part of its reading. */
async function pullPage(work: Work, feed: Feed, before: Place, strangerAt: StrangerAt): Promise<Place | Hold | null> {
  const { engine, run } = work
  // Our own clock orders what we read: the vendor's may be off, and reads by id must not seem newer than pages.
  const readAt = readingAt(work)
  const anew = relistingIsDue(feed, before, readAt)
  const cursor = anew ? null : before.cursor
  const page = await asking(feed.bench.connector.id, pageFrom(feed, cursor))
  const side = feed.bench.side
  const relisting = page.restarted || anew ? readAt : before.relistingSince
  // Asked after the page was shown, so that it is about whoever showed it.
  const stranger = page.snapshots.length > 0 || relisting !== null ? await strangerAt(side) : null
  if (stranger) return stranger
  const absent = !page.more && relisting !== null ? await lookForMissing(work, feed, page, readAt, relisting) : []
  const begun = page.restarted || anew ? run.id : (before.begunRun ?? run.id)
  const after = placeAfter(work, page, begun, relisting, before)
  const moved = await inLease(engine, work.held, async (tx) => {
    await foldSnapshots(tx, work, side, [...page.snapshots, ...absent], readAt)
    return saveCursor(tx, engine, work.integration.id, { side, feed: nameOf(feed), ...after }, before)
  })
  return moved ? { ...before, ...after } : null
}

/**
 * Where a feed stands after a page. A reading that an earlier run began is polled once more before it counts: who was born since may
 * stand on a page that was shown before, and would be taken for missing.
 */
function placeAfter(work: Work, page: Page, begun: string, relisting: number | null, before: Place) {
  const { engine, run } = work
  if (page.more) return { cursor: page.next, relistingSince: relisting, begunRun: begun }
  const listed = relisting !== null || before.listedAt === null
  return {
    cursor: page.next,
    relistingSince: null,
    begunRun: null,
    ...(begun === run.id ? { polledRun: run.id } : {}),
    ...(listed ? { listedAt: engine.now() } : {}),
  }
}

/** A list that says there is more, and stands where it stood, would be asked for ever. */
async function pageFrom({ bench, entities }: Feed, cursor: Cursor | null): Promise<Page> {
  const page = await bench.session.changes(entities, cursor)
  if (!page.more || page.next !== cursor) return page
  throw new ConnectorError({ kind: 'surprise', detail: 'a list that does not go on' })
}

/** Removals that only absence shows are looked for once a day: a complete listing costs what a first load costs. */
const relistAfter = 24 * 3_600_000

/** A vendor that tells of no removal is listed completely again now and then, whoever was asked to is at once; never in the middle. */
function relistingIsDue({ bench, entities }: Feed, before: Place, now: number): boolean {
  if (before.relistingSince !== null) return before.cursor === null
  const byAbsence = entities.some((entity) => bench.connector.entities[entity]?.removals === 'by-absence')
  if (!byAbsence || before.listedAt === null) return false
  return now - before.listedAt >= relistAfter
}

/** The last page counts as shown, too: it is folded first, and again with what was missing. */
async function lookForMissing(work: Work, feed: Feed, last: Page, readAt: number, since: number) {
  const { bench, entities } = feed
  await inLease(work.engine, work.held, (tx) => foldSnapshots(tx, work, bench.side, last.snapshots, readAt))
  return missing(work, bench, entities, since)
}

/** Whether an identity space of a side was listed completely once and polled in this run. */
export function listedIn(work: Work, cursors: readonly StoredCursor[]): (side: Side, entity: Entity) => boolean {
  const done = new Set(
    cursors
      .filter((row) => row.listedAt !== null && row.polledRun === work.run.id)
      .flatMap((row) => row.feed.split('+').map((entity) => `${row.side}:${entity}`)),
  )
  const feeds = sides.flatMap((side) => work.benches[side].connector.feeds.flat().map((entity) => `${side}:${entity}`))
  return (side, entity) => !feeds.includes(`${side}:${entity}`) || done.has(`${side}:${entity}`)
}
