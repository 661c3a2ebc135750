import type { Snapshot } from '../model/record'
import type { Entity } from '../model/words'
import { inTenant } from '../store/db'
import { knownSince } from '../store/unseen'
import { absent } from '../sync/absent'
import { asking } from './vendor-problem'
import { readingAt, type Bench, type Work } from './workshop'

/**
 * After a complete listing that began at `since` because the vendor forgot our place: records it did not show, each asked for
 * by id, because only the vendor's own word makes it removed. What is read comes as it is, what is not there as removed.
 */
export async function missing(
  work: Work,
  bench: Bench,
  entities: readonly Entity[],
  since: number,
): Promise<readonly Snapshot[]> {
  const { engine, integration } = work
  const listing = { since, until: readingAt(work) }
  const known = await inTenant(engine, (tx) => knownSince(tx, engine, integration.id, bench.side, entities, listing))
  const { suspects, witnesses } = absent(known)
  const found: Snapshot[] = []
  for (const { entity, id } of witnesses) found.push(...(await asked(bench, entity, [id])))
  // One of them is there after all: it was the listing that failed.
  if (found.some(({ removed }) => !removed)) return found
  const others = suspects.filter((each) => !witnesses.includes(each))
  for (const entity of entities) {
    const ids = others.flatMap((each) => (each.entity === entity ? [each.id] : []))
    if (ids.length > 0) found.push(...(await asked(bench, entity, ids)))
  }
  return found
}

async function asked(bench: Bench, entity: Entity, ids: readonly string[]): Promise<readonly Snapshot[]> {
  const read = await asking(bench.connector.id, bench.session.read(entity, ids))
  const there = new Set(read.map(({ id }) => id))
  return [...read, ...ids.filter((id) => !there.has(id)).map((id) => gone(entity, id))]
}

/** A record that its vendor no longer shows under its id. */
export const gone = (entity: Entity, id: string): Snapshot => ({
  entity,
  id,
  version: null,
  fields: {},
  parents: {},
  removed: true,
})
