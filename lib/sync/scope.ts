import type { Flat, Half, Value } from '../model/record'
import type { ResolvedRule } from '../model/rule'
import type { Condition } from '../model/settings'
import { fold } from './keys'

/**
 * The rule's filter and the administrator's over one half; a field that this side does not show says nothing. A half that
 * bears another label than the rule (a conversion on one side) is not judged by it: its label is a field that travels or
 * is given back.
 */
export function inScope(half: Half, rule: Pick<ResolvedRule, 'entity' | 'only' | 'filter'>): boolean {
  if (half.leftFilter) return false
  if (half.entity !== rule.entity) return true
  const ruled = Object.entries(rule.only).every(
    ([key, value]) => half.seen[key] === undefined || half.seen[key] === value,
  )
  return ruled && passes(half.seen, rule.filter)
}

/** Whether a record says all that a filter asks for. */
export const passes = (flat: Flat, filter: readonly Condition[]): boolean =>
  filter.every((condition) => {
    const value = flat[condition.field]
    return value === undefined || holds(value, condition)
  })

function holds(value: Value, { is, values }: Condition): boolean {
  const text = value === null ? '' : fold(String(value))
  const asked = values.map((each) => fold(String(each)))
  switch (is) {
    case 'one-of':
      return asked.includes(text)
    case 'none-of':
      return !asked.includes(text)
    case 'contains':
      return asked.some((part) => text.includes(part))
    case 'starts-with':
      return asked.some((part) => text.startsWith(part))
    case 'filled':
      return text !== ''
    case 'empty':
      return text === ''
  }
}
