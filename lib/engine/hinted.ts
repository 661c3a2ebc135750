import type { Snapshot } from '../model/record'
import { sides, type Entity, type Side } from '../model/words'
import { inLease, inTenant } from '../store/db'
import { dropHints, takeHints, type StoredHint } from '../store/hints'
import type { StrangerAt } from './company'
import { gone } from './missing'
import { foldSnapshots } from './fold-snapshots'
import type { Moved } from './run'
import { asking } from './vendor-problem'
import { readingAt, type Work } from './workshop'

/** Records that a webhook named are read by id before the feeds are asked; null once none is left. */
export async function readHinted(work: Work, until: number, strangerAt: StrangerAt): Promise<Moved | null> {
  for (;;) {
    const hints = await inTenant(work.engine, (tx) => takeHints(tx, work.engine, work.integration.id, most(work)))
    if (hints.length === 0) return null
    if (work.engine.now() >= until) return { phase: 'pull' }
    for (const side of sides) {
      const own = ofSide(hints, side)
      const hold = own.length > 0 ? await strangerAt(side) : null
      if (hold) return { phase: 'close', result: { kind: 'held', hold } }
      await readSide(work, side, own)
    }
  }
}

const most = ({ benches }: Work): number => Math.min(...sides.map((side) => benches[side].connector.limits.page))
const ofSide = (hints: readonly StoredHint[], side: Side) => hints.filter((hint) => hint.side === side)

async function readSide(work: Work, side: Side, hints: readonly StoredHint[]): Promise<void> {
  const { engine, integration } = work
  for (const entity of new Set(hints.map((hint) => hint.entity))) {
    const own = hints.filter((hint) => hint.entity === entity)
    const readAt = readingAt(work)
    const shown = work.rules.byEntity[entity] ? await shownNow(work, side, entity, own) : []
    await inLease(engine, work.held, async (tx) => {
      await foldSnapshots(tx, work, side, shown, readAt)
      await dropHints(tx, engine, integration.id, own)
    })
  }
}

/** What is not there counts as removed only where the vendor has no other way to say so. */
async function shownNow(
  { benches }: Work,
  side: Side,
  entity: Entity,
  hints: readonly StoredHint[],
): Promise<readonly Snapshot[]> {
  const { connector, session } = benches[side]
  const ids = hints.map(({ remoteId }) => remoteId)
  const shown = await asking(connector.id, session.read(entity, ids))
  if (connector.entities[entity]?.removals !== 'by-absence') return shown
  const there = new Set(shown.map(({ id }) => id))
  return [...shown, ...ids.filter((id) => !there.has(id)).map((id) => gone(entity, id))]
}
