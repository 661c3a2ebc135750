import { CLIENT as freshBooksClient, freshBooks, MAIN as freshBooksCompany } from '../../sandbox/freshbooks'
import { CLIENT as quickBooksClient, MAIN as quickBooksCompany, quickBooks } from '../../sandbox/quickbooks'
import { CLIENT as xeroClient, MAIN as xeroCompany, xero, WEBHOOK_KEY } from '../../sandbox/xero'
import { described as describedFreshBooks } from '../../sandbox/freshbooks/simulate'
import { described as describedQuickBooks } from '../../sandbox/quickbooks/simulate'
import { described as describedXero } from '../../sandbox/xero/simulate'
import { asFetch } from '../../sandbox/kit/as-fetch'
import type { Clock } from '../../sandbox/kit/clock'
import type { Simulator } from '../../sandbox/kit/simulator'
import type { WebhookCall } from '@/lib/model/connector'

type Row = Readonly<Record<string, unknown>>

export interface BooksOptions {
  readonly size?: number
  /** A folder of CSV files instead of the seed. */
  readonly data?: string
  readonly unlimited?: boolean
}

/** What people do in the books of a pair, in words that every system understands; `raw` rows are as the vendor shows them. */
export interface FamilyBooks {
  readonly vendor: string
  readonly base: string
  readonly client: { readonly id: string; readonly secret: string }
  readonly company: string
  readonly consent: Readonly<Record<string, string>>
  readonly simulator: Simulator
  grant(): { readonly access: string; readonly refresh: string }
  /** Those that are in use, with what they are called and their telephone number. */
  customers(): readonly { readonly id: string; readonly name: string; readonly phone: string | null }[]
  addCustomer(name: string): string
  setPhone(id: string, phone: string): void
  retire(id: string): void
  /** Sales invoices alone. */
  invoices(): readonly Row[]
  numberOf(invoice: Row): string
  addInvoice(customer: string, amount: number): string
  totalOf(invoice: Row): number
  /** As far as these books let one take an invoice back: it stays as void, or it goes. */
  voidInvoice(id: string): void
  readonly voids: 'kept' | 'gone'
  pay(invoice: string, amount: number): void
  quotes(): readonly Row[]
  /** The call that makes a customer, for faults. */
  readonly creates: { readonly method: string; readonly path: RegExp }
  /** What moved since, as the vendor's signed calls. */
  webhooks(): Promise<readonly { readonly call: WebhookCall; readonly key: string }[]>
}

export type FamilyVendor = 'xero' | 'quickbooks' | 'freshbooks'

export const booksOf = (vendor: FamilyVendor, clock: Clock, options: BooksOptions): FamilyBooks =>
  ({ xero: xeroBooks, quickbooks: quickBooksBooks, freshbooks: freshBooksBooks })[vendor](clock, options)

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const partsOf = (value: unknown): readonly Row[] => (Array.isArray(value) ? (value as readonly Row[]) : [])

function xeroBooks(clock: Clock, options: BooksOptions): FamilyBooks {
  const { size = 6, ...rest } = options
  const sizes = { contacts: size, items: size, invoices: size, quotes: 2, users: 2 }
  const simulator = xero({ clock, ...rest, size: sizes })
  const { admin } = simulator
  const at = xeroCompany
  const phoneOf = (row: Row): string | null =>
    textOf(partsOf(row['Phones']).find(({ PhoneType }) => PhoneType === 'DEFAULT')?.['PhoneNumber'])
  return {
    ...{ vendor: 'xero', base: describedXero().base, client: xeroClient, company: at, consent: {}, simulator },
    grant: () => admin.grant(),
    customers: () =>
      admin
        .list(at, 'contacts')
        .filter(({ ContactStatus }) => ContactStatus === 'ACTIVE')
        .map((row) => ({ id: String(row['ContactID']), name: String(row['Name']), phone: phoneOf(row) })),
    addCustomer: (Name) => String(admin.create(at, 'contacts', { Name, IsCustomer: true })['ContactID']),
    setPhone: (id, PhoneNumber) =>
      void admin.edit(at, 'contacts', id, { Phones: [{ PhoneType: 'DEFAULT', PhoneNumber }] }),
    retire: (id) => admin.archive(at, id),
    invoices: () => admin.list(at, 'invoices').filter(({ Type }) => Type === 'ACCREC'),
    numberOf: (invoice) => String(invoice['InvoiceNumber']),
    addInvoice: (ContactID, UnitAmount) =>
      String(
        admin.create(at, 'invoices', {
          ...{
            Type: 'ACCREC',
            Status: 'AUTHORISED',
            Contact: { ContactID },
            Date: '2026-09-07',
            DueDate: '2026-10-07',
          },
          LineItems: [{ Description: 'Work', Quantity: 1, UnitAmount, AccountCode: '200', TaxType: 'NONE' }],
        })['InvoiceID'],
      ),
    totalOf: (invoice) => Number(invoice['Total']),
    voidInvoice: (id) => void admin.edit(at, 'invoices', id, { Status: 'VOIDED' }),
    voids: 'kept',
    pay: (invoice, amount) => void admin.pay(at, invoice, amount),
    quotes: () => admin.list(at, 'quotes'),
    creates: { method: 'PUT', path: /\/Contacts$/ },
    webhooks: () => {
      const taken = admin.takeWebhook()
      if (!taken) throw new Error('Nothing moved')
      return Promise.resolve([{ call: { headers: taken.headers, body: Buffer.from(taken.body) }, key: WEBHOOK_KEY }])
    },
  }
}

const VERIFIER = 'family-verifier'

