import { exact, itemByCode, remainingOf, settledOf, settlements, shown, statusOf, sum } from './organisation'
import type { Organisation } from './organisation'
import { phoneTypes } from './records'
import type { Contact, CreditNote, Invoice, Item, Line, Payment, Quote, User } from './records'

export type Wire = Readonly<Record<string, unknown>>

export const msDate = (ms: number): string => `/Date(${ms}+0000)/`
const midnight = (day: string): number => Date.parse(`${day}T00:00:00Z`)

/** A calendar date as the wire's two twins. */
const dated = (key: string, day: string | null): Wire =>
  day === null ? {} : { [key]: msDate(midnight(day)), [`${key}String`]: `${day}T00:00:00` }

const moved = (updated: number): Wire => ({ UpdatedDateUTC: msDate(updated) })
const movedTwice = (updated: number): Wire => ({
  ...moved(updated),
  UpdatedDateUTCString: new Date(updated).toISOString().slice(0, 19),
})

/** Fields without a value are left out, as the vendor does. */
const filled = (fields: Wire): Wire =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))

/** `light`: as in lists asked for with summaryOnly. */
export function contact(org: Organisation, row: Contact, light = false): Wire {
  const { id, updated, Addresses, Phones, ...rest } = row
  const invoices = settlements(org).invoicesOf(id)
  const bare = {
    ContactID: id,
    ...filled(rest),
    IsCustomer: invoices.some(({ Type }) => Type === 'ACCREC'),
    ...moved(updated),
    HasAttachments: false,
    HasValidationErrors: false,
  }
  if (light) return bare
  return {
    ...bare,
    // Addresses and phones without content come with their type alone.
    Addresses: (['STREET', 'POBOX'] as const).map(
      (type) => Addresses.find(({ AddressType }) => AddressType === type) ?? { AddressType: type },
    ),
    Phones: phoneTypes
      .filter((type) => type !== 'OFFICE')
      .map(
        (type) =>
          Phones.find(({ PhoneType }) => PhoneType === type) ?? {
            PhoneType: type,
            PhoneNumber: '',
            PhoneAreaCode: '',
            PhoneCountryCode: '',
          },
      ),
    ContactGroups: [],
    ContactPersons: [],
    ...balances(org, invoices),
  }
}

/** Moves whenever an invoice or a payment does, although the contact's own date stays. */
function balances(org: Organisation, invoices: readonly Invoice[]): Wire {
  const of = (type: Invoice['Type']) =>
    invoices
      .filter((each) => each.Type === type && each.Status === 'AUTHORISED')
      .map((each) => ({ each, due: settledOf(org, each).due }))
  const open = { AccountsReceivable: of('ACCREC'), AccountsPayable: of('ACCPAY') }
  if (open.AccountsReceivable.length + open.AccountsPayable.length === 0) return {}
  const today = org.content.today()
  const told = (list: ReturnType<typeof of>) => ({
    Outstanding: sum(list.map(({ due }) => due)),
    Overdue: sum(list.filter(({ each }) => (each.DueDate ?? each.Date) < today).map(({ due }) => due)),
  })
  return {
    Balances: {
      AccountsReceivable: told(open.AccountsReceivable),
      AccountsPayable: told(open.AccountsPayable),
    },
  }
}

export function item(row: Item): Wire {
  const { id, updated, SalesPrice, PurchasePrice, QuantityOnHand, ...rest } = row
  return {
    ItemID: id,
    ...filled(rest),
    SalesDetails: SalesPrice === null ? {} : { UnitPrice: SalesPrice, AccountCode: '200', TaxType: 'OUTPUT2' },
    PurchaseDetails: PurchasePrice === null ? {} : { UnitPrice: PurchasePrice, AccountCode: '310' },
    IsTrackedAsInventory: QuantityOnHand !== null,
    ...(QuantityOnHand === null ? {} : { QuantityOnHand, TotalCostPool: 0 }),
    ...moved(updated),
  }
}

function line(org: Organisation, row: Line, decimals: 2 | 4): Wire {
  const known = row.ItemCode === null ? undefined : itemByCode(org, row.ItemCode)
  return {
    ...filled({ ...row, UnitAmount: shown(exact(row.UnitAmount), decimals) }),
    ...(known ? { Item: filled({ ItemID: known.id, Code: known.Code, Name: known.Name }) } : {}),
    Tracking: [],
  }
}

const named = (org: Organisation, id: string): Wire => ({
  ContactID: id,
  Name: org.tables.contacts.get(id)?.Name ?? '',
  HasValidationErrors: false,
})

interface Shown {
  /** Lists without a page leave the lines out. */
  readonly lines: 'with-lines' | 'without-lines'
  /** Of unit amounts. */
  readonly decimals: 2 | 4
}

const linesOf = (org: Organisation, rows: readonly Line[], { lines, decimals }: Shown): Wire => ({
  LineItems: lines === 'with-lines' ? rows.map((each) => line(org, each, decimals)) : [],
})

type Totals = Pick<Invoice, 'SubTotal' | 'TotalTax' | 'Total' | 'CurrencyCode' | 'CurrencyRate' | 'LineAmountTypes'>

const totals = ({ SubTotal, TotalTax, Total, CurrencyCode, CurrencyRate, LineAmountTypes }: Totals): Wire => ({
  LineAmountTypes,
  SubTotal,
  TotalTax,
  Total,
  CurrencyCode,
  CurrencyRate,
})

