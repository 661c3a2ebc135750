import type { freshsales } from '../../sandbox/freshsales'
import type { Side } from '@/lib/model/words'
import type { FamilyBooks, Kept } from '../kit/family-books'
import { partsOf, textAt } from '../kit/raw'
import type { Deed, Kind } from './act'
import type { Twin } from './fields'
import { shownIn } from './fields'
import type { Row, Typed } from './people'
import type { SimulatedClock } from './world'

/** What people need to work in both systems. */
export interface FamilyTown {
  readonly crm: ReturnType<typeof freshsales>
  readonly books: FamilyBooks
  readonly fields: Readonly<Record<Kind, readonly Twin[]>>
  readonly typed: Typed[]
  readonly clock: SimulatedClock
}

const MODULES = {
  ...{ third: 'sales_accounts', contact: 'contacts', product: 'products' },
  ...{ invoice: 'cm_invoice', payment: 'cm_payment', deal: 'deals' },
} as const satisfies Readonly<Record<Kind, string>>

const KEPT = {
  ...{ third: 'customer', contact: 'contact', product: 'product' },
  ...{ invoice: 'invoice', payment: 'payment', deal: 'document' },
} as const satisfies Readonly<Record<Kind, Kept>>

/** How the CRM calls what people call by one word, kind by kind. */
const NAMES: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  third: { name: 'name', email: 'cf_email', phone: 'phone', street: 'address', city: 'city' },
  contact: {
    ...{ firstName: 'first_name', lastName: 'last_name', email: 'emails' },
    ...{ phone: 'work_number', mobile: 'mobile_number' },
  },
  product: { name: 'name', description: 'description' },
  invoice: { number: 'name', total: 'cf_total', balance: 'cf_balance', customer: 'cf_customer' },
  payment: { amount: 'cf_amount', customer: 'cf_customer' },
  deal: { name: 'name', customer: 'sales_account_id' },
}

/** Everything the CRM ever had of a kind, in people's words. */
export const crmRows = ({ crm }: FamilyTown, kind: Kind): readonly Row[] =>
  crm.admin.list(MODULES[kind]).map((row) => ({
    ...row,
    ...Object.fromEntries(Object.entries(NAMES[kind]).map(([key, name]) => [key, textAt(row, name)])),
    ...(kind === 'contact' ? { customer: textAt(partsOf(row['accounts']), 0) ?? accountIn(row) } : {}),
    mark: textAt(row, 'cf_sync_ref'),
    id: String(row['id']),
  }))

const accountIn = (row: Readonly<Record<string, unknown>>): string | null =>
  Array.isArray(row['accounts']) ? textAt(row['accounts'], 0) : null

/** What people see: of documents in the books only those that deals became. */
export function liveRows(town: FamilyTown, side: Side, kind: Kind): readonly Row[] {
  if (side === 'crm') return crmRows(town, kind).filter((row) => row['is_deleted'] !== true)
  return town.books.list(KEPT[kind]).filter((row) => kind !== 'deal' || row['mark'] !== null)
}

const nth = <T>(rows: readonly T[], at: number): T | undefined => rows[rows.length === 0 ? 0 : at % rows.length]

type Of<D extends Deed['do']> = Extract<Deed, { do: D }>

/** Carries a person's deed out in the vendor's own pages; false where there is nothing to do it to. */
export function inVendors(town: FamilyTown, deed: Deed): boolean {
  switch (deed.do) {
    case 'edit':
      return edit(town, deed)
    case 'type-in':
      return typeIn(town, deed)
    case 'type-in-twice':
      typeIn(town, { ...deed, do: 'type-in', side: 'crm', kind: 'third', nth: 0, as: 'client' })
      return typeIn(town, { ...deed, do: 'type-in', side: 'books', kind: 'third', nth: 0, as: 'client' })
    case 'remove':
      return remove(town, deed)
    case 'touch':
      return touch(town, deed)
    case 'merge':
      return merge(town, deed)
    case 'pay': {
      const row = nth(
        town.books.list('invoice').filter(({ balance }) => Number(balance) >= 1),
        deed.nth,
      )
      if (row) town.books.pay(row.id, 1)
      return row !== undefined
    }
    default:
      return false
  }
}

function note(
  { typed, clock, fields, ...town }: FamilyTown,
  side: Side,
  kind: Kind,
  id: string,
  keys: readonly string[],
) {
  const row = liveRows({ ...town, typed, clock, fields }, side, kind).find((each) => each.id === id)
  for (const each of fields[kind].filter(({ key }) => keys.includes(key)))
    if (row) typed.push({ side, kind, id, field: each.key, value: shownIn(each, side, row), at: clock.now() })
}