function quickBooksBooks(clock: Clock, options: BooksOptions): FamilyBooks {
  const simulator = quickBooks({ clock, ...options })
  const { admin } = simulator
  const at = quickBooksCompany
  const phoneOf = (row: Row): string | null => textOf((Object(row['PrimaryPhone']) as Row)['FreeFormNumber'])
  return {
    ...{
      vendor: 'quickbooks',
      base: describedQuickBooks().base,
      client: quickBooksClient,
      company: at,
      consent: { realmId: at },
      simulator,
    },
    grant: () => admin.grant(undefined, at),
    customers: () =>
      admin
        .list(at, 'Customer')
        .filter(({ Active, ParentRef }) => Active !== false && ParentRef === undefined)
        .map((row) => ({ id: String(row['Id']), name: String(row['DisplayName']), phone: phoneOf(row) })),
    addCustomer: (DisplayName) => String(admin.create(at, 'Customer', { DisplayName })['Id']),
    setPhone: (id, FreeFormNumber) => void admin.edit(at, 'Customer', id, { PrimaryPhone: { FreeFormNumber } }),
    retire: (id) => void admin.deactivate(at, 'Customer', id),
    invoices: () => admin.list(at, 'Invoice'),
    numberOf: (invoice) => String(invoice['DocNumber']),
    addInvoice: (customer, Amount) =>
      String(
        admin.create(at, 'Invoice', {
          CustomerRef: { value: customer },
          Line: [
            {
              ...{ Amount, DetailType: 'SalesItemLineDetail', Description: 'Work' },
              SalesItemLineDetail: { ItemRef: { value: '1' }, Qty: 1, UnitPrice: Amount },
            },
          ],
        })['Id'],
      ),
    totalOf: (invoice) => Number(invoice['TotalAmt']),
    voidInvoice: (id) => admin.void(at, 'Invoice', id),
    voids: 'kept',
    pay: (invoice, amount) => void admin.pay(at, invoice, amount),
    quotes: () => admin.list(at, 'Estimate'),
    creates: { method: 'POST', path: /\/batch$/ },
    webhooks: () => {
      const { headers, body } = admin.deliver(VERIFIER)
      return Promise.resolve([{ call: { headers, body: new TextEncoder().encode(body) }, key: VERIFIER }])
    },
  }
}

function freshBooksBooks(clock: Clock, { size = 6 }: BooksOptions): FamilyBooks {
  const simulator = freshBooks({ clock, size })
  const { admin } = simulator
  const at = freshBooksCompany
  // One grant at a time: another one would end it.
  const given = admin.grant()
  const ordered = listening(simulator, given.access)
  const live = (kind: 'client' | 'invoice' | 'estimate') => admin.list(at, kind).filter((row) => row['vis_state'] === 0)
  const amountIn = (value: unknown): unknown => (Object(value) as Row)['amount']
  const currencyOf = (id: string): unknown => admin.get(at, 'client', Number(id))['currency_code']
  return {
    ...{ vendor: 'freshbooks', base: describedFreshBooks().base, client: freshBooksClient, company: at },
    ...{ consent: {}, simulator },
    grant: () => given,
    customers: () =>
      live('client').map((row) => ({
        ...{ id: String(row['userid']), name: String(row['organization']), phone: textOf(row['bus_phone']) },
      })),
    addCustomer: (organization) => String(admin.create(at, 'client', { organization })['userid']),
    setPhone: (id, bus_phone) => void admin.edit(at, 'client', Number(id), { bus_phone }),
    retire: (id) => void admin.archive(at, 'client', Number(id)),
    invoices: () => live('invoice'),
    numberOf: (invoice) => String(invoice['invoice_number']),
    addInvoice: (customer, amount) => {
      const unit_cost = { amount: String(amount), code: currencyOf(customer) }
      return String(
        admin.create(at, 'invoice', {
          ...{ customerid: Number(customer), status: 2, create_date: '2026-09-07', due_date: '2026-10-07' },
          lines: [{ name: '', description: 'Work', qty: '1', unit_cost }],
        })['invoiceid'],
      )
    },
    totalOf: (invoice) => Number(amountIn(invoice['amount'])),
    // Nothing can be made void there: an invoice is sent, paid or deleted.
    voidInvoice: (id) => void admin.delete(at, 'invoice', Number(id)),
    voids: 'gone',
    pay: (invoice, amount) =>
      void admin.create(at, 'payment', {
        ...{ invoiceid: Number(invoice), date: '2026-09-07', type: 'Check', amount: { amount: String(amount) } },
      }),
    quotes: () => live('estimate'),
    creates: { method: 'POST', path: /\/users\/clients$/ },
    async webhooks() {
      const key = await ordered
      return admin
        .deliver(at)
        .map(({ headers, body }) => ({ call: { headers, body: new TextEncoder().encode(body) }, key }))
    },
  }
}

/** A callback about clients, proven as in life: its secret is what later calls are signed with. */
async function listening({ handle, admin }: ReturnType<typeof freshBooks>, access: string): Promise<string> {
  const path = `/events/account/${freshBooksCompany}/events/callbacks`
  const headers = { authorization: `Bearer ${access}`, 'content-type': 'application/json' }
  const asked = (method: string, way: string, callback: Row) =>
    asFetch(handle)(`http://freshbooks.test${way}`, { method, headers, body: JSON.stringify({ callback }) })
  await asked('POST', path, { event: 'client', uri: 'https://concord.test/hooks' })
  const [greeting] = admin.greetings(freshBooksCompany)
  const told = new URLSearchParams(greeting?.body)
  const verifier = told.get('verifier') ?? ''
  await asked('PUT', `${path}/${told.get('object_id')}`, { verifier })
  return verifier
}
