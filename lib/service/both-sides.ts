import { meetAgain } from '@/lib/engine/meet'
import { patiently } from '@/lib/engine/patiently'
import type { Bench } from '@/lib/engine/workshop'
import type { Problem } from '@/lib/model/problem'
import type { Side } from '@/lib/model/words'
import type { Connection } from '@/lib/store/connections'
import { askVendor } from './ask-vendor'
import type { Live } from './compose-settings'
import { engineAt, type Desk } from './desk'
import { done, failed, type Done, type Fault } from './fault'
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
  const benches = await meetBoth(desk, vendors, { crm, books })
  return benches.ok ? live(pair, benches.value.crm, benches.value.books) : benches
}

/** A session at each system; the one that lets nobody in is named, and not the other one. */
export async function meetBoth(
  desk: Desk,
  vendors: Place['vendors'],
  connected: Readonly<Record<Side, Connection>>,
): Promise<Done<Readonly<Record<Side, Bench>>>> {
  const engine = engineAt(desk)
  const at = (side: Side): Promise<Done<Bench>> =>
    askVendor(vendors[side].id, () => patiently(engine, () => meetAgain(engine, connected[side].id)))
  const crm = await at('crm')
  if (!crm.ok) return crm
  const books = await at('books')
  return books.ok ? done({ crm: crm.value, books: books.value }) : books
}
