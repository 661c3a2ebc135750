import type { SetField } from '../model/decision'
import type { Base, Flat, Tried } from '../model/record'
import type { Side, Verb } from '../model/words'
import type { Field } from './judge'

/**
 * A value that we sent twice and that came back as the same other value is that vendor's own form of it: it becomes that
 * side's base. A person's edit does not look like this, because the value was shown as we sent it before the edit.
 */
export function ownForm({ tried, base, value, told }: Field, side: Side): boolean {
  const { sent, came } = tried[side] ?? {}
  return came !== undefined && sent === base[side] && value[side] === came && told[side] === sent
}

/** `tried` after a write: what the vendor's answer showed is known, everything else awaits its first snapshot. */
export function tryAgain(tried: Tried, verb: Verb, sets: readonly SetField[], shown: Flat | null): Tried {
  if (verb === 'remove') return {}
  const next: Record<string, Tried[string]> = { ...tried }
  for (const { key, value, before } of sets) {
    const again = tried[key]?.sent === value && before !== value
    if (shown?.[key] !== undefined || (verb === 'create' && value === null)) delete next[key]
    else next[key] = again ? { sent: value, came: before } : { sent: value }
  }
  return next
}

/** `tried` after a snapshot: what is shown as it was sent, or was agreed otherwise since, needs no watching any more. */
export function confirm(tried: Tried, base: Base | null, shown: Flat): Tried {
  const open = ([key, { sent }]: [string, Tried[string]]): boolean => base?.[key] === sent && shown[key] !== sent
  return Object.fromEntries(Object.entries(tried).filter(open))
}
