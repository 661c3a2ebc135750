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
  const { verb, entity, sets } = sent
  const shown = receipt.shown ? flatten(receipt.shown) : null
  const label = verb === 'create' ? { entity } : nothing
  const told = toldBy(sets, label)
  const confirmed = shown ? confirmedBy(shown, sent, label) : told
  const extra = shown && verb === 'create' ? beyond(shown, told) : nothing
  return {
    id: receipt.id,
    entity,
    version: receipt.version,
    // The very same where nothing was shown: dozens of values a record are not copied, or sent, a second time.
    seen: shown ? { ...told, ...shown } : told,
    removed: verb === 'remove',
    targetBase: laneBackUpdates || extra === nothing ? confirmed : { ...confirmed, ...extra },
    originBase: originOf(sets, label),
    news: laneBackUpdates && Object.values(extra).some((value) => value !== null),
    tried: triedBy(verb, sets, shown),
  }
}

const nothing: Flat = {}

function toldBy(sets: readonly SetField[], label: Flat): Flat {
  const told: Record<string, Value> = { ...label }
  for (const { key, value } of sets) told[key] = value
  return told
}

function confirmedBy(shown: Flat, { verb, sets }: Sent, label: Flat): Flat {
  const confirmed: Record<string, Value> = { ...label }
  for (const { key, value } of sets) confirmed[key] = confirmedValue(shown, verb, key, value)
  return confirmed
}

/** Nothing was sent for an empty value at creation: what the vendor put there is its own, not agreed. */
function confirmedValue(shown: Flat, verb: Verb, key: string, value: Value): Value {
  const answer = shown[key]
  return answer === undefined || (verb === 'create' && value === null) ? value : answer
}

function beyond(shown: Flat, told: Flat): Flat {
  return Object.fromEntries(Object.entries(shown).filter(([key]) => (told[key] ?? null) === null))
}

function originOf(sets: readonly SetField[], label: Flat): Flat {
  const flat: Record<string, Value> = { ...label }
  for (const { from, origin } of sets) if (from !== null) flat[from] = origin
  return flat
}
