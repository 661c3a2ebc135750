/** What one organisation holds. Amounts are plain decimals as the wire shows them, dates calendar dates, `updated` milliseconds UTC. */
export interface Contact {
  readonly id: string
  readonly updated: number
  readonly ContactNumber: string | null
  readonly AccountNumber: string | null
  readonly ContactStatus: 'ACTIVE' | 'ARCHIVED' | 'GDPRREQUEST'
  readonly Name: string
  readonly FirstName: string | null
  readonly LastName: string | null
  readonly EmailAddress: string | null
  readonly CompanyNumber: string | null
  readonly TaxNumber: string | null
  readonly DefaultCurrency: string | null
  readonly Website: string | null
  readonly Addresses: readonly Address[]
  readonly Phones: readonly Phone[]
  /** Somebody bills us: set by a bill, never by a caller. */
  readonly IsSupplier: boolean
}

export type Address = Readonly<Partial<Record<(typeof addressParts)[number], string>>> & {
  readonly AddressType: 'POBOX' | 'STREET'
}
export type Phone = Readonly<Partial<Record<(typeof phoneParts)[number], string>>> & {
  readonly PhoneType: (typeof phoneTypes)[number]
}
export const addressParts = [
  'AddressLine1',
  'AddressLine2',
  'AddressLine3',
  'AddressLine4',
  'City',
  'Region',
  'PostalCode',
  'Country',
  'AttentionTo',
] as const
export const phoneParts = ['PhoneNumber', 'PhoneAreaCode', 'PhoneCountryCode'] as const
export const phoneTypes = ['DDI', 'DEFAULT', 'FAX', 'MOBILE', 'OFFICE'] as const

export interface Item {
  readonly id: string
  readonly updated: number
  readonly Code: string
  readonly Name: string | null
  readonly Description: string | null
  readonly PurchaseDescription: string | null
  readonly SalesPrice: number | null
  readonly PurchasePrice: number | null
  readonly IsSold: boolean
  readonly IsPurchased: boolean
  readonly QuantityOnHand: number | null
}

export interface Line {
  readonly LineItemID: string
  readonly Description: string | null
  readonly Quantity: number
  readonly UnitAmount: number
  readonly ItemCode: string | null
  readonly AccountCode: string | null
  readonly TaxType: string
  readonly TaxAmount: number
  readonly LineAmount: number
  readonly DiscountRate: number | null
}

export type LineAmountTypes = 'Exclusive' | 'Inclusive' | 'NoTax'

interface Sale {
  readonly id: string
  readonly updated: number
  readonly contact: string
  readonly number: string
  readonly Reference: string | null
  readonly Date: string
  readonly LineAmountTypes: LineAmountTypes
  readonly lines: readonly Line[]
  readonly SubTotal: number
  readonly TotalTax: number
  readonly Total: number
  readonly CurrencyCode: string
  readonly CurrencyRate: number
}

/** PAID is not stored: it follows from payments and credits. */
export type Standing = 'DRAFT' | 'SUBMITTED' | 'AUTHORISED' | 'VOIDED' | 'DELETED'

export interface Invoice extends Sale {
  readonly Type: 'ACCREC' | 'ACCPAY'
  readonly Status: Standing
  readonly DueDate: string | null
  readonly SentToContact: boolean
  readonly Url: string | null
  /** Made by a caller of the API, not in the product's own pages. */
  readonly byApp: boolean
}

export interface CreditNote extends Sale {
  readonly Type: 'ACCRECCREDIT' | 'ACCPAYCREDIT'
  readonly Status: Standing
  readonly allocations: readonly Allocation[]
}

export interface Allocation {
  readonly AllocationID: string
  readonly Amount: number
  readonly Date: string
  readonly invoice: string
}

export interface Quote extends Sale {
  readonly Status: 'DRAFT' | 'SENT' | 'DECLINED' | 'ACCEPTED' | 'INVOICED' | 'DELETED'
  readonly ExpiryDate: string | null
  readonly Title: string | null
  readonly Summary: string | null
  readonly Terms: string | null
}

export interface Payment {
  readonly id: string
  readonly updated: number
  readonly invoice: string | null
  readonly creditNote: string | null
  readonly account: string
  readonly Date: string
  readonly Amount: number
  readonly CurrencyRate: number
  readonly Reference: string | null
  readonly IsReconciled: boolean
  readonly Status: 'AUTHORISED' | 'DELETED'
}

export interface User {
  readonly id: string
  readonly updated: number
  readonly FirstName: string
  readonly LastName: string
  readonly EmailAddress: string
  readonly IsSubscriber: boolean
  readonly OrganisationRole: 'STANDARD' | 'FINANCIALADVISER' | 'INVOICEONLY'
}

export interface Rows {
  readonly contacts: readonly Contact[]
  readonly items: readonly Item[]
  readonly invoices: readonly Invoice[]
  readonly creditNotes: readonly CreditNote[]
  readonly payments: readonly Payment[]
  readonly quotes: readonly Quote[]
  readonly users: readonly User[]
}
export type Kind = keyof Rows
export type RowOf<K extends Kind> = Rows[K][number]

/** An organisation as it is opened: the seed's or a folder's. */
export interface Content extends Rows {
  readonly id: string
  readonly name: string
  readonly currency: string
  readonly country: string
  readonly isDemo: boolean
  /** The calendar date in the organisation, which decides what is overdue. */
  readonly today: () => string
}
