import type { Flat } from '../model/record'
import type { Condition } from '../model/settings'
import type { Birth } from './facts'
import { passes } from './scope'

/** Which records born in the CRM a company takes for its own. */
export interface Claim {
  /** Null: the company that is planned. */
  readonly company: string | null
  readonly belongs: readonly Condition[]
}

/** Whose a record born in the CRM is: the first company that claims it, in their order; else the default company's. */
export function birthOf(claims: readonly Claim[], isDefault: boolean): (crm: Flat) => Birth {
  return (crm) => {
    const found = claims.find(({ belongs }) => claimed(crm, belongs))
    if (!found) return isDefault ? 'ours' : 'open'
    return found.company === null ? 'ours' : { company: found.company }
  }
}

/** What a record does not show claims nothing; nor does a company without a rule. */
const claimed = (crm: Flat, belongs: readonly Condition[]): boolean =>
  belongs.length > 0 && belongs.every(({ field }) => crm[field] !== undefined) && passes(crm, belongs)
