import type { Decision } from '../model/decision'
import type { Link, Reason } from '../model/record'
import type { ResolvedRule, Rules } from '../model/rule'
import { admit } from './admit'
import { decide } from './decide'
import type { Facts } from './facts'
import { match } from './match'

/** Reasons that only a person's answer ends; everything else is looked at again. */
const untilAPersonDecides: readonly Reason[] = ['could-not-confirm', 'ask', 'kept-apart']

/**
 * One link as planned: matched, admitted, decided. `pool` are the one-sided links that share a key with it.
 * Returns a decision for every link, so that none can be skipped.
 */
export function plan(link: Link, pool: readonly Link[], rules: Rules, facts: Facts): Decision {
  const rule = ruleOf(link, rules)
  if (!rule) return outOfRules(link)
  if (held(link)) return stays(link, rule)
  const refusal = admit(link, rule, facts)
  if (refusal) return { ...stays(link, rule), because: refusal.because, waitsOn: refusal.waitsOn }
  const met = match(link, pool, rule, facts)
  if (met.kind === 'ambiguous') return park(link, rule, met.candidates)
  if (met.kind === 'none') return decide(link, rule, facts)
  return meet(link, met.drop, rules, facts)
}

/** A removal in the books goes on whatever a link waits for. */
function held(link: Link): boolean {
  return link.because !== null && untilAPersonDecides.includes(link.because.reason) && !link.books?.removed
}

/** Two strangers turn out to be one thing: one link with two sides and no agreement yet, decided by the same table. */
function meet(link: Link, drop: Link, rules: Rules, facts: Facts): Decision {
  const tied: Link = { ...link, crm: link.crm ?? drop.crm, books: link.books ?? drop.books, because: null }
  const rule = ruleOf(tied, rules)
  if (!rule) return outOfRules(link)
  return { ...decide(tied, rule, facts), ties: [drop.id] }
}

/** What the books show is what the link is (only they convert); before they know it, what the CRM shows. */
function ruleOf(link: Link, rules: Rules): ResolvedRule | null {
  const entity = (link.books ?? link.crm)?.entity
  return (entity && rules.byEntity[entity]) ?? null
}

const blank = { ties: [], writes: [], agreed: { crm: {}, books: {} }, waitsOn: null, gone: false, notes: [] } as const

function stays(link: Link, rule: ResolvedRule): Decision {
  return { ...blank, link: link.id, entity: rule.entity, because: link.because }
}

function park(link: Link, rule: ResolvedRule, candidates: readonly string[]): Decision {
  return { ...stays(link, rule), because: { reason: 'ambiguous', detail: candidates.slice(0, 10).join(', ') } }
}

function outOfRules(link: Link): Decision {
  const entity = (link.books ?? link.crm)?.entity ?? 'customer'
  return { ...blank, link: link.id, entity, because: { reason: 'out-of-scope' } }
}
