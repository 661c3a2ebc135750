import { z } from 'zod'

/** What we read; every key is always there: empty text is "", what was never set is null. https://www.freshbooks.com/api/start */
const text = z.string().nullable()
const id = z.number().int()
const amount = z.object({ amount: z.string(), code: z.string() })
const count = z.union([z.string(), z.number()])

const head = { updated: z.string().min(1), vis_state: z.number() }

export const client = z.object({
  ...head,
  userid: id,
  fname: text,
  lname: text,
  organization: text,
  email: text,
  bus_phone: text,
  mob_phone: text,
  fax: text,
  p_street: text,
  p_street2: text,
  p_city: text,
  p_province: text,
  p_code: text,
  p_country: text,
  vat_number: text,
  currency_code: text,
  note: text,
})
export type Client = z.infer<typeof client>

export const item = z.object({
  ...head,
  itemid: id,
  name: text,
  description: text,
  sku: text,
  inventory: count.nullable(),
  unit_cost: amount.nullable(),
})
export type Item = z.infer<typeof item>

const line = z.object({
  name: text,
  description: text,
  qty: count,
  unit_cost: amount,
  amount,
  taxAmount1: count.nullable(),
  taxAmount2: count.nullable(),
})
export type SaleLine = z.infer<typeof line>

const sale = {
  ...head,
  create_date: text,
  currency_code: z.string().min(1),
  amount,
  lines: z.array(line),
}

/** With `include[]=lines`, else there are none. */
export const invoice = z.object({
  ...sale,
  invoiceid: id,
  invoice_number: text,
  customerid: id,
  due_date: text,
  outstanding: amount,
  paid: amount,
  v3_status: z.string(),
  payment_status: z.string(),
  po_number: text,
  notes: text,
  discount_total: amount.nullable(),
})
export type Invoice = z.infer<typeof invoice>

export const estimate = z.object({
  ...sale,
  estimateid: id,
  estimate_number: text,
  customerid: id,
  status: count,
  accepted: z.boolean(),
  invoiced: z.boolean(),
  po_number: text,
  notes: text,
  discount_total: amount.nullish(),
})
export type Estimate = z.infer<typeof estimate>

/** Little of it is documented: stamps and lines are taken where they come. */
export const creditNote = z.object({
  creditid: id,
  credit_number: text,
  clientid: id,
  create_date: text,
  currency_code: z.string().min(1),
  amount,
  status: count,
  vis_state: z.number(),
  updated: z.string().nullish(),
  lines: z.array(line).optional(),
})
export type CreditNote = z.infer<typeof creditNote>

export const payment = z.object({
  ...head,
  logid: id,
  invoiceid: id.nullable(),
  clientid: id.nullable(),
  amount,
  date: text,
  type: text,
  note: text,
})
export type Payment = z.infer<typeof payment>

export const me = z.object({
  response: z.object({
    identity_id: id,
    first_name: text,
    last_name: text,
    email: text,
    business_memberships: z.array(
      z.object({
        role: z.string(),
        business: z.object({ name: text, account_id: text, business_uuid: z.string(), billing_country_code: text }),
      }),
    ),
  }),
})

export const callback = z.object({ callbackid: id, event: z.string(), uri: z.string() })
export const oneCallback = z.object({ response: z.object({ result: z.object({ callback }) }) })
export const callbacks = z.object({ response: z.object({ result: z.object({ callbacks: z.array(callback) }) }) })

export const paging = z.object({ page: z.number(), pages: z.number(), total: z.number() })

/** The four shapes of a refusal. */
const number = z.union([z.number(), z.string()]).transform(String)
export const accountingRefusal = z.object({
  response: z.object({
    errors: z.array(z.object({ errno: number, field: text.optional(), message: z.string() })).min(1),
  }),
})
export const newerRefusal = z.object({
  code: z.number(),
  message: z.string(),
  details: z
    .array(z.object({ reason: z.string(), metadata: z.looseObject({ field: z.string().optional() }).optional() }))
    .min(1),
})
export const authRefusal = z.object({ error: z.string(), error_description: z.string().optional() })
export const eventsRefusal = z.object({ errno: number, message: z.string() })
