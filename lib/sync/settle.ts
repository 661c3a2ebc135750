import type { Receipt } from '../model/connector'
import type { SetField } from '../model/decision'
import type { Flat, Tried, Value } from '../model/record'
import type { Entity, Verb } from '../model/words'
import { flatten } from './flatten'
import { triedBy } from './own-form'

/** What we remember after a write was confirmed. */
export interface Settled {
  readonly id: string
  readonly entity: Entity
  readonly version: string | null
  /** What the target is known to hold now: folded over what it showed before. */
  readonly seen: Flat
  readonly removed: boolean
  readonly targetBase: Flat
  readonly originBase: Flat
  /** The target's answer holds something that the other side has not heard and may hear. */
  readonly news: boolean
  /** What the target's `tried` gains (own-form.ts). */
  readonly tried: Tried
}

interface Sent {
  readonly verb: Verb
  readonly entity: Entity
  readonly sets: readonly SetField[]
}

/**
 * The base moves for exactly the fields the write carried: on the target to what the vendor's own answer shows, else to what
 * was sent; on the origin to the value it was planned on. The rest of an answer is a snapshot like any other.
 * What a new record shows beyond what we sent is news where the lane back has update, otherwise base.
 */
export function settle(sent: Sent, receipt: Receipt, laneBackUpdates: boolean): Settled {
  const shown = receipt.shown ? flatten(receipt.shown) : null
  const label = sent.verb === 'create' ? { entity: sent.entity } : {}
  const told: Record<string, Value> = {}
  for (const { key, value } of sent.sets) told[key] = value
  const confirmed = shown ? confirmedBy(shown, sent) : told
  const extra = shown && sent.verb === 'create' ? beyond(shown, told) : nothing
  return {
    id: receipt.id,
    entity: sent.entity,
    version: receipt.version,
    seen: { ...told, ...label, ...shown },
    removed: sent.verb === 'remove',
    targetBase: { ...label, ...confirmed, ...(laneBackUpdates ? {} : extra) },
    originBase: { ...label, ...originOf(sent.sets) },
    news: laneBackUpdates && Object.values(extra).some((value) => value !== null),
    tried: triedBy(sent.verb, sent.sets, shown),
  }
}

const nothing: Flat = {}

function confirmedBy(shown: Flat, { verb, sets }: Sent): Flat {
  const confirmed: Record<string, Value> = {}
  for (const { key, value } of sets) confirmed[key] = confirmedValue(shown, verb, key, value)
  return confirmed
}

/** Nothing was sent for an empty value at creation: what the vendor put there is its own, not agreed. */
function confirmedValue(shown: Flat, verb: Verb, key: string, value: Value): Value {
  const answer = shown[key]
  return answer === undefined || (verb === 'create' && value === null) ? value : answer
}

/** The label is told by the create itself. */
function beyond(shown: Flat, told: Flat): Flat {
  const own = ([key]: [string, Value]): boolean => key !== 'entity' && (told[key] ?? null) === null
  return Object.fromEntries(Object.entries(shown).filter(own))
}

function originOf(sets: readonly SetField[]): Flat {
  const flat: Record<string, Value> = {}
  for (const { from, origin } of sets) if (from !== null) flat[from] = origin
  return flat
}
