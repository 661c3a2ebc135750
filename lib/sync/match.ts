import type { Flat, Half, Link } from '../model/record'
import type { ResolvedRule } from '../model/rule'
import { otherSide, type Side } from '../model/words'
import { belongsTo } from './belongs'
import type { Facts } from './facts'
import { keys } from './keys'
import { inScope } from './scope'
import { parentKey } from './flatten'

export type Match =
  | { readonly kind: 'none' }
  | { readonly kind: 'tie'; readonly drop: Link }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly string[] }

/** A one-sided link with its half. */
interface Stranger {
  readonly link: Link
  readonly half: Half
}

/** Position of the first identify field that both hold alike; null if there is none. */
type Rank = (a: Half, at: Side, b: Half, bt: Side) => number | null

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
  // What is removed is nobody's counterpart, also as a newcomer.
  if (!side || !half || half.removed) return { kind: 'none' }
  const own = { link, half }
  const others = strangers(link, pool, otherSide(side), rule, facts).filter(
    (other) => !toldApart(own, side, other, facts),
  )
  const rivals = strangers(link, pool, side, rule, facts)
  return byMarker(own, others, rivals) ?? byKeys(own, side, others, rivals, rule, facts)
}

function strangers(
  link: Link,
  pool: readonly Link[],
  side: Side,
  rule: ResolvedRule,
  facts: Facts,
): readonly Stranger[] {
  return pool.flatMap((other) => {
    const half = other[side]
    if (half === null || other.id === link.id || other.space !== link.space) return []
    if (onlySide(other) !== side || half.removed) return []
    if (side === 'crm' && belongsTo(other, half, rule, facts) !== null) return []
    return inScope(half, rule) ? [{ link: other, half }] : []
  })
}

/** A person said that they are not the same. */
const toldApart = (own: Stranger, side: Side, other: Stranger, facts: Facts): boolean =>
  side === 'crm'
    ? facts.apart(own.link.space, own.half.id, other.half.id)
    : facts.apart(own.link.space, other.half.id, own.half.id)

/** A copy made in the vendor copies our mark too: two that bear the same one are for a person to tell apart. */
function byMarker(own: Stranger, others: readonly Stranger[], rivals: readonly Stranger[]): Match | null {
  const found = others.filter((other) => bears(own, other) || bears(other, own))
  const [only, second] = found
  if (!only) return null
  const copies = rivals.some(({ half }) => half.marker !== null && half.marker === own.half.marker)
  return second || copies ? ambiguous(found) : { kind: 'tie', drop: only.link }
}

const bears = ({ half }: Stranger, { link }: Stranger): boolean => half.marker === link.id

/** A candidate that one of our rivals meets under an earlier key is spoken for; so is a rival with a candidate of its own. */
function byKeys(
  { half }: Stranger,
  side: Side,
  others: readonly Stranger[],
  rivals: readonly Stranger[],
  rule: ResolvedRule,
  facts: Facts,
): Match {
  const rank = ranking(rule, facts)
  const meets = (a: Half, b: Half): number | null => rank(a, side, b, otherSide(side))
  const before = (a: Half, b: Half, at: number): boolean => (meets(a, b) ?? at) < at
  for (const at of rule.identify.keys()) {
    const alike = others.filter((other) => meets(half, other.half) === at)
    const found = alike.filter((other) => !rivals.some((rival) => before(rival.half, other.half, at)))
    const [only, second] = found
    if (!only) continue
    const doubles = rivals.filter(
      (rival) => found.some((other) => meets(rival.half, other.half) === at) && !spoken(rival, others, at, before),
    )
    return second || doubles.length > 0 ? ambiguous(found) : { kind: 'tie', drop: only.link }
  }
  return { kind: 'none' }
}

function spoken(
  rival: Stranger,
  others: readonly Stranger[],
  at: number,
  before: (a: Half, b: Half, at: number) => boolean,
): boolean {
  return others.some((other) => before(rival.half, other.half, at))
}

const ambiguous = (found: readonly Stranger[]): Match => ({
  kind: 'ambiguous',
  candidates: found.map(({ half }) => half.id),
})

function ranking({ identify, needs }: ResolvedRule, facts: Facts): Rank {
  const parent = (half: Half, side: Side): string | null => {
    const id = needs ? half.seen[parentKey(needs)] : null
    return needs && typeof id === 'string' ? (facts.parent(needs, side, id)?.link ?? null) : null
  }
  return (a, at, b, bt) => {
    const rank = identify.findIndex((field) => {
      const key = keyOf(a.seen, field)
      return key !== null && key === keyOf(b.seen, field)
    })
    if (rank < 0) return null
    // Two people with one e-mail address are one contact only at the same company.
    return needs === null || (parent(a, at) !== null && parent(a, at) === parent(b, bt)) ? rank : null
  }
}

/** Folding is dear and a pool is looked through once per link: each record's keys are folded once. */
const folded = new WeakMap<Flat, Map<string, string | null>>()

function keyOf(flat: Flat, field: string): string | null {
  const known = folded.get(flat) ?? new Map<string, string | null>()
  folded.set(flat, known)
  const kept = known.get(field)
  if (kept !== undefined) return kept
  const [key = null] = keys(flat, [field])
  known.set(field, key)
  return key
}
