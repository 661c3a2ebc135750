import { inTenant, type Tx } from '@/lib/store/db'
import type { Desk } from './desk'
import { placeOf, vendorView, type Place } from './place'
import { siblingsOf, type Sibling } from './siblings'
import { standingFacts, type StandingFacts } from './standing-facts'
import type { CompanyName, HeadView } from './views'

/** What stands above every page. */
export const head = (desk: Desk): Promise<HeadView> =>
  inTenant(desk, async (tx) => {
    const place = await placeOf(tx, desk)
    return headView(tx, desk, place, await standingFacts(tx, desk, place))
  })

export async function headView(
  tx: Tx,
  desk: Desk,
  place: Place,
  { state, parked }: Pick<StandingFacts, 'state' | 'parked'>,
): Promise<HeadView> {
  const siblings = await siblingsOf(tx, desk, place)
  return {
    integration: place.integration?.id ?? null,
    crm: vendorView(place.vendors.crm),
    books: vendorView(place.vendors.books),
    company: place.books?.companyName ?? null,
    companies: siblings.map((sibling) => companyName(place, sibling)),
    state,
    parked,
  }
}

export const companyName = ({ integration, companies }: Place, { integration: own, books }: Sibling): CompanyName => ({
  integration: own.id,
  name: books.companyName,
  shown: own.id === integration?.id,
  isDefault: own.id === companies[0]?.id,
})
