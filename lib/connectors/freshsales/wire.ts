import { z } from 'zod'

/** What we read of the CRM's answers. Ids may be longer than a double holds: they come as text (see door.ts). */
export const id = z.union([z.number().int(), z.string().regex(/^\d+$/)]).transform(String)

const words = z.string().nullish()
const amount = z.union([z.string(), z.number()]).nullish()
const stamp = z.string().refine((text) => !Number.isNaN(Date.parse(text)))

const audit = { id, created_at: stamp, updated_at: stamp, is_deleted: z.boolean().optional(), owner_id: id.nullish() }
const custom = z.record(z.string(), z.unknown()).optional()
const place = { address: words, city: words, state: words, zipcode: words, country: words }

export const account = z.object({
  ...audit,
  ...place,
  name: z.string(),
  phone: words,
  website: words,
  custom_field: custom,
})

export const contact = z.object({
  ...audit,
  ...place,
  first_name: words,
  last_name: words,
  email: words,
  job_title: words,
  work_number: words,
  mobile_number: words,
  sales_accounts: z.array(z.object({ id, is_primary: z.boolean().nullish() })),
  custom_field: custom,
})

export const product = z.object({
  ...audit,
  name: z.string(),
  product_code: words,
  sku_number: words,
  description: words,
  is_active: z.boolean().nullish(),
  product_pricings: z
    .array(z.object({ currency_code: z.string(), unit_price: z.union([z.string(), z.number()]).nullable() }))
    .nullish(),
  custom_field: custom,
})

export const deal = z.object({
  ...audit,
  name: z.string(),
  amount,
  expected_close: words,
  closed_date: words,
  deal_stage_id: id.nullish(),
  currency_id: id.nullish(),
  sales_account_id: id.nullish(),
  deal_products: z.array(z.object({ product_id: id, quantity: amount, unit_price: amount, discount: amount })),
  custom_field: custom,
})

/** A record of a custom module: all but its name is in fields that the administrator made. */
export const custom_record = z.object({ ...audit, name: z.string(), custom_field: z.record(z.string(), z.unknown()) })

export type Account = z.infer<typeof account>
export type Contact = z.infer<typeof contact>
export type Product = z.infer<typeof product>
export type Deal = z.infer<typeof deal>
export type CustomRecord = z.infer<typeof custom_record>

export const meta = z.object({ total_pages: z.number().int(), total: z.number().int() })
export interface Listed<T> {
  readonly rows: readonly T[]
  readonly total: number
  readonly pages: number
  readonly readAt: number
  /** The vendor's own clock at its answer; null where it does not say. */
  readonly toldAt: number | null
}

export const filters = z.object({
  filters: z.array(z.object({ id, name: z.string(), is_default: z.boolean().nullish(), user_id: id.nullish() })),
})
export type View = z.infer<typeof filters>['filters'][number]

export const owners = z.object({
  users: z.array(z.object({ id, display_name: words, email: words, is_active: z.boolean().nullish() })),
})
export const stages = z.object({
  deal_stages: z.array(z.object({ id, name: z.string(), forecast_type: words })),
})
export type Stage = z.infer<typeof stages>['deal_stages'][number]
export const currencies = z.object({ currencies: z.array(z.object({ id, currency_code: z.string() })) })
export const customizations = z.object({
  module_customizations: z.array(
    z.object({ entity_name: z.string(), plural_name: words, custom: z.boolean().nullish() }),
  ),
})

const described = z.object({
  name: z.string(),
  label: words,
  type: words,
  required: z.boolean().nullish(),
  choices: z.array(z.object({ value: z.string() })).nullish(),
})
export type Described = z.infer<typeof described>
export const fieldList = z.object({ fields: z.array(described) })
export const forms = z.object({ forms: z.array(fieldList) })

export const accepted = z.object({ job_status_url: z.string() })
/** `data` is JSON within a text. */
export const job = z.object({ status: z.string(), data: words })
export const jobData = z.object({
  record_status: z.object({ failed: z.number() }).nullish(),
  detailed_failure_report: z.array(z.unknown()).nullish(),
})

export const found = z.array(z.object({ id }))
export const refused = z.object({ errors: z.object({ message: z.union([z.string(), z.array(z.string())]).nullish() }) })
