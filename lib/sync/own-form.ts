import type { SetField } from '../model/decision'
import { everything, type Flat, type Tried } from '../model/record'
import type { Side, Verb } from '../model/words'
import type { Field } from './judge'

/**
 * A value that we sent twice and that came back as the same other value is that vendor's own form of it: it
 * becomes that side's base. A person's edit does not look like this, because the value was shown as we sent it before the edit
 * (engine/confirmed).
 */
export function ownForm({ tried, base, value, told }: Field, side: Side): boolean {
  const { sent, came } = tried[side] ?? {}
  return came !== undefined && sent === base[side] && value[side] === came && told[side] === sent
}

/** What a write adds to `tried`: what was sent and not shown by the vendor's answer, with what stood there the second time. */
export function triedBy(verb: Verb, sets: readonly SetField[], shown: Flat | null): Tried {
  if (verb === 'create') return shown === null ? { [everything]: { sent: true } } : {}
  return Object.fromEntries(
    sets
      .filter(({ key }) => shown?.[key] === undefined)
      .map(({ key, value, before, again }) => [key, again ? { sent: value, came: before } : { sent: value }]),
  )
}
