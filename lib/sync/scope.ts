import type { Half } from '../model/record'
import type { ResolvedRule } from '../model/rule'

/** The rule's filter over one half; a field that this side does not show says nothing. */
export function inScope(half: Half, rule: ResolvedRule): boolean {
  if (half.leftFilter) return false
  return Object.entries(rule.only).every(([key, value]) => half.seen[key] === undefined || half.seen[key] === value)
}
