import { z } from 'zod'

/** What we read of the records; fields we do not know are ignored, extra fields may not exist yet. */
export interface Ref {
  readonly id: number
  /** Its label in the language asked for. */
  readonly value: string | null
}

const ref = z
  .union([z.object({ id: z.number(), value: z.string().nullish() }), z.number()])
  .nullish()
  .transform((found): Ref | null | undefined =>
    typeof found === 'number'
      ? { id: found, value: null }
      : found
        ? { id: found.id, value: found.value ?? null }
        : found,
  )
const words = z.string().nullish()
const number = z.number().nullish()
const flag = z.boolean().nullish()

const audit = {
  id: z.number().int(),
  dateCreated: z.string(),
  salesRepIdCreated: ref,
  salesRepIdUpdated: ref,
  deleted: z.boolean(),
  Z_SyncRef: words,
}
const shared = { readOnly: flag, Z_SyncStatus: words, extId: words }
const address = { address1: words, city: words, postcode: words, countryId: ref, comment: words }

export const account = z.object({
  ...audit,
  ...shared,
  ...address,
  name: z.string(),
  address2: words,
  statusId: ref,
  vatNumber: words,
  email: words,
  phone: words,
  phone2: words,
  fax: words,
  website: words,
  salesRepId1: ref,
  Z_Outstanding: number,
})
export type Account = z.infer<typeof account>

export const contact = z.object({
  ...audit,
  ...shared,
  ...address,
  accountId: ref,
  firstName: words,
  lastName: words,
  email: words,
  phone1: words,
  phone2: words,
})
export type Contact = z.infer<typeof contact>

export const product = z.object({
  ...audit,
  ...shared,
  model: z.string(),
  description: words,
  price: number,
  cost: number,
  stock: number,
  notAvailable: flag,
})
export type Product = z.infer<typeof product>

export const order = z.object({
  ...audit,
  ...shared,
  reference: words,
  accountId: ref,
  statusId: ref,
  currencyId: ref,
  salesRepId: ref,
  total: number,
  Z_BooksInvoiceId: words,
  Z_DocumentType: words,
  Z_InvoiceDate: words,
  Z_DueDate: words,
  Z_NetTotal: number,
  Z_TaxTotal: number,
  Z_PaidAmount: number,
  Z_Balance: number,
})
export type Order = z.infer<typeof order>

export const line = z.object({
  id: z.number().int(),
  deleted: z.boolean(),
  salesorderId: ref,
  productId: ref,
  description: words,
  quantity: number,
  price: number,
  discount1: number,
  total: number,
  order: number,
})
export type OrderLine = z.infer<typeof line>

export const user = z.object({
  id: z.number().int(),
  name: words,
  lastName: words,
  email: words,
  isActive: flag,
  deleted: flag,
  branches: z.array(z.union([z.number(), z.object({ id: z.number() })])).nullish(),
  userTypeId: ref,
})
export type User = z.infer<typeof user>

/** A value list entry: statuses, countries, currencies. */
export const entry = z.object({
  id: z.number().int(),
  deleted: flag,
  code: words,
  won: flag,
  lost: flag,
  name: words,
  descriptionEN: words,
  descriptionFR: words,
  descriptionES: words,
})
export type Entry = z.infer<typeof entry>

/** The implementation behind the keys, as far as its branches tell. */
export const branch = z.object({ id: z.number().int(), name: words, deleted: flag })

export const extraField = z.object({ fieldName: z.string() })
export const token = z.object({ token: z.string().min(1) })
export const created = z.object({ id: z.number().int() })
export const announced = z.object({ id: z.number().int(), locator: z.string().min(1) })

/** Code 1 is done; codes of failures are the API's error codes as far as anyone knows. */
export const bulkResult = z.object({
  code: z.number(),
  guid: z.string().nullish(),
  id: z.number().nullish(),
  message: words,
})
export type BulkResult = z.infer<typeof bulkResult>

export const schema = z.object({
  properties: z.record(
    z.string(),
    z.object({
      type: z.union([z.string(), z.array(z.string())]).optional(),
      maxLength: z.number().int().optional(),
      readOnly: z.boolean().optional(),
    }),
  ),
})
export type Schema = z.infer<typeof schema>

export const refused = z.object({
  code: z.number().nullish(),
  message: words,
  Message: words,
  error: words,
})
