import type { Write } from '../model/connector'
import { entities, type Entity } from '../model/words'
import { pairOf } from '../pairs'
import { inTenant } from '../store/db'
import { integration as readIntegration } from '../store/integrations'
import { mirroredPage, type Mirrored } from '../store/mirrored'
import { meetAgain } from './meet'
import type { Engine } from './workshop'

export interface Unlocked {
  /** Where the next call goes on; null at the end. */
  readonly after: string | null
  readonly unlocked: number
  /** Records that the CRM would not unlock; they stay as they are. */
  readonly refused: number
}

/** Kinds of records that the pair keeps locked in the CRM. */
export function lockedKinds(pair: string): readonly Entity[] {
  const rules = pairOf(pair)?.entities ?? {}
  return entities.filter((entity) => rules[entity]?.lockedIn === 'crm')
}

/** Takes the lock off the next batch of records in the CRM. Repeating a batch does no harm. Throws as sessions do. */
export async function unlockSome(engine: Engine, integration: string, after: string): Promise<Unlocked> {
  const found = await inTenant(engine, (tx) => readIntegration(tx, engine, integration))
  if (!found) return { after: null, unlocked: 0, refused: 0 }
  const { connector, session } = await meetAgain(engine, found.crmConnection)
  const kinds = lockedKinds(found.pair).filter((entity) => connector.entities[entity]?.lock)
  const limit = connector.limits.batch
  const page = await inTenant(engine, (tx) => mirroredPage(tx, engine, integration, kinds, { after, limit }))
  const outcomes = []
  for (const entity of kinds) {
    const writes = page.filter((record) => record.entity === entity).map(unlocking)
    if (writes.length > 0) outcomes.push(...(await session.write(entity, writes)))
  }
  const unlocked = outcomes.filter(({ ok }) => ok).length
  const last = page.length < limit ? null : (page.at(-1)?.link ?? null)
  return { after: last, unlocked, refused: outcomes.length - unlocked }
}

const unlocking = ({ link, entity, id }: Mirrored): Write => ({
  ...{ do: 'update', entity, id, ifMatch: null, idempotencyKey: `${link}:unlock` },
  ...{ fields: { locked: false }, parents: {} },
})
