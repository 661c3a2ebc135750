import type { Because, Half, Link } from '../model/record'
import type { ResolvedRule } from '../model/rule'
import { otherSide, spaceOf, type Entity, type Side } from '../model/words'
import { belongsTo } from './belongs'
import type { Facts, Holder, ParentFact } from './facts'
import { parentKey } from './flatten'
import { onlySide } from './match'
import { addsUp } from './money'
import { inScope } from './scope'

export interface Refusal {
  readonly because: Because
  /** `space:side:id` of the parent it waits for. */
  readonly waitsOn: string | null
}

const refuse = (because: Because, waitsOn: string | null = null): Refusal => ({ because, waitsOn })

/** Why a link may not travel now, or null. A state, not an error: looked at again whenever the link is planned. */
export function admit(link: Link, rule: ResolvedRule, facts: Facts): Refusal | null {
  const side = onlySide(link)
  const half = side ? link[side] : leading(link, rule)
  if (!half || isGone(link)) return null
  if (!inScope(half, rule)) return refuse({ reason: 'out-of-scope' })
  if (!half.removed && !addsUp(half.seen)) return refuse({ reason: 'money-does-not-add-up', field: 'total' })
  return side ? admitNewcomer(link, half, side, rule, facts) : null
}

/** Nothing is left to filter: what is removed everywhere becomes a gravestone. */
const isGone = (link: Link): boolean => [link.crm, link.books].every((half) => half === null || half.removed)

/** The half whose fields decide about the filter: the one that leads where the other is locked or tells nothing back. */
function leading(link: Link, rule: ResolvedRule): Half | null {
  if (rule.lockedIn) return link[otherSide(rule.lockedIn)]
  if (rule.toCrm.length === 0) return link.crm
  const halves = [link.crm, link.books].filter((half) => half !== null)
  return halves.find((half) => !inScope(half, rule)) ?? halves[0] ?? null
}

function admitNewcomer(link: Link, half: Half, side: Side, rule: ResolvedRule, facts: Facts): Refusal | null {
  const holder = side === 'crm' ? belongsTo(link, half, rule, facts) : null
  if (holder) return refuse(becauseOf(holder))
  if (!facts.listed(otherSide(side), link.space)) return refuse({ reason: 'waits-for-listing' })
  return rule.needs ? admitChild(half, side, rule.needs, facts) : null
}

/** What the other company is still waiting to hear of is asked again with every run, like a listing that is not complete. */
const becauseOf = ({ company, open }: Holder): Because => ({
  reason: open ? 'waits-for-listing' : 'belongs-elsewhere',
  detail: company,
})

function admitChild(half: Half, side: Side, needs: Entity, facts: Facts): Refusal | null {
  const id = half.seen[parentKey(needs)]
  const waitsOn = `${spaceOf(needs)}:${side}:${typeof id === 'string' ? id : ''}`
  const parent = typeof id === 'string' ? facts.parent(needs, side, id) : null
  return parent ? admitUnder(parent, needs, waitsOn) : refuse({ reason: 'waits-for-parent' }, waitsOn)
}

function admitUnder(parent: ParentFact, needs: Entity, waitsOn: string): Refusal | null {
  if (parent.stands === 'excluded') return refuse({ reason: 'out-of-scope' }, waitsOn)
  if (parent.entity !== needs && spaceOf(parent.entity) === spaceOf(needs))
    return refuse({ reason: 'waits-for-conversion' }, waitsOn)
  return parent.stands === 'ready' || parent.stands === 'planned'
    ? null
    : refuse({ reason: 'waits-for-parent' }, waitsOn)
}
