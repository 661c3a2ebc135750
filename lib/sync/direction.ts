import type { ResolvedRule } from '../model/rule'

export type Direction = 'both-ways' | 'to-crm' | 'to-books' | 'none'

/** Never written, always read off the verbs, so that label and behaviour cannot disagree. */
export function direction(rule: Pick<ResolvedRule, 'toCrm' | 'toBooks'>): Direction {
  const toCrm = rule.toCrm.length > 0
  const toBooks = rule.toBooks.length > 0
  if (toCrm && toBooks) return 'both-ways'
  if (toCrm) return 'to-crm'
  return toBooks ? 'to-books' : 'none'
}
