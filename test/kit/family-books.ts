import { CLIENT as quickBooksClient, MAIN as quickBooksCompany, quickBooks } from '../../sandbox/quickbooks'
import { CLIENT as xeroClient, MAIN as xeroCompany, xero, WEBHOOK_KEY } from '../../sandbox/xero'
import { described as describedQuickBooks } from '../../sandbox/quickbooks/simulate'
import { described as describedXero } from '../../sandbox/xero/simulate'
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
  voidInvoice(id: string): void
  pay(invoice: string, amount: number): void
  quotes(): readonly Row[]
  /** The call that makes a customer, for faults. */
  readonly creates: { readonly method: string; readonly path: RegExp }
  /** What moved since, as the vendor's signed call. */
  webhook(): { readonly call: WebhookCall; readonly key: string }
}

export type FamilyVendor = 'xero' | 'quickbooks'

export const booksOf = (vendor: FamilyVendor, clock: Clock, options: BooksOptions): FamilyBooks =>
  ({ xero: xeroBooks, quickbooks: quickBooksBooks })[vendor](clock, options)

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
    voidInvoice: (id) => void admin.edit(at, 'invoices', id, { Status: 'VOIDED' }),
    pay: (invoice, amount) => void admin.pay(at, invoice, amount),
    quotes: () => admin.list(at, 'quotes'),
    creates: { method: 'PUT', path: /\/Contacts$/ },
    webhook: () => {
      const taken = admin.takeWebhook()
      if (!taken) throw new Error('Nothing moved')
      return { call: { headers: taken.headers, body: Buffer.from(taken.body) }, key: WEBHOOK_KEY }
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
    voidInvoice: (id) => admin.void(at, 'Invoice', id),
    pay: (invoice, amount) => void admin.pay(at, invoice, amount),
    quotes: () => admin.list(at, 'Estimate'),
    creates: { method: 'POST', path: /\/batch$/ },
    webhook: () => {
      const { headers, body } = admin.deliver(VERIFIER)
      return { call: { headers, body: new TextEncoder().encode(body) }, key: VERIFIER }
    },
  }
}
