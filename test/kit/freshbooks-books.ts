import { CLIENT, freshBooks, MAIN } from '../../sandbox/freshbooks'
import { described } from '../../sandbox/freshbooks/simulate'
import { asFetch } from '../../sandbox/kit/as-fetch'
import type { Clock } from '../../sandbox/kit/clock'
import { freshbooks as connector } from '@/lib/connectors/freshbooks'
import type { BooksOptions, FamilyBooks, Kept, Shown } from './family-books'
import { markIn, textAt } from './raw'

type Row = Readonly<Record<string, unknown>>
type Fields = Readonly<Record<string, string>>

/** None is published: a family at its vendors' pace has half as many again as we grant ourselves. */
const PER_MINUTE = 90

export function freshBooksBooks(clock: Clock, { size = 6, seed = 1, unlimited = true }: BooksOptions): FamilyBooks {
  const simulator = freshBooks({ clock, size, seed, perMinute: unlimited ? null : PER_MINUTE })
  const { admin } = simulator
  // One grant at a time: another one would end it.
  let given: { readonly access: string; readonly refresh: string } | null = admin.grant()
  const ordered = listening(simulator, given.access)
  const live = (kind: 'client' | 'item' | 'invoice' | 'estimate' | 'payment'): readonly Row[] =>
    admin.list(MAIN, kind).filter((row) => row['vis_state'] !== 1)
  const lists: Readonly<Record<Kept, () => readonly Shown[]>> = {
    customer: () => live('client').map(customer),
    contact: () => live('client').filter(hasPerson).map(person),
    product: () => live('item').map(product),
    document: () => [
      ...live('estimate').map(document('quote', 'estimateid')),
      ...live('invoice')
        .map(document('draft-invoice', 'invoiceid'))
        .filter(({ mark }) => mark !== null),
    ],
    invoice: () => live('invoice').map(invoice),
    payment: () => live('payment').map(payment),
  }
  return {
    ...{ connector, base: described().base, client: CLIENT, company: MAIN, consent: {}, simulator },
    grant: () => (given ??= admin.grant()),
    revoke() {
      admin.revokeAll()
      given = null
    },
    expire: () => admin.expireAccess(),
    list: (kind) => lists[kind](),
    edit: (kind, id, fields) =>
      void (kind === 'product'
        ? admin.edit(MAIN, 'item', Number(id), named(ITEM, fields))
        : admin.edit(MAIN, 'client', Number(id), clientOver(admin.get(MAIN, 'client', Number(id)), fields))),
    addCustomer: (organization) => String(admin.create(MAIN, 'client', { organization })['userid']),
    addProduct: (name) => String(admin.create(MAIN, 'item', { name })['itemid']),
    addInvoice: (id, amount) => {
      const code = admin.get(MAIN, 'client', Number(id))['currency_code']
      const line = { name: '', description: 'Work', qty: '1', unit_cost: { amount: String(amount), code } }
      const head = { customerid: Number(id), status: 2, create_date: '2026-09-07', due_date: '2026-10-07' }
      return String(admin.create(MAIN, 'invoice', { ...head, lines: [line] })['invoiceid'])
    },
    pay(id, amount) {
      const paid = { invoiceid: Number(id), date: '2026-09-07', type: 'Check', amount: { amount: String(amount) } }
      admin.create(MAIN, 'payment', paid)
    },
    retire: (id) => void admin.archive(MAIN, 'client', Number(id)),
    remove: (id) => void admin.delete(MAIN, 'client', Number(id)),
    // Nothing can be made void there: an invoice is sent, paid or deleted.
    voidInvoice: (id) => void admin.delete(MAIN, 'invoice', Number(id)),
    voids: 'gone',
    namesAreUnique: false,
    personPhone: 'mobile',
    async webhooks() {
      const key = await ordered
      return admin
        .deliver(MAIN)
        .map(({ headers, body }) => ({ call: { headers, body: new TextEncoder().encode(body) }, key }))
    },
  }
}

