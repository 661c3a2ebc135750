import type { Change } from '../model/decision'
import type { Base, Half, Value } from '../model/record'

/** A value changed if it is shown and is not what was agreed; a key that is missing says nothing, only null says empty. */
export function changed(base: Base | null, key: string, value: Value | undefined): boolean {
  return value !== undefined && base?.[key] !== value
}

/** What happened to a record since both sides last agreed, judged by the joined fields only. */
export function detect(half: Half | null, joined: readonly string[]): Change {
  if (half === null) return 'none'
  if (half.removed) return 'removed'
  if (half.base === null) return 'new'
  return joined.some((key) => changed(half.base, key, half.seen[key])) ? 'edited' : 'none'
}
