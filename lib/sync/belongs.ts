import type { Half, Link } from '../model/record'
import type { ResolvedRule } from '../model/rule'
import type { Facts, Holder } from './facts'

/** Another company that this CRM record is of, or was born for; a child goes with its parent. */
export function belongsTo(link: Pick<Link, 'space'>, crm: Half, rule: ResolvedRule, facts: Facts): Holder | null {
  const holder = facts.elsewhere(link.space, crm.id)
  const birth = rule.needs === null ? facts.born(crm.seen) : 'ours'
  return holder ?? (typeof birth === 'object' ? { company: birth.company, open: false } : null)
}
