import type { Accuracy, Difference } from '../model/accuracy'
import type { Cursor } from '../model/connector'
import type { Snapshot } from '../model/record'
import { sides, spaceOf, type Entity, type Side } from '../model/words'
import { inTenant } from '../store/db'
import { placesOf } from '../store/places'
import { knownSince, type Known } from '../store/unseen'
import { accuracy } from '../sync/accuracy'
import { flatten } from '../sync/flatten'
import { reconcile, type Account, type Listed, type Remembered } from '../sync/reconcile'
import { classify } from '../sync/standing'
import { titleOf } from '../sync/title'
import { asking } from './vendor-problem'
import type { Bench, Work } from './workshop'

/**
 * A read-only look: complete listings of both sides joined with memory, every live record in exactly one class. What no link
 * explains is `unexplained`, and must not be there.
 */
export const verify = async (work: Work): Promise<readonly Account[]> => (await look(work)).accounts

/** The same look as numbers, money and names: what a page shows. */
export async function prove(work: Work): Promise<Accuracy> {
  const { accounts, missing } = await look(work)
  return accuracy(accounts, missing)
}

async function look(work: Work) {
  const accounts: Account[] = []
  const missing: Difference[] = []
  for (const side of sides) {
    const bench = work.benches[side]
    for (const feed of bench.connector.feeds.filter((all) => all.some((entity) => work.rules.byEntity[entity]))) {
      const since = work.engine.now() - bench.connector.visibleAfter * 1000
      const listed = await listAll(bench, feed)
      const unseen = await notShown(work, side, feed, { listed, since })
      const found = await askedFor(bench, unseen)
      const shown = [...listed, ...found]
      const places = await remembered(work, side, feed, [...new Set([...shown, ...unseen].map(({ id }) => id))])
      for (const account of reconcile(shown, places, joinedOn(work, side))) accounts.push(account)
      const there = new Set(found.map(keyOf))
      missing.push(...unseen.filter((each) => !there.has(keyOf(each))).map((each) => differenceOf(side, each, places)))
    }
  }
  return { accounts, missing }
}

async function remembered(work: Work, side: Side, feed: readonly Entity[], ids: readonly string[]) {
  const { engine, integration } = work
  const places = await inTenant(engine, (tx) => placesOf(tx, engine, integration.id, side, feed, ids))
  return new Map(places.map((place) => [`${place.space}:${place.id}`, { class: classify(place), seen: place.seen }]))
}

/** Records that were there when a run last looked, before this listing began, and that it does not show. */
async function notShown(
  work: Work,
  side: Side,
  feed: readonly Entity[],
  { listed, since }: { readonly listed: readonly Listed[]; readonly since: number },
): Promise<readonly Known[]> {
  const { engine, integration } = work
  const live = new Set(listed.flatMap((each) => (each.removed ? [] : [keyOf(each)])))
  const wanted = feed.filter((entity) => work.rules.byEntity[entity])
  const known = await inTenant(engine, (tx) =>
    knownSince(tx, engine, integration.id, side, wanted, { since, until: engine.now() }),
  )
  return known.filter((each) => !each.shown && !live.has(keyOf(each)))
}

/** Not every list shows all that is there, such as documents of a kind that is no longer made: a read by id has the last word. */
async function askedFor({ side, connector, session }: Bench, unseen: readonly Known[]): Promise<readonly Listed[]> {
  const there: Listed[] = []
  for (const entity of new Set(unseen.map((each) => each.entity))) {
    const ids = unseen.flatMap((each) => (each.entity === entity ? [each.id] : []))
    const read = await asking(connector.id, session.read(entity, ids))
    there.push(...read.filter(({ removed }) => !removed).map((each) => listedOf(side, each)))
  }
  return there
}

function differenceOf(side: Side, each: Known, places: ReadonlyMap<string, Remembered>): Difference {
  const { entity, id } = each
  return { side, entity, id, name: titleOf(places.get(keyOf(each))?.seen ?? {}, id), kind: 'missing', fields: [] }
}

const keyOf = ({ entity, id }: Pick<Known, 'entity' | 'id'>): string => `${spaceOf(entity)}:${id}`

const listedOf = (side: Side, snapshot: Snapshot): Listed => ({
  ...{ side, entity: snapshot.entity, id: snapshot.id, removed: snapshot.removed },
  flat: flatten(snapshot),
})

/** Fields that travel, as the side names them; those set at creation only may differ afterwards. */
const joinedOn =
  ({ rules }: Work, side: Side) =>
  (entity: Entity): readonly string[] =>
    (rules.byEntity[entity]?.joins ?? []).flatMap((join) => (join.on === 'create' ? [] : (join[side] ?? [])))

/** A feed of several kinds may give two of them the same id, each in a space of its own. */
async function listAll(bench: Bench, feed: readonly Listed['entity'][]): Promise<readonly Listed[]> {
  const listed = new Map<string, Listed>()
  let cursor: Cursor | null = null
  for (let more = true; more;) {
    const page: Awaited<ReturnType<Bench['session']['changes']>> = await asking(
      bench.connector.id,
      bench.session.changes(feed, cursor),
    )
    for (const each of page.snapshots) listed.set(keyOf(each), listedOf(bench.side, each))
    cursor = page.next
    more = page.more
  }
  return [...listed.values()]
}
