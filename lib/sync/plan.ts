import type { Decision } from '../model/decision'
import { untilAPersonDecides, type Link, type Reason } from '../model/record'
import type { ResolvedRule, Rules } from '../model/rule'
import { laneTo, otherSide } from '../model/words'
import { admit } from './admit'
import { decide } from './decide'
import { double } from './double'
import type { Facts } from './facts'
import { match, onlySide } from './match'
import { inScope } from './scope'

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
  if (onlySide(link) === null) return keptApart(link, decide(link, rule, facts))
  const copy = doubleOf(link, pool, rule, facts) ?? leftBehind(link, pool, rule)
  if (copy) return copy
  const candidates = pool.filter((other) => admitted(other, rules))
  const met = match(link, candidates, rule, facts)
  if (met.kind === 'ambiguous') return park(link, rule, met.candidates)
  if (met.kind === 'none') return afterReview(link, decide(link, rule, facts), rule, facts)
  return held(met.drop) ? park(link, rule, recordsOf(met.drop)) : meet(link, met.drop, rules, facts)
}

const recordsOf = (link: Link): readonly string[] => [link.crm, link.books].flatMap((half) => (half ? [half.id] : []))

/** Created before a person has said whether it is the same as another one, it might be there twice. */
function afterReview(link: Link, decision: Decision, rule: ResolvedRule, facts: Facts): Decision {
  const creates = decision.writes.some(({ verb }) => verb === 'create')
  const alike = creates ? facts.lookalikes(link) : []
  return alike.length === 0 ? decision : park(link, rule, alike, 'looks-alike')
}

/** A record that our lost and late answers made twice goes, if it is provably ours and the lane lets it; else a person looks. */
function doubleOf(link: Link, pool: readonly Link[], rule: ResolvedRule, facts: Facts): Decision | null {
  const side = onlySide(link)
  const half = side && link[side]
  const holder = half && pool.find(({ id }) => id === half.marker)
  const kind = holder && double(half, side, holder, facts.attempts(holder.id))
  if (!side || !half || !kind) return null
  if (kind === 'unclear' || !rule[laneTo(side)].includes('remove'))
    return park(link, rule, [holder?.[side]?.id ?? half.id])
  const { entity } = rule
  const { id, version: ifMatch } = half
  const write = { side, verb: 'remove', entity, id, ifMatch, why: 'our-double', sets: [], waitsFor: [] } as const
  return { ...stays(link, rule), because: null, writes: [write] }
}

/** What we made for a record that went before we knew that it had arrived is no new record: a person decides whether it stays. */
function leftBehind(link: Link, pool: readonly Link[], rule: ResolvedRule): Decision | null {
  const side = onlySide(link)
  const holder = side && pool.find(({ id }) => id !== link.id && id === link[side]?.marker)
  const origin = side && holder && holder[side] === null ? holder[otherSide(side)] : null
  return origin?.removed ? park(link, rule, [origin.id]) : null
}

/** A record that is out of its own rule's filter is nobody's counterpart. */
function admitted(other: Link, rules: Rules): boolean {
  const rule = ruleOf(other, rules)
  const half = other.crm ?? other.books
  return rule !== null && half !== null && inScope(half, rule)
}

/**
 * A removal in the books goes on whatever a link waits for. A difference that a person keeps apart is in both bases, so a
 * link with two sides is merged as usual: only a later edit speaks.
 */
function held(link: Link): boolean {
  if (link.because === null || link.books?.removed || (link.crm?.removed && !link.books)) return false
  // Whoever ignores an error has not answered it.
  const { reason } = link.because.was ?? link.because
  if (reason === 'kept-apart') return onlySide(link) !== null
  return untilAPersonDecides.some((one) => one === reason)
}

function keptApart(link: Link, decision: Decision): Decision {
  const idle = decision.because === null && decision.writes.length === 0 && !decision.gone
  return idle && link.because?.reason === 'kept-apart' ? { ...decision, because: link.because } : decision
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

function park(link: Link, rule: ResolvedRule, candidates: readonly string[], reason: Reason = 'ambiguous'): Decision {
  return { ...stays(link, rule), because: { reason, detail: candidates.slice(0, 10).join(', ') } }
}

function outOfRules(link: Link): Decision {
  const entity = (link.books ?? link.crm)?.entity ?? 'customer'
  return { ...blank, link: link.id, entity, because: { reason: 'out-of-scope' } }
}
