import { exponentOf } from '@/lib/model/currency'
import { lineTotal, times } from '@/lib/model/line-total'
import type { Line, Value } from '@/lib/model/record'
import { decimal, money, moneyText, multiline, text } from '@/lib/model/value'
import type { Estimate, SaleLine } from './wire'

/** What stands in the lines of a sale, and what is taken off the whole of it. */
type Sold = Pick<Estimate, 'lines' | 'discount_total'>

/** Items by their name: a line of FreshBooks knows its item no other way. */
export interface Catalogue {
  readonly idOf: (name: string) => string | null
  readonly nameOf: (id: string) => string | null
}

export const saleLines = ({ lines, discount_total: discount }: Sold, catalogue: Catalogue): readonly Line[] => [
  ...lines.map((line) => saleLine(line, catalogue)),
  ...discountLine(discount ?? null),
]

function saleLine(line: SaleLine, catalogue: Catalogue): Line {
  const name = text(line.name)
  const product = name === null ? null : catalogue.idOf(name)
  const second = decimal(line.taxAmount2)
  return {
    fields: {
      description: multiline(line.description) ?? name,
      quantity: decimal(line.qty),
      price: decimal(line.unit_cost.amount),
      discount: '0',
      total: money(line.amount.amount, exponentOf(line.amount.code)),
      // Two taxes on one line are no single rate.
      taxRate: second === null || second === '0' ? (decimal(line.taxAmount1) ?? '0') : null,
    },
    parents: product === null ? {} : { product },
  }
}

/** A discount is given on the whole: a line of its own, so that the lines add up to what is net. */
function discountLine(discount: Sold['discount_total']): readonly Line[] {
  const off = discount ? Math.abs(money(discount.amount, exponentOf(discount.code)) ?? 0) : 0
  if (off === 0) return []
  const fields = { description: 'Discount', quantity: null, price: null, discount: '0', total: -off, taxRate: null }
  return [{ fields, parents: {} }]
}

/** Lines have no discount of their own: where quantity and price do not make the total, one piece costs the total. */
export function plain(
  { fields }: Line,
  exponent: number,
): { readonly quantity: string; readonly price: string; readonly total: number } {
  const [quantity, price] = [decimal(worded(fields['quantity'])) ?? '1', decimal(worded(fields['price'])) ?? '0']
  const made = money(times(quantity, price), exponent)
  const total = lineTotal({ fields: { ...fields, quantity, price }, parents: {} }, exponent)
  return made === total
    ? { quantity, price, total }
    : { quantity: '1', price: decimal(moneyText(total, exponent)) ?? '0', total }
}

export function lineBody(line: Line, currency: string, catalogue: Catalogue): object {
  const { quantity, price } = plain(line, exponentOf(currency))
  const name = line.parents.product === undefined ? null : catalogue.nameOf(line.parents.product)
  return {
    name: name ?? '',
    description: worded(line.fields['description']),
    qty: quantity,
    unit_cost: { amount: price, code: currency },
  }
}

export const worded = (value: Value | undefined): string => (value === null || value === undefined ? '' : String(value))