/** A callback about clients, proven as in life: its secret is what later calls are signed with. */
async function listening({ handle, admin }: ReturnType<typeof freshBooks>, access: string): Promise<string> {
  const path = `/events/account/${MAIN}/events/callbacks`
  const headers = { authorization: `Bearer ${access}`, 'content-type': 'application/json' }
  const asked = (method: string, way: string, callback: Row) =>
    asFetch(handle)(`http://freshbooks.test${way}`, { method, headers, body: JSON.stringify({ callback }) })
  await asked('POST', path, { event: 'client', uri: 'https://concord.test/hooks' })
  const [greeting] = admin.greetings(MAIN)
  const told = new URLSearchParams(greeting?.body)
  const verifier = told.get('verifier') ?? ''
  await asked('PUT', `${path}/${told.get('object_id')}`, { verifier })
  return verifier
}

const hasPerson = (row: Row): boolean => textAt(row, 'fname') !== null || textAt(row, 'lname') !== null

const customer = (row: Row): Shown => ({
  id: String(row['userid']),
  name: textAt(row, 'organization') ?? `${String(row['fname'])} ${String(row['lname'])}`.trim(),
  email: textAt(row, 'email'),
  phone: textAt(row, 'bus_phone'),
  street: textAt(row, 'p_street'),
  city: textAt(row, 'p_city'),
  notes: wordsIn(textAt(row, 'note')),
  mark: markIn(textAt(row, 'note'), /\[concord:customer=([^\]]+)\]/),
})
const person = (row: Row): Shown => ({
  id: String(row['userid']),
  customer: String(row['userid']),
  firstName: textAt(row, 'fname'),
  lastName: textAt(row, 'lname'),
  email: textAt(row, 'email'),
  mobile: textAt(row, 'mob_phone'),
  mark: markIn(textAt(row, 'note'), /\[concord:contact=([^\]]+)\]/),
})
const wordsIn = (note: string | null): string | null => note?.replace(/\s*\[concord:[^\]]+\]/g, '') ?? null

const product = (row: Row): Shown => ({
  id: String(row['itemid']),
  code: textAt(row, 'sku'),
  name: textAt(row, 'name'),
  description: textAt(row, 'description'),
})
const invoice = (row: Row): Shown => ({
  id: String(row['invoiceid']),
  number: textAt(row, 'invoice_number'),
  customer: textAt(row, 'customerid'),
  total: textAt(row, 'amount', 'amount'),
  paid: textAt(row, 'paid', 'amount'),
  balance: textAt(row, 'outstanding', 'amount'),
})
const payment = (row: Row): Shown => ({
  ...{ id: String(row['logid']), amount: textAt(row, 'amount', 'amount'), customer: textAt(row, 'clientid') },
})
const document =
  (kind: string, id: string) =>
  (row: Row): Shown => ({
    ...{ id: String(row[id]), kind, customer: textAt(row, 'customerid'), net: textAt(row, 'amount', 'amount') },
    ...{ state: textAt(row, 'v3_status'), mark: markIn(textAt(row, 'po_number'), /~(\S+)$/) },
  })

const ITEM: Fields = { name: 'name', description: 'description', code: 'sku' }
const CLIENT_NAMES: Fields = {
  ...{ name: 'organization', email: 'email', phone: 'bus_phone', street: 'p_street', city: 'p_city' },
  ...{ firstName: 'fname', lastName: 'lname', mobile: 'mob_phone', notes: 'note' },
}

const named = (names: Fields, fields: Fields): Row =>
  Object.fromEntries(Object.entries(fields).flatMap(([key, value]) => (names[key] ? [[names[key], value]] : [])))

/** A person edits the words of a note and leaves what else stands there. */
function clientOver(row: Row, fields: Fields): Row {
  const marks = (textAt(row, 'note') ?? '').match(/\[concord:[^\]]+\]/g) ?? []
  const words = fields['notes']
  return {
    ...named(CLIENT_NAMES, fields),
    ...(words === undefined ? {} : { note: [words, ...marks].join('\n') }),
  }
}
