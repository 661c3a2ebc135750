import type { Cursor } from '../model/connector'
import { sides } from '../model/words'
import { inTenant } from '../store/db'
import { placesOf } from '../store/places'
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
      accounts.push(
        ...reconcile(listed, new Map(places.map((place) => [`${place.space}:${place.id}`, classify(place)]))),
      )
    }
  }
  return accounts
}

async function listAll(bench: Bench, feed: readonly Listed['entity'][]): Promise<readonly Listed[]> {
  const listed = new Map<string, Listed>()
  let cursor: Cursor | null = null
  for (let more = true; more;) {
    const page: Awaited<ReturnType<Bench['session']['changes']>> = await asking(
      bench.connector.id,
      bench.session.changes(feed, cursor),
    )
    for (const { entity, id, removed } of page.snapshots) listed.set(id, { side: bench.side, entity, id, removed })
    cursor = page.next
    more = page.more
  }
  return [...listed.values()]
}
