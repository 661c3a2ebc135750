import type { Outcome } from '../model/connector'
import { ConnectorError } from '../model/problem'
import type { Half, Value } from '../model/record'
import type { Side } from '../model/words'
import { inTenant } from '../store/db'
import type { Integration } from '../store/integrations'
import { flatten } from '../sync/flatten'
import { foldSnapshots } from './fold-snapshots'
import { meetAgain } from './meet'
import type { Bench, Engine } from './workshop'

export interface Edit {
  readonly integration: Integration
  readonly side: Side
  readonly half: Half
  readonly key: string
  readonly value: Value
}

/**
 * One field typed on our pages, written as if the person had typed it in the system itself: guarded by the version the
 * person saw, then folded like any sighting, so that the next run carries it on. Throws where the vendor is not reached.
 */
export async function edit(engine: Engine, given: Edit): Promise<Outcome> {
  const { integration, side, half, key, value } = given
  const bench = await meetAgain(engine, side === 'crm' ? integration.crmConnection : integration.booksConnection)
  if (await hasMoved(bench, given)) return { ok: false, problem: { kind: 'changed-meanwhile' } }
  const target = { entity: half.entity, id: half.id, ifMatch: half.version, idempotencyKey: engine.newId() }
  const [outcome] = await bench.session.write(half.entity, [
    { do: 'update', ...target, fields: { [key]: value }, parents: {} },
  ])
  if (!outcome) throw new ConnectorError({ kind: 'unreachable', detail: 'no answer for this record' })
  if (outcome.ok) await fold(engine, bench, given)
  return outcome
}

/** A vendor without a precondition is asked right before. */
async function hasMoved({ connector, session }: Bench, { half, key }: Edit): Promise<boolean> {
  if (connector.entities[half.entity]?.precondition !== 'none') return false
  const [now] = await session.read(half.entity, [half.id])
  return !now || now.removed || (flatten(now)[key] ?? null) !== (half.seen[key] ?? null)
}

async function fold(engine: Engine, { session, side }: Bench, { integration, half }: Edit): Promise<void> {
  const readAt = engine.now()
  const shown = await session.read(half.entity, [half.id])
  await inTenant(engine, (tx) => foldSnapshots(tx, { engine, integration }, side, shown, readAt))
}
