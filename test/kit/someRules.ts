import type { ResolvedRule, Rules } from '@/lib/model/rule'

/** Rules by their entities, under version 1. */
export const someRules = (...rules: readonly ResolvedRule[]): Rules => ({
  version: 1,
  byEntity: Object.fromEntries(rules.map((rule) => [rule.entity, rule])),
})
