import { inTenant } from '@/lib/store/db'
import type { Desk } from './desk'
import { placeOf, vendorView, type Place } from './place'
import { standingFacts, type StandingFacts } from './standing-facts'
import type { HeadView } from './views'

/** What stands above every page. */
export const head = (desk: Desk): Promise<HeadView> =>
  inTenant(desk, async (tx) => {
    const place = await placeOf(tx, desk)
    return headView(place, await standingFacts(tx, desk, place))
  })

export const headView = (place: Place, { state, parked }: StandingFacts): HeadView => ({
  integration: place.integration?.id ?? null,
  crm: vendorView(place.vendors.crm),
  books: vendorView(place.vendors.books),
  company: place.books?.companyName ?? null,
  state,
  parked,
})
