import { z } from 'zod'

/**
 * What we read of the Accounting API; fields we do not know are ignored. The vendor leaves out what is empty, so that an
 * absent key means null wherever it is optional here.
 */
const text = z.string().optional()
const number = z.number().optional()
const ref = z.object({ value: z.string().min(1), name: text })

const head = {
  Id: z.string().min(1),
  SyncToken: z.string().min(1),
  MetaData: z.object({ CreateTime: z.string(), LastUpdatedTime: z.string() }),
}

const address = z.object({
  Line1: text,
  Line2: text,
  Line3: text,
  Line4: text,
  Line5: text,
  City: text,
  CountrySubDivisionCode: text,
  PostalCode: text,
  Country: text,
})
export type Address = z.infer<typeof address>

const number30 = z.object({ FreeFormNumber: text }).optional()

export const customer = z.object({
  ...head,
  DisplayName: z.string(),
  Title: text,
  GivenName: text,
  FamilyName: text,
  CompanyName: text,
  Active: z.boolean().optional(),
  PrimaryPhone: number30,
  Mobile: number30,
  Fax: number30,
  PrimaryEmailAddr: z.object({ Address: text }).optional(),
  WebAddr: z.object({ URI: text }).optional(),
  BillAddr: address.optional(),
  Notes: text,
  Job: z.boolean().optional(),
  IsProject: z.boolean().optional(),
  ParentRef: ref.optional(),
  CurrencyRef: ref.optional(),
  Balance: number,
})
export type Customer = z.infer<typeof customer>

export const employee = z.object({
  ...head,
  DisplayName: z.string(),
  Active: z.boolean().optional(),
  PrimaryEmailAddr: z.object({ Address: text }).optional(),
})
export type Employee = z.infer<typeof employee>

export const item = z.object({
  ...head,
  Name: z.string(),
  Type: z.string(),
  Sku: text,
  Description: text,
  Active: z.boolean().optional(),
  FullyQualifiedName: text,
  UnitPrice: number,
  PurchaseCost: number,
  QtyOnHand: number,
})
export type Item = z.infer<typeof item>

const sold = z.object({ ItemRef: ref.optional(), Qty: number, UnitPrice: number, TaxCodeRef: ref.optional() })

const line = z.object({
  DetailType: z.string(),
  Description: text,
  Amount: number,
  SalesItemLineDetail: sold.optional(),
  GroupLineDetail: z
    .object({
      Line: z
        .array(
          z.object({ DetailType: z.string(), Description: text, Amount: number, SalesItemLineDetail: sold.optional() }),
        )
        .optional(),
    })
    .optional(),
})
export type SaleLine = z.infer<typeof line>

const linked = z.array(z.object({ TxnId: z.string(), TxnType: z.string() })).optional()

const sale = {
  ...head,
  DocNumber: text,
  TxnDate: z.string(),
  CustomerRef: ref,
  CustomerMemo: z.object({ value: text }).optional(),
  CurrencyRef: ref.optional(),
  ExchangeRate: number,
  Line: z.array(line),
  TxnTaxDetail: z
    .object({
      TotalTax: number,
      TaxLine: z.array(z.object({ TaxLineDetail: z.object({ TaxPercent: number }).optional() })).optional(),
    })
    .optional(),
  TotalAmt: z.number(),
  PrivateNote: text,
  EmailStatus: text,
  LinkedTxn: linked,
}

export const estimate = z.object({ ...sale, ExpirationDate: text, TxnStatus: z.string() })
export type Estimate = z.infer<typeof estimate>
export const invoice = z.object({ ...sale, DueDate: text, Balance: z.number() })
export type Invoice = z.infer<typeof invoice>
export const creditMemo = z.object({ ...sale, RemainingCredit: z.number() })
export type CreditMemo = z.infer<typeof creditMemo>

export const payment = z.object({
  ...head,
  CustomerRef: ref,
  TxnDate: z.string(),
  TotalAmt: z.number(),
  UnappliedAmt: number,
  CurrencyRef: ref.optional(),
  ExchangeRate: number,
  PaymentMethodRef: ref.optional(),
  PaymentRefNum: text,
  PrivateNote: text,
  Line: z.array(z.object({ Amount: z.number(), LinkedTxn: linked })).optional(),
})
export type Payment = z.infer<typeof payment>

export const stub = z.object({ Id: z.string().min(1), status: z.literal('Deleted') })
export type Stub = z.infer<typeof stub>

export const companyInfo = z.object({ CompanyInfo: z.object({ CompanyName: z.string(), Country: text }) })

export const preferences = z.object({
  Preferences: z.object({
    CurrencyPrefs: z.object({
      MultiCurrencyEnabled: z.boolean().optional(),
      HomeCurrency: z.object({ value: z.string() }),
    }),
  }),
})

/** Rows by their kind; `maxResults` is how many came. */
export const rows = z.looseObject({ maxResults: number })

export const queried = z.object({ QueryResponse: rows })
export const changed = z.object({ CDCResponse: z.array(z.object({ QueryResponse: z.array(rows) })).length(1) })

const fault = z.object({
  Error: z.array(z.object({ Message: text, Detail: text, code: z.string(), element: z.string().nullish() })).min(1),
  type: z.string(),
})
export type Fault = z.infer<typeof fault>
export const faulty = z.object({ Fault: fault })

/** One item each, in any order; it holds a record, rows or a Fault. */
export const batched = z.object({ BatchItemResponse: z.array(z.looseObject({ bId: z.string() })) })

/** What the gateway in front says, in a shape of its own. */
export const gateway = z.object({ fault: z.object({ error: z.array(z.object({ code: z.string() })).min(1) }) })

/** Whatever has a customer, for a look at whose part that is. */
export const owned = z.object({ CustomerRef: ref })

export const dated = z.object({ Id: z.string().min(1), MetaData: z.object({ LastUpdatedTime: z.string() }) })
