import type { Half, Link } from '../model/record'
import type { ResolvedRule } from '../model/rule'
import { otherSide, type Side } from '../model/words'
import type { Facts } from './facts'
import { keys } from './keys'
import { inScope } from './scope'
import { parentKey } from './flatten'

export type Match =
  | { readonly kind: 'none' }
  | { readonly kind: 'tie'; readonly drop: Link }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly string[] }

/** The side of a link that has one side only. */
export function onlySide(link: Link): Side | null {
  if (link.crm && !link.books) return 'crm'
  return link.books && !link.crm ? 'books' : null
}

/**
 * Finds the counterpart of a one-sided link among the other one-sided links: by marker first, then the identify keys in order.
 * Exactly one candidate on each side ties; several park, because a wrong tie mixes two companies' books.
 */
export function match(link: Link, pool: readonly Link[], rule: ResolvedRule, facts: Facts): Match {
  const side = onlySide(link)
  const half = side && link[side]
  if (!side || !half) return { kind: 'none' }
  const others = pool.filter((other) => other.id !== link.id && fits(other, otherSide(side), rule))
  const marked = others.find((other) => bears(half, other) || bears(other[otherSide(side)], link))
  if (marked) return { kind: 'tie', drop: marked }
  const rivals = pool.filter((other) => other.id !== link.id && fits(other, side, rule))
  return byKeys(half, others, rivals, rule.identify, side, parentsAgree(half, side, rule, facts))
}

function byKeys(
  half: Half,
  others: readonly Link[],
  rivals: readonly Link[],
  identify: readonly string[],
  side: Side,
  sameParent: (other: Half, otherSide: Side) => boolean,
): Match {
  for (const key of keys(half.seen, identify)) {
    const found = others.filter((other) => holds(other[otherSide(side)], key, identify, sameParent, otherSide(side)))
    if (found.length === 0) continue
    const doubles = rivals.filter((rival) => holds(rival[side], key, identify, sameParent, side))
    const [only, second] = found
    if (only && !second && doubles.length === 0) return { kind: 'tie', drop: only }
    return { kind: 'ambiguous', candidates: found.map((other) => other[otherSide(side)]?.id ?? other.id) }
  }
  return { kind: 'none' }
}

function holds(
  half: Half | null,
  key: string,
  identify: readonly string[],
  sameParent: (half: Half, side: Side) => boolean,
  side: Side,
): boolean {
  return half !== null && keys(half.seen, identify).includes(key) && sameParent(half, side)
}

function fits(link: Link, side: Side, rule: ResolvedRule): boolean {
  const half = link[side]
  return onlySide(link) === side && half !== null && !half.removed && !link.gone && inScope(half, rule)
}

const bears = (half: Half | null, link: Link): boolean => half !== null && half.marker === link.id

/** Two people with one e-mail address are one contact only at the same company. */
function parentsAgree(half: Half, side: Side, rule: ResolvedRule, facts: Facts) {
  const needs = rule.needs
  if (!needs) return () => true
  const linkOf = (of: Half, at: Side): string | null => {
    const id = of.seen[parentKey(needs)]
    return typeof id === 'string' ? (facts.parent(needs, at, id)?.link ?? null) : null
  }
  const own = linkOf(half, side)
  return (other: Half, at: Side) => own !== null && linkOf(other, at) === own
}
