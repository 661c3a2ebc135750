import { isObject, refuse, done } from './model'
import type { DealProduct, FieldRule, Id, Module, Pricing, Result, Value } from './model'

/** What a body says, checked: only what is there will be changed. */
export interface Patch {
  readonly own: Readonly<Record<string, Value>>
  readonly custom: Readonly<Record<string, Value>>
  readonly accounts?: readonly Id[]
  readonly products?: readonly DealProduct[]
  readonly pricings?: readonly Pricing[]
}

export type Exists = (table: string, id: Id) => boolean

const LONGEST = 255

/** Unknown names are ignored without a word, custom ones too; known ones must be of their type. */
export function checkBody(module: Module, given: unknown, exists: Exists, nextId: () => Id): Result<Patch> {
  if (!isObject(given)) return refuse('The body must be a JSON object')
  const spoken = { ...given, ...emailOf(given) }
  const customs = isObject(given['custom_field']) ? given['custom_field'] : {}
  const own = checked(module, spoken, exists, (name) => !name.startsWith('cf_'))
  if (!own.ok) return own
  const custom = checked(module, customs, exists, (name) => name.startsWith('cf_'))
  if (!custom.ok) return custom
  return withRows({ own: own.value, custom: custom.value }, given, exists, nextId)
}

function emailOf(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const said = given['emails'] ?? given['email']
  if (said === undefined && !('emails' in given) && !('email' in given)) return {}
  const first: unknown = Array.isArray(said) ? said[0] : said
  return { emails: isObject(first) ? (first['value'] ?? null) : (first ?? null) }
}

function checked(
  module: Module,
  given: Readonly<Record<string, unknown>>,
  exists: Exists,
  mine: (name: string) => boolean,
): Result<Readonly<Record<string, Value>>> {
  const patch: Record<string, Value> = {}
  for (const field of module.fields.filter(({ name }) => mine(name) && name in given)) {
    const value = checkValue(field, given[field.name], exists)
    if (!value.ok) return value
    patch[field.name] = value.value
  }
  return done(patch)
}

function checkValue(field: FieldRule, given: unknown, exists: Exists): Result<Value> {
  const { label, type } = field
  if (given === null || given === '') return done(null)
  switch (type) {
    case 'checkbox':
      return typeof given === 'boolean' ? done(given) : refuse(`${label} must be true or false`)
    case 'decimal':
    case 'number':
      return isNumber(given) ? done(amountOf(given, type)) : refuse(`${label} is not a number`)
    case 'date':
      return dateOf(given) === null ? refuse(`${label} is not a valid date`) : done(dateOf(given))
    case 'lookup': {
      const id = String(given)
      return exists(field.table ?? '', id) ? done(id) : refuse(`${label} is invalid`)
    }
    default:
      return checkText(field, given)
  }
}

function checkText({ label, type, choices }: FieldRule, given: unknown): Result<Value> {
  if (typeof given !== 'string') return refuse(`${label} must be a text`)
  if (type === 'textarea') return given.length > 65_535 ? refuse(`${label} is too long`) : done(given)
  if (given.length > LONGEST) return refuse(`${label} is too long (maximum is ${LONGEST} characters)`)
  if (type === 'email' && !/^[^@\s]+@[^@\s]+$/.test(given)) return refuse(`${label} is invalid`)
  return choices && !choices.includes(given) ? refuse(`${label} is not included in the list`) : done(given)
}

const isNumber = (given: unknown): given is string | number =>
  (typeof given === 'number' && Number.isFinite(given)) || (typeof given === 'string' && /^-?\d+(\.\d+)?$/.test(given))

/** Amounts are kept and shown as text, with at least one decimal. */
const amountOf = (given: string | number, type: 'decimal' | 'number'): Value => {
  if (type === 'number') return Number(given)
  const text = String(given)
  return text.includes('.') ? text : `${text}.0`
}

const dateOf = (given: unknown): string | null =>
  typeof given === 'string' && /^\d{4}-\d{2}-\d{2}/.test(given) && !Number.isNaN(Date.parse(given))
    ? given.slice(0, 10)
    : null

function withRows(
  patch: Patch,
  given: Readonly<Record<string, unknown>>,
  exists: Exists,
  nextId: () => Id,
): Result<Patch> {
  const accounts = idsIn(given['sales_accounts'])
  if (accounts?.some((id) => !exists('sales_accounts', id))) return refuse('Sales accounts are invalid')
  const products = rowsIn(given['products'] ?? given['deal_products'])
  if (products?.some((each) => !exists('products', idIn(each['product_id'] ?? each['id']))))
    return refuse('Products are invalid')
  const pricings = rowsIn(given['product_pricings'])
  return done({
    ...patch,
    ...(accounts ? { accounts } : {}),
    ...(products ? { products: products.map((each) => productOf(each, nextId())) } : {}),
    ...(pricings ? { pricings: pricings.map(pricingOf) } : {}),
  })
}

function idsIn(given: unknown): readonly Id[] | undefined {
  const rows = rowsIn(given)
  if (!rows) return undefined
  const main = (each: Readonly<Record<string, unknown>>): number => (each['is_primary'] === true ? 0 : 1)
  return [...rows].sort((a, b) => main(a) - main(b)).map((each) => idIn(each['id']))
}

const rowsIn = (given: unknown): readonly Readonly<Record<string, unknown>>[] | undefined =>
  Array.isArray(given) ? given.filter(isObject) : undefined

const idIn = (given: unknown): Id => (typeof given === 'string' || typeof given === 'number' ? String(given) : '')

const wordIn = (given: unknown, otherwise: string): string =>
  typeof given === 'string' || typeof given === 'number' ? String(given) : otherwise

const productOf = (each: Readonly<Record<string, unknown>>, id: Id): DealProduct => ({
  id,
  product_id: idIn(each['product_id'] ?? each['id']),
  quantity: wordIn(each['quantity'], '1'),
  unit_price: wordIn(each['unit_price'], '0.0'),
  discount: wordIn(each['discount'], '0.0'),
})

const pricingOf = (each: Readonly<Record<string, unknown>>): Pricing => ({
  currency_code: wordIn(each['currency_code'], 'EUR'),
  unit_price: wordIn(each['unit_price'] ?? each['currency_value'], '0.0'),
})
