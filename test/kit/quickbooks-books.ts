import type { Doc } from '../../sandbox/quickbooks/records'
import { CLIENT, MAIN, quickBooks } from '../../sandbox/quickbooks'
import { described } from '../../sandbox/quickbooks/simulate'
import type { Clock } from '../../sandbox/kit/clock'
import { quickbooks as connector } from '@/lib/connectors/quickbooks'
import type { BooksOptions, FamilyBooks, Kept, Shown } from './family-books'
import { markIn, textAt } from './raw'

type Row = Readonly<Record<string, unknown>>

const VERIFIER = 'family-verifier'
const KINDS = { customer: 'Customer', contact: 'Customer', product: 'Item' } as const

export function quickBooksBooks(clock: Clock, options: BooksOptions): FamilyBooks {
  const simulator = quickBooks({ clock, ...options })
  const { admin } = simulator
  const living = (kind: 'Customer' | 'Item'): readonly Row[] =>
    admin.list(MAIN, kind).filter(({ Active }) => Active !== false)
  const customers = () => living('Customer').filter(({ ParentRef }) => ParentRef === undefined)
  const owned = (row: Row): Row => {
    const owner = admin.get(MAIN, 'Customer', textAt(row, 'CustomerRef', 'value') ?? '')
    return { ...row, owner: textAt(owner, 'ParentRef', 'value') ?? textAt(owner, 'Id') }
  }
  const lists: Readonly<Record<Kept, () => readonly Shown[]>> = {
    customer: () => customers().map(customer),
    contact: () => customers().filter(hasPerson).map(person),
    product: () =>
      living('Item')
        .filter(({ Type }) => Type !== 'Category')
        .map(product),
    document: () => [
      ...admin.list(MAIN, 'Estimate').map(owned).map(document('quote')),
      ...admin
        .list(MAIN, 'Invoice')
        .map(owned)
        .map(document('draft-invoice'))
        .filter(({ mark }) => mark !== null),
    ],
    invoice: () => admin.list(MAIN, 'Invoice').map(owned).map(invoice),
    payment: () => admin.list(MAIN, 'Payment').map(owned).map(payment),
  }
  return {
    ...{ connector, base: described().base, client: CLIENT, company: MAIN, consent: { realmId: MAIN }, simulator },
    grant: () => admin.grant(undefined, MAIN),
    revoke: () => admin.revokeAll(),
    expire: () => admin.expireAccess(),
    list: (kind) => lists[kind](),
    edit: (kind, id, fields) =>
      void admin.edit(MAIN, KINDS[kind], id, over(admin.get(MAIN, KINDS[kind], id), kind, fields)),
    addCustomer: (DisplayName) => String(admin.create(MAIN, 'Customer', { DisplayName })['Id']),
    addProduct: (Name) => {
      const IncomeAccountRef = { value: '79' }
      return String(admin.create(MAIN, 'Item', { Name, Type: 'Service', IncomeAccountRef })['Id'])
    },
    addInvoice: (value, Amount) => {
      const SalesItemLineDetail = { ItemRef: { value: '1' }, Qty: 1, UnitPrice: Amount }
      const Line = [{ Amount, DetailType: 'SalesItemLineDetail', Description: 'Work', SalesItemLineDetail }]
      return String(admin.create(MAIN, 'Invoice', { CustomerRef: { value }, Line })['Id'])
    },
    pay: (id, amount) => void admin.pay(MAIN, id, amount),
    retire: (id) => void admin.deactivate(MAIN, 'Customer', id),
    remove: (id) => void admin.deactivate(MAIN, 'Customer', id),
    merge: (id, into) => admin.merge(MAIN, id, into),
    voidInvoice: (id) => admin.void(MAIN, 'Invoice', id),
    voids: 'kept',
    namesAreUnique: true,
    personPhone: 'mobile',
    webhooks: () => {
      const { headers, body } = admin.deliver(VERIFIER)
      return Promise.resolve([{ call: { headers, body: new TextEncoder().encode(body) }, key: VERIFIER }])
    },
  }
}