export function invoice(org: Organisation, row: Invoice, how: Shown): Wire {
  const { paid, credited, due } = settledOf(org, row)
  const { paymentsOf, creditsOf } = settlements(org)
  const payments = paymentsOf(row.id)
  const status = statusOf(row, due)
  const last = [...payments, ...creditsOf(row.id)]
    .map(({ Date: day }) => day)
    .sort()
    .at(-1)
  return {
    Type: row.Type,
    InvoiceID: row.id,
    InvoiceNumber: row.number,
    // Bills have no reference of their own.
    ...(row.Type === 'ACCREC' ? { Reference: row.Reference ?? '' } : {}),
    ...filled({ Url: row.Url }),
    Payments: payments.map((each) => ({
      PaymentID: each.id,
      Date: msDate(midnight(each.Date)),
      Amount: each.Amount,
      CurrencyRate: each.CurrencyRate,
      ...filled({ Reference: each.Reference }),
      HasAccount: true,
      HasValidationErrors: false,
    })),
    CreditNotes: creditsOf(row.id).map(({ note, Amount, Date: day }) => ({
      CreditNoteID: note.id,
      CreditNoteNumber: note.number,
      AppliedAmount: Amount,
      ...dated('Date', day),
    })),
    Prepayments: [],
    Overpayments: [],
    AmountDue: due,
    AmountPaid: paid,
    AmountCredited: credited,
    ...(status === 'PAID' && last ? { FullyPaidOnDate: msDate(midnight(last)) } : {}),
    SentToContact: row.SentToContact,
    HasErrors: false,
    HasAttachments: false,
    IsDiscounted: row.lines.some(({ DiscountRate }) => DiscountRate !== null && DiscountRate > 0),
    Contact: named(org, row.contact),
    ...dated('Date', row.Date),
    ...dated('DueDate', row.DueDate),
    Status: status,
    ...totals(row),
    ...linesOf(org, row.lines, how),
    ...movedTwice(row.updated),
  }
}

export function creditNote(org: Organisation, row: CreditNote, how: Shown): Wire {
  const left = remainingOf(org, row)
  return {
    CreditNoteID: row.id,
    CreditNoteNumber: row.number,
    ...(row.Type === 'ACCRECCREDIT' ? { Reference: row.Reference ?? '' } : {}),
    Type: row.Type,
    RemainingCredit: left,
    Allocations: row.allocations.map((each) => ({
      AllocationID: each.AllocationID,
      Amount: each.Amount,
      Date: msDate(midnight(each.Date)),
      Invoice: { InvoiceID: each.invoice, InvoiceNumber: org.tables.invoices.get(each.invoice)?.number ?? '' },
      IsDeleted: false,
    })),
    Payments: settlements(org)
      .paymentsOf(row.id)
      .map((each) => ({ PaymentID: each.id, Date: msDate(midnight(each.Date)), Amount: each.Amount })),
    HasErrors: false,
    HasAttachments: false,
    Contact: named(org, row.contact),
    ...dated('Date', row.Date),
    Status: statusOf(row, left),
    ...totals(row),
    ...linesOf(org, row.lines, how),
    ...movedTwice(row.updated),
  }
}

export function payment(org: Organisation, row: Payment): Wire {
  const invoiced = row.invoice === null ? undefined : org.tables.invoices.get(row.invoice)
  const credited = row.creditNote === null ? undefined : org.tables.creditNotes.get(row.creditNote)
  const sales = invoiced ? invoiced.Type === 'ACCREC' : credited?.Type === 'ACCRECCREDIT'
  return {
    PaymentID: row.id,
    Date: msDate(midnight(row.Date)),
    Amount: row.Amount,
    BankAmount: row.Amount,
    CurrencyRate: row.CurrencyRate,
    ...filled({ Reference: row.Reference }),
    PaymentType: `${credited ? (sales ? 'AR' : 'AP') : sales ? 'ACCREC' : 'ACCPAY'}${credited ? 'CREDITPAYMENT' : 'PAYMENT'}`,
    Status: row.Status,
    IsReconciled: row.IsReconciled,
    HasAccount: true,
    HasValidationErrors: false,
    Account: { AccountID: accountId(row.account), Code: row.account },
    ...(invoiced
      ? {
          Invoice: {
            Type: invoiced.Type,
            InvoiceID: invoiced.id,
            InvoiceNumber: invoiced.number,
            Contact: named(org, invoiced.contact),
            CurrencyCode: invoiced.CurrencyCode,
          },
        }
      : {}),
    ...(credited
      ? {
          CreditNote: {
            Type: credited.Type,
            CreditNoteID: credited.id,
            CreditNoteNumber: credited.number,
            Contact: named(org, credited.contact),
            CurrencyCode: credited.CurrencyCode,
          },
        }
      : {}),
    ...movedTwice(row.updated),
  }
}

export const accountId = (code: string): string => `00000000-0000-4000-8000-${code.padStart(12, '0')}`

export function quote(org: Organisation, row: Quote): Wire {
  return {
    QuoteID: row.id,
    QuoteNumber: row.number,
    Reference: row.Reference ?? '',
    ...filled({ Title: row.Title, Summary: row.Summary, Terms: row.Terms }),
    Contact: named(org, row.contact),
    ...dated('Date', row.Date),
    ...dated('ExpiryDate', row.ExpiryDate),
    Status: row.Status,
    ...totals(row),
    LineAmountTypes: row.LineAmountTypes.toUpperCase(),
    TotalDiscount: 0,
    ...linesOf(org, row.lines, { lines: 'with-lines', decimals: 2 }),
    ...moved(row.updated),
  }
}

export function user({ id, updated, ...rest }: User): Wire {
  return { UserID: id, ...rest, ...moved(updated) }
}