function edit(town: FamilyTown, { side, kind, nth: at, field, value }: Of<'edit'>): boolean {
  const row = nth(liveRows(town, side, kind), at)
  const known = town.fields[kind].some(({ key }) => key === field)
  if (!row || !known || kind === 'invoice' || kind === 'payment' || kind === 'deal') return false
  if (side === 'crm') town.crm.admin.edit(MODULES[kind], row.id, { [NAMES[kind][field] ?? field]: value })
  else town.books.edit(KEPT[kind], row.id, { [field]: value ?? '' }) // those three
  note(town, side, kind, row.id, [field])
  return true
}

function typeIn(town: FamilyTown, { side, kind, nth: at, value }: Of<'type-in'>): boolean {
  const parent = nth(liveRows(town, side, 'third'), at)
  const id = side === 'crm' ? inCrm(town, kind, parent, value) : inBooks(town, kind, parent, value)
  if (id === null) return false
  const keys = kind === 'invoice' || kind === 'deal' ? [] : town.fields[kind].map(({ key }) => key)
  note(town, side, kind, id, keys)
  return true
}

const mailOf = (value: string): string => `${value}@${value}.example.com`
const amountOf = (value: string): number => 100 + Number(value.split('x')[1] ?? 0)

function inCrm({ crm }: FamilyTown, kind: Kind, parent: Row | undefined, value: string): string | null {
  const { admin } = crm
  if (kind === 'third') return admin.create('sales_accounts', { name: value, city: 'Annecy' })
  if (kind === 'product') return admin.create('products', { name: value })
  if (!parent) return null
  const owner = [{ id: parent.id, is_primary: true }]
  const person = { first_name: `F${value}`, last_name: value, emails: mailOf(value), sales_accounts: owner }
  if (kind === 'contact') return admin.create('contacts', person)
  if (kind !== 'deal') return null
  const deal = admin.create('deals', { name: value, amount: `${amountOf(value)}.0`, sales_account_id: parent.id })
  admin.win(deal)
  return deal
}

/** A client has room for one person: where there is one, the place is taken. */
function inBooks({ books }: FamilyTown, kind: Kind, parent: Row | undefined, value: string): string | null {
  if (kind === 'third') {
    const id = books.addCustomer(value)
    books.edit('customer', id, { city: 'Annecy' })
    return id
  }
  if (kind === 'product') return books.addProduct(value)
  if (!parent) return null
  if (kind === 'invoice') return books.addInvoice(parent.id, amountOf(value))
  if (kind !== 'contact' || books.list('contact').some(({ id }) => id === parent.id)) return null
  books.edit('contact', parent.id, { firstName: `F${value}`, lastName: value, email: mailOf(value) })
  return parent.id
}

/** Who goes takes nobody along: what stood under them stays where it is. */
function remove(town: FamilyTown, { side, kind, nth: at }: Of<'remove'>): boolean {
  const row = nth(liveRows(town, side, kind), at)
  if (!row) return false
  if (side === 'crm') {
    if (kind === 'invoice' || kind === 'payment') return false
    town.crm.admin.remove(MODULES[kind], row.id)
    return true
  }
  if (kind === 'invoice') town.books.voidInvoice(row.id)
  else if (kind === 'third') town.books.remove(row.id)
  return kind === 'invoice' || kind === 'third'
}

/** A stamp moves and nothing else does. */
function touch(town: FamilyTown, { side, kind, nth: at }: Of<'touch'>): boolean {
  const row = nth(liveRows(town, side, kind), at)
  const [first] = town.fields[kind]
  if (!row || !first || kind === 'invoice' || kind === 'payment' || kind === 'deal') return false
  const value = textAt(row, first.key) ?? ''
  if (side === 'crm') town.crm.admin.edit(MODULES[kind], row.id, { [NAMES[kind][first.key] ?? first.key]: value })
  else town.books.edit(KEPT[kind], row.id, { [first.key]: value }) // those three
  return true
}

/** Two customers turn out to be one: whoever and whatever stood under the second goes to the first, and the second goes. */
function merge(town: FamilyTown, { side, nth: from, into: to }: Of<'merge'>): boolean {
  const rows = liveRows(town, side, 'third')
  const [gone, stays] = [nth(rows, from), nth(rows, to)]
  if (!gone || !stays || gone.id === stays.id) return false
  if (side === 'books') {
    if (!town.books.merge) return false
    town.books.merge(gone.id, stays.id)
    return true
  }
  const { admin } = town.crm
  const under = (kind: 'contact' | 'deal') => liveRows(town, 'crm', kind).filter(({ customer }) => customer === gone.id)
  for (const { id } of under('contact'))
    admin.edit('contacts', id, { sales_accounts: [{ id: stays.id, is_primary: true }] })
  for (const { id } of under('deal')) admin.edit('deals', id, { sales_account_id: stays.id })
  admin.remove('sales_accounts', gone.id)
  return true
}
