import { z } from 'zod'

/** What we read of the Accounting API; fields we do not know are ignored, empty ones are left out by Xero. */
const guid = z.string().min(1)
const text = z.string().optional()
const amount = z.number()

/** `/Date(1518685950940+0000)/`, or ISO. */
const moment = z.string().min(1)

const address = z.object({
  AddressType: z.string(),
  AddressLine1: text,
  AddressLine2: text,
  AddressLine3: text,
  AddressLine4: text,
  City: text,
  Region: text,
  PostalCode: text,
  Country: text,
  // Ours to keep only: an address is written whole.
  AttentionTo: text,
})
const phone = z.object({ PhoneType: z.string(), PhoneNumber: text, PhoneAreaCode: text, PhoneCountryCode: text })

export const contact = z.object({
  ContactID: guid,
  ContactNumber: text,
  AccountNumber: text,
  ContactStatus: z.string(),
  Name: z.string(),
  FirstName: text,
  LastName: text,
  EmailAddress: text,
  CompanyNumber: text,
  TaxNumber: text,
  DefaultCurrency: text,
  Website: text,
  Addresses: z.array(address),
  Phones: z.array(phone),
  Balances: z.object({ AccountsReceivable: z.object({ Outstanding: amount, Overdue: amount }).optional() }).optional(),
  UpdatedDateUTC: moment,
})
export type Contact = z.infer<typeof contact>

export const item = z.object({
  ItemID: guid,
  Code: z.string(),
  Name: text,
  Description: text,
  SalesDetails: z.object({ UnitPrice: amount.optional() }).optional(),
  PurchaseDetails: z.object({ UnitPrice: amount.optional() }).optional(),
  IsSold: z.boolean(),
  QuantityOnHand: amount.optional(),
  UpdatedDateUTC: moment,
})
export type Item = z.infer<typeof item>

const line = z.object({
  Description: text,
  Quantity: amount.optional(),
  UnitAmount: amount.optional(),
  Item: z.object({ ItemID: guid.optional() }).optional(),
  TaxAmount: amount.optional(),
  LineAmount: amount.optional(),
  DiscountRate: amount.optional(),
})
export type Line = z.infer<typeof line>

/** What an invoice, a credit note and a quote have in common. */
const sale = {
  Contact: z.object({ ContactID: guid }),
  Date: moment,
  Status: z.string(),
  LineAmountTypes: z.string(),
  LineItems: z.array(line),
  SubTotal: amount,
  TotalTax: amount,
  Total: amount,
  CurrencyCode: z.string(),
  CurrencyRate: amount.optional(),
  Reference: text,
  UpdatedDateUTC: moment,
}

export const invoice = z.object({
  ...sale,
  InvoiceID: guid,
  InvoiceNumber: text,
  Type: z.string(),
  DueDate: moment.optional(),
  AmountDue: amount,
  AmountPaid: amount,
  AmountCredited: amount,
})
export type Invoice = z.infer<typeof invoice>

export const creditNote = z.object({
  ...sale,
  CreditNoteID: guid,
  CreditNoteNumber: text,
  Type: z.string(),
  RemainingCredit: amount,
})
export type CreditNote = z.infer<typeof creditNote>

export const quote = z.object({
  ...sale,
  QuoteID: guid,
  QuoteNumber: text,
  Title: text,
  ExpiryDate: moment.optional(),
})
export type Quote = z.infer<typeof quote>

const paid = { CurrencyCode: text, Contact: z.object({ ContactID: guid }).optional() }
export const payment = z.object({
  PaymentID: guid,
  Date: moment,
  Amount: amount,
  CurrencyRate: amount.optional(),
  Reference: text,
  Status: z.string(),
  PaymentType: z.string(),
  Invoice: z.object({ InvoiceID: guid, ...paid }).optional(),
  CreditNote: z.object({ CreditNoteID: guid, ...paid }).optional(),
  UpdatedDateUTC: moment,
})
export type Payment = z.infer<typeof payment>

export const organisation = z.object({
  Name: z.string(),
  BaseCurrency: z.string(),
  CountryCode: text,
})
export type Organisation = z.infer<typeof organisation>

export const user = z.object({
  UserID: guid,
  FirstName: text,
  LastName: text,
  EmailAddress: text,
  IsSubscriber: z.boolean().optional(),
  OrganisationRole: text,
})
export type User = z.infer<typeof user>

export const connections = z.array(
  z.object({ tenantId: guid, tenantType: z.string(), tenantName: z.string().nullish() }),
)

export const envelope = z.object({
  DateTimeUTC: text,
  pagination: z.object({ page: z.number(), pageCount: z.number() }).optional(),
})

/** How one element of a write fared; beside it stands the record, or the echo of what was sent. */
export const fate = z.object({
  StatusAttributeString: text,
  HasErrors: z.boolean().optional(),
  HasValidationErrors: z.boolean().optional(),
  ValidationErrors: z.array(z.object({ Message: text })).optional(),
})
export type Fate = z.infer<typeof fate>

export const refusal = z.object({
  ErrorNumber: z.number().optional(),
  Type: z.string().nullish(),
  Detail: text,
  Elements: z.array(fate).optional(),
})

export const webhook = z.object({
  events: z.array(z.object({ resourceId: guid, tenantId: guid, eventCategory: z.string() })),
})
