import type { Entity, Side } from '@/lib/model/words'
import { laneTo, sides } from '@/lib/model/words'
import { pairOf } from '@/lib/pairs'
import { connectorOf } from '@/lib/connectors'
import type { Family } from '../kit/family'
import type { FamilyVendor } from '../kit/family-books'
import { inCrm, later, shared } from './family'

export interface Birth {
  readonly side: Side
  readonly entity: Entity
}

/** Every create that a pair may send: what its rules allow and the vendor of that side can do. */
export function birthsOf(vendor: FamilyVendor): readonly Birth[] {
  const pair = pairOf(`freshsales.${vendor}`)
  if (!pair) throw new Error(`There is no pair with ${vendor}`)
  const able = { crm: connectorOf(pair.crm).entities, books: connectorOf(pair.books).entities }
  return sides.flatMap((side) =>
    Object.entries(pair.entities).flatMap(([name, rule]) => {
      const entity = name as Entity // a key of the pair's own entities
      const may = rule[laneTo(side)].includes('create') && able[side][entity]?.write.includes('create')
      return may ? [{ side, entity }] : []
    }),
  )
}

/** How somebody on the other side makes such a record necessary, `name` being all that is known of it; what is there of it then. */
interface Sowing {
  readonly ready?: (house: Family, name: string) => void
  readonly sow: (house: Family, name: string) => void
  readonly found: (house: Family, name: string) => readonly unknown[]
}

const accountOf = (house: Family, name: string) =>
  String(inCrm(house, 'sales_accounts').find((row) => row['name'] === name)?.['id'])
const customerOf = (house: Family, name: string) =>
  house.books.list('customer').find((row) => row['name'] === name)?.id ?? ''
/** Amounts are told apart by the digits of a name. */
const amountOf = (name: string): number => 1_000 + Number(name.replace(/\D/g, ''))

const sowings: Readonly<Record<string, Sowing>> = {
  'crm customer': {
    sow: (house, name) => void house.books.addCustomer(name),
    found: (house, name) => inCrm(house, 'sales_accounts').filter((row) => row['name'] === name),
  },
  'crm contact': {
    ready: (house, name) => void house.books.addCustomer(name),
    sow: (house, name) =>
      house.books.edit('contact', customerOf(house, name), { firstName: 'Ada', lastName: name, email: mailOf(name) }),
    found: (house, name) => inCrm(house, 'contacts').filter((row) => row['last_name'] === name),
  },
  'crm product': {
    sow: (house, name) => void house.books.addProduct(name),
    found: (house, name) => inCrm(house, 'products').filter((row) => row['name'] === name),
  },
  'crm invoice': {
    sow: (house, name) => void house.books.addInvoice(shared(house).customer.id, amountOf(name)),
    found: (house, name) => inCrm(house, 'cm_invoice').filter((row) => Number(row['cf_total']) === amountOf(name)),
  },
  'crm payment': {
    ready: (house, name) => void house.books.addInvoice(shared(house).customer.id, amountOf(name)),
    sow: (house, name) =>
      house.books.pay(
        house.books.list('invoice').find((row) => Number(row['total']) === amountOf(name))?.id ?? '',
        amountOf(name),
      ),
    found: (house, name) => inCrm(house, 'cm_payment').filter((row) => Number(row['cf_amount']) === amountOf(name)),
  },
  'books customer': {
    sow: (house, name) => void house.crm.create('sales_accounts', { name }),
    found: (house, name) => house.books.list('customer').filter((row) => row['name'] === name),
  },
  'books contact': {
    ready: (house, name) => void house.crm.create('sales_accounts', { name }),
    sow: (house, name) =>
      void house.crm.create('contacts', {
        ...{ first_name: 'Ada', last_name: name, emails: mailOf(name) },
        sales_accounts: [{ id: accountOf(house, name), is_primary: true }],
      }),
    found: (house, name) => house.books.list('contact').filter((row) => row['lastName'] === name),
  },
  'books document': {
    sow(house, name) {
      const deal = { name, amount: `${amountOf(name)}.0`, sales_account_id: shared(house).account.id }
      house.crm.win(house.crm.create('deals', deal))
    },
    found: (house, name) =>
      house.books.list('document').filter((row) => row['mark'] !== null && Number(row['net']) === amountOf(name)),
  },
}

const mailOf = (name: string): string => `${name.replace(/\W/g, '').toLowerCase()}@example.test`

export function sowingOf({ side, entity }: Birth): Sowing {
  const found = sowings[`${side} ${entity}`]
  if (!found) throw new Error(`Nobody here knows how a ${entity} comes to be in the ${side}`)
  return found
}

/** What must be there first, in both systems. */
export async function prepared(house: Family, birth: Birth, names: readonly string[]): Promise<void> {
  const { ready } = sowingOf(birth)
  if (!ready) return
  for (const name of names) ready(house, name)
  await later(house)
}