const hasPerson = (row: Row): boolean => textAt(row, 'GivenName') !== null || textAt(row, 'FamilyName') !== null

const customer = (row: Row): Shown => ({
  id: String(row['Id']),
  name: textAt(row, 'DisplayName'),
  email: textAt(row, 'PrimaryEmailAddr', 'Address'),
  phone: textAt(row, 'PrimaryPhone', 'FreeFormNumber'),
  street: textAt(row, 'BillAddr', 'Line1'),
  city: textAt(row, 'BillAddr', 'City'),
  notes: wordsIn(textAt(row, 'Notes')),
  mark: markIn(textAt(row, 'Notes'), /\[concord:customer=([^\]]+)\]/),
})
const person = (row: Row): Shown => ({
  id: String(row['Id']),
  customer: String(row['Id']),
  firstName: textAt(row, 'GivenName'),
  lastName: textAt(row, 'FamilyName'),
  email: textAt(row, 'PrimaryEmailAddr', 'Address'),
  mobile: textAt(row, 'Mobile', 'FreeFormNumber'),
  mark: markIn(textAt(row, 'Notes'), /\[concord:contact=([^\]]+)\]/),
})
const wordsIn = (note: string | null): string | null => note?.replace(/\s*\[concord:[^\]]+\]/g, '') ?? null

const product = (row: Row): Shown => ({
  id: String(row['Id']),
  code: textAt(row, 'Sku'),
  name: textAt(row, 'Name'),
  description: textAt(row, 'Description'),
})
const invoice = (row: Row): Shown => ({
  id: String(row['Id']),
  number: textAt(row, 'DocNumber'),
  customer: textAt(row, 'owner'),
  total: textAt(row, 'TotalAmt'),
  paid: String(Number(row['TotalAmt']) - Number(row['Balance'])),
  balance: textAt(row, 'Balance'),
})
const payment = (row: Row): Shown => ({
  ...{ id: String(row['Id']), amount: textAt(row, 'TotalAmt'), customer: textAt(row, 'owner') },
})
const document =
  (kind: string) =>
  (row: Row): Shown => ({
    ...{ id: String(row['Id']), kind, customer: textAt(row, 'owner'), net: textAt(row, 'TotalAmt') },
    mark: markIn(textAt(row, 'PrivateNote'), /\[concord:document=([^\]]+)\]/),
  })

const PATHS: Readonly<Record<string, readonly [string, string?]>> = {
  ...{ name: ['DisplayName'], email: ['PrimaryEmailAddr', 'Address'], phone: ['PrimaryPhone', 'FreeFormNumber'] },
  ...{ street: ['BillAddr', 'Line1'], city: ['BillAddr', 'City'], mobile: ['Mobile', 'FreeFormNumber'] },
  ...{ firstName: ['GivenName'], lastName: ['FamilyName'], notes: ['Notes'] },
}
const ITEM: typeof PATHS = { name: ['Name'], description: ['Description'], code: ['Sku'] }

/** A person edits the words of a note and leaves what else stands there. */
function over(row: Row, kind: keyof typeof KINDS, fields: Readonly<Record<string, string>>): Doc {
  const marks = (textAt(row, 'Notes') ?? '').match(/\[concord:[^\]]+\]/g) ?? []
  return Object.entries(fields).reduce<Doc>((all, [key, value]) => {
    const [outer, inner] = (kind === 'product' ? ITEM : PATHS)[key] ?? [key]
    const words = outer === 'Notes' ? [value, ...marks].join('\n') : value
    const before = Object(all[outer] ?? row[outer]) as Doc // a part of the simulator's own row
    return { ...all, [outer]: inner === undefined ? words : { ...before, [inner]: value } }
  }, {})
}
