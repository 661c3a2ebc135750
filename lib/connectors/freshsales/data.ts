import type { Content } from '@/lib/model/connector'
import { exponentOf } from '@/lib/model/currency'
import type { Value } from '@/lib/model/record'
import { moneyText } from '@/lib/model/value'
import { COLUMNS, DASH, LINKS, isName } from './columns'
import type { Column, Ours } from './columns'
import { writtenRows } from './rows'

export type Body = Readonly<Record<string, unknown>>

/** A write's fields as the CRM names them; keys that it does not keep are not sent. `currency`: the record's, where the write does not say. */
export function bodyOf(entity: Ours, write: Content, verb: 'create' | 'update', currency: string | null): Body {
  const { fields, parents, lines } = write
  const exponent = exponentOf(typeof fields['currency'] === 'string' ? fields['currency'] : currency)
  const spoken = COLUMNS[entity].flatMap((each) => {
    const value = fields[each.key] === undefined && verb === 'create' && isName(entity, each) ? null : fields[each.key]
    return value === undefined ? [] : [[each.wire, sent(entity, each, value, exponent)] as const]
  })
  const other = Object.entries(fields).flatMap(([key, value]) =>
    key.startsWith('x:cf_') ? [[key.slice(2), value] as const] : [],
  )
  const link = LINKS[entity]
  const linked = [
    ...(link && parents.customer !== undefined ? [[link.customer, parents.customer] as const] : []),
    ...(link && lines ? [[link.lines, writtenRows(entity, lines, exponent)] as const] : []),
  ]
  const all = [...spoken, ...other, ...linked]
  const custom = Object.fromEntries(all.filter(([name]) => name.startsWith('cf_')))
  return {
    ...Object.fromEntries(all.filter(([name]) => !name.startsWith('cf_'))),
    ...(Object.keys(custom).length > 0 ? { custom_field: custom } : {}),
    ...(entity === 'contact' && parents.customer !== undefined
      ? { sales_accounts: [{ id: parents.customer, is_primary: true }] }
      : {}),
    ...(entity === 'product' ? priceOf(write, currency) : {}),
  }
}

function sent(entity: Ours, each: Column, value: Value, exponent: number): unknown {
  if (value === null) return isName(entity, each) ? DASH : null
  return each.form === 'money' && typeof value === 'number' ? moneyText(value, exponent) : value
}

function priceOf({ fields }: Content, known: string | null): Body {
  const { price } = fields
  if (price === undefined) return {}
  const currency = typeof fields['currency'] === 'string' ? fields['currency'] : known
  if (typeof price !== 'number' || currency === null) return { product_pricings: [] }
  return { product_pricings: [{ currency_code: currency, unit_price: moneyText(price, exponentOf(currency)) }] }
}
