import type { ResolvedRule } from '@/lib/model/rule'
import { all } from '@/lib/model/rule'

/** A customer rule that lets everything travel both ways, with `name` joined. */
export function aRule(part: Partial<ResolvedRule> = {}): ResolvedRule {
  return {
    entity: 'customer',
    identify: ['code'],
    toCrm: all,
    toBooks: all,
    lockedIn: null,
    wins: 'books',
    becomes: {},
    needs: null,
    only: {},
    filter: [],
    joins: [{ crm: 'name', books: 'name' }],
    maxLength: { crm: {}, books: {} },
    switchedOff: { toCrm: [], toBooks: [] },
    ...part,
  }
}

/** What the books say goes, and the CRM may only create. */
export const aLockedRule = (part: Partial<ResolvedRule> = {}): ResolvedRule =>
  aRule({ toBooks: ['create'], lockedIn: 'crm', ...part })
