import { meetAgain } from '@/lib/engine/meet'
import { patiently } from '@/lib/engine/patiently'
import type { Problem } from '@/lib/model/problem'
import { askVendor } from './ask-vendor'
import type { Live } from './compose-settings'
import { engineAt, type Desk } from './desk'
import { failed, type Done, type Fault } from './fault'
import { live } from './live'
import { vendorView, type Place } from './place'
import type { VendorView } from './views'

/** A vendor that does not answer right now: the page says so and offers to try again. */
export interface Unanswered {
  readonly vendor: VendorView
  readonly problem: Problem
}

export const unanswered = (fault: Fault, { vendors }: Place): Unanswered | null => {
  if (fault.kind !== 'vendor') return null
  const vendor = Object.values(vendors).find(({ id }) => id === fault.vendor) ?? vendors.books
  return { vendor: vendorView(vendor), problem: fault.problem }
}

/** Schemas and people of both sides as they are now. */
export async function bothSides(desk: Desk, { pair, crm, books, vendors }: Place): Promise<Done<Live>> {
  if (!crm || !books?.companyId) return failed({ kind: 'not-now' })
  const engine = engineAt(desk)
  const meet = async () => ({ crm: await meetAgain(engine, crm.id), books: await meetAgain(engine, books.id) })
  const benches = await askVendor(vendors.crm.id, () => patiently(engine, meet))
  return benches.ok ? live(pair, benches.value.crm, benches.value.books) : benches
}
