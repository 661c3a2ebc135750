import type { SetField } from '../model/decision'
import type { Base, Flat, Value } from '../model/record'
import type { Side, Verb } from '../model/words'

type PerSide = Readonly<Record<Side, Value | undefined>>

/**
 * A value that we sent twice and that came back as the same other value is that vendor's own form of it.
 * `tried` remembers, per key, a value that we sent and no snapshot has confirmed yet; once it came back as another value and
 * was sent again, that other value. A person's edit does not look like this, because the value was shown before it.
 */
export function ownForm(field: { value: PerSide; base: PerSide; told: PerSide; tried: PerSide }, side: Side): boolean {
  const came = field.tried[side]
  const sent = field.base[side]
  return came !== undefined && came !== sent && field.value[side] === came && field.told[side] === sent
}

/** `tried` after a write: what the vendor's answer showed is known, everything else awaits its first snapshot. */
export function tryAgain(tried: Flat, verb: Verb, sets: readonly SetField[], shown: Flat | null): Flat {
  if (verb === 'remove') return {}
  const next: Record<string, Value> = { ...tried }
  for (const { key, value, before, base } of sets) {
    const again = tried[key] !== undefined && base === value && before !== value
    if (shown?.[key] !== undefined || (verb === 'create' && value === null)) delete next[key]
    else next[key] = again ? before : value
  }
  return next
}

/** `tried` after a snapshot: a value that is shown as it was sent needs no watching any more. */
export function confirm(tried: Flat, base: Base | null, shown: Flat): Flat {
  return Object.fromEntries(
    Object.entries(tried).filter(([key]) => shown[key] === undefined || shown[key] !== base?.[key]),
  )
}
