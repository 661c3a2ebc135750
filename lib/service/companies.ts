import { meetAgain } from '@/lib/engine/meet'
import type { Company } from '@/lib/model/connector'
import type { Condition } from '@/lib/model/settings'
import type { State } from '@/lib/model/state'
import { inTenant, type Tx } from '@/lib/store/db'
import { askVendor } from './ask-vendor'
import { bothSides, unanswered, type Unanswered } from './both-sides'
import { engineAt, type Desk } from './desk'
import { done, type Done } from './fault'
import { companyName } from './head'
import { placeOf, type Place } from './place'
import { siblingsOf, untaken, type Sibling } from './siblings'
import { standingFacts } from './standing-facts'
import { bornFields, type FilterField } from './travels'
import type { CompanyName } from './views'

export interface CompanyView extends CompanyName {
  readonly state: State
  readonly parked: number
  readonly belongs: readonly Condition[]
}

export interface CompaniesView {
  readonly companies: readonly CompanyView[]
  /** Further ones that the keys in use open; where a sign-in is needed they are chosen after it. */
  readonly addable: readonly Company[]
  /** Which records born in the CRM belong to the company shown, and by what it can be said. */
  readonly belongs: readonly Condition[]
  readonly fields: readonly FilterField[]
  readonly problem: Unanswered | null
}

/** Every company on this CRM with how it stands, and the further ones that could be added. */
export async function companies(desk: Desk): Promise<CompaniesView> {
  const { place, siblings, views } = await inTenant(desk, async (tx) => {
    const here = await placeOf(tx, desk)
    const all = await siblingsOf(tx, desk, here)
    return { place: here, siblings: all, views: await viewsOf(tx, desk, here, all) }
  })
  const open = await openCompanies(desk, place)
  const live = await bothSides(desk, place)
  const fault = open.ok ? (live.ok ? null : live.fault) : open.fault
  return {
    companies: views,
    addable: open.ok ? untaken(open.value, { integration: null, books: place.books }, siblings) : [],
    belongs: place.integration?.settings.belongs ?? [],
    fields: live.ok ? bornFields(live.value) : [],
    problem: fault && unanswered(fault, place),
  }
}

async function viewsOf(tx: Tx, desk: Desk, place: Place, all: readonly Sibling[]): Promise<readonly CompanyView[]> {
  const views: CompanyView[] = []
  for (const sibling of all) {
    const { integration, books } = sibling
    const { state, parked } = await standingFacts(tx, desk, { ...place, integration, books })
    views.push({ ...companyName(place, sibling), state, parked, belongs: integration.settings.belongs ?? [] })
  }
  return views
}

/** A consent opens what was chosen at it; keys open all that the vendor holds. */
async function openCompanies(desk: Desk, { books, vendors }: Place): Promise<Done<readonly Company[]>> {
  if (books?.endedAt !== null || vendors.books.auth.kind !== 'keys') return done([])
  return askVendor(vendors.books.id, async () => {
    const { session } = await meetAgain(engineAt(desk), books.id)
    return session.companies()
  })
}
