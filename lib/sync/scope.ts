import type { Half } from '../model/record'
import type { ResolvedRule } from '../model/rule'

/**
 * The rule's filter over one half; a field that this side does not show says nothing. A half that bears another label than
 * the rule (a conversion on one side) is not judged by it: its label is a field that travels or is given back.
 */
export function inScope(half: Half, rule: ResolvedRule): boolean {
  if (half.leftFilter) return false
  if (half.entity !== rule.entity) return true
  return Object.entries(rule.only).every(([key, value]) => half.seen[key] === undefined || half.seen[key] === value)
}
