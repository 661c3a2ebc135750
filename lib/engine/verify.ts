import type { Accuracy } from '../model/accuracy'
import type { Cursor } from '../model/connector'
import { sides, spaceOf, type Entity, type Side } from '../model/words'
import { inTenant } from '../store/db'
import { placesOf } from '../store/places'
import { accuracy } from '../sync/accuracy'
import { flatten } from '../sync/flatten'
import { reconcile, type Account, type Listed } from '../sync/reconcile'
import { classify } from '../sync/standing'
import { asking } from './vendor-problem'
import type { Bench, Work } from './workshop'

/**
 * A read-only look: complete listings of both sides joined with memory, every live record in exactly one class. What no link
 * explains is `unexplained`, and must not be there.
 */
export async function verify(work: Work): Promise<readonly Account[]> {
  const accounts: Account[] = []
  for (const side of sides) {
    const bench = work.benches[side]
    for (const feed of bench.connector.feeds.filter((all) => all.some((entity) => work.rules.byEntity[entity]))) {
      const listed = await listAll(bench, feed)
      const ids = [...new Set(listed.map(({ id }) => id))]
      const places = await inTenant(work.engine, (tx) =>
        placesOf(tx, work.engine, work.integration.id, side, feed, ids),
      )
      const remembered = new Map(
        places.map((place) => [`${place.space}:${place.id}`, { class: classify(place), seen: place.seen }]),
      )
      for (const account of reconcile(listed, remembered, joinedOn(work, side))) accounts.push(account)
    }
  }
  return accounts
}

/** The same look as numbers, money and names: what a page shows. */
export const prove = async (work: Work): Promise<Accuracy> => accuracy(await verify(work))

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
    for (const each of page.snapshots) {
      const { entity, id, removed } = each
      listed.set(`${spaceOf(entity)}:${id}`, { side: bench.side, entity, id, removed, flat: flatten(each) })
    }
    cursor = page.next
    more = page.more
  }
  return [...listed.values()]
}
