import { decimal, minus, plus, rounded, times } from '../kit/decimal'
import type { Decimal } from '../kit/decimal'
import { fieldsOf } from './fields'
import type { Fields } from './fields'
import { exact, itemByCode, shown } from './organisation'
import type { Organisation } from './organisation'
import type { Line, LineAmountTypes } from './records'
import type { Wire } from './show'

/** What a tax type adds, in percent. */
export const TAX: Readonly<Record<string, { readonly name: string; readonly rate: number }>> = {
  OUTPUT2: { name: '20% (VAT on Income)', rate: 20 },
  RROUTPUT: { name: '5% (VAT on Income)', rate: 5 },
  ZERORATEDOUTPUT: { name: 'Zero Rated Income', rate: 0 },
  NONE: { name: 'No VAT', rate: 0 },
}

/** Lines, or null where the element says none. `decimals`: of unit amounts, two unless asked for four. */
export function linesOf(
  org: Organisation,
  fields: Fields,
  types: LineAmountTypes,
  decimals: 2 | 4,
): readonly Line[] | null {
  const told = fields.objects('LineItems')
  return told && told.map((each) => lineOf(org, each, types, decimals, fields))
}

function lineOf(org: Organisation, element: Wire, types: LineAmountTypes, decimals: 2 | 4, whole: Fields): Line {
  const fields = fieldsOf(element)
  const code = fields.text('ItemCode', 30, null)
  const item = code === null ? undefined : itemByCode(org, code)
  if (code !== null && !item) fields.complain(`Item code '${code}' is not valid`)
  const unit = shown(exact(fields.number('UnitAmount', item?.SalesPrice ?? 0)), decimals)
  const line = priced(
    {
      LineItemID: org.newId(),
      Description: fields.text('Description', 4000, item?.Description ?? item?.Name ?? null),
      Quantity: shown(exact(fields.number('Quantity', 1)), 4),
      UnitAmount: unit,
      ItemCode: code,
      AccountCode: fields.text('AccountCode', 10, item ? '200' : null),
      TaxType: fields.text('TaxType', 20, types === 'NoTax' ? 'NONE' : 'OUTPUT2') ?? 'NONE',
      DiscountRate: fields.maybe('DiscountRate'),
    },
    types,
  )
  if (line.Description === null) fields.complain('Description must be specified.')
  if (!(line.TaxType in TAX)) fields.complain(`The TaxType code '${line.TaxType}' does not exist or cannot be used.`)
  const total = fields.maybe('LineAmount')
  if (total !== null && total !== line.LineAmount)
    fields.complain(`The line total ${total} does not match the expected line total ${line.LineAmount}`)
  for (const message of fields.messages) whole.complain(message)
  return { ...line, TaxAmount: fields.maybe('TaxAmount') ?? line.TaxAmount }
}

/** Line total and its tax, each rounded half up to the cent. */
export function priced(line: Omit<Line, 'LineAmount' | 'TaxAmount'>, types: LineAmountTypes): Line {
  const kept = minus(decimal('1'), percent(line.DiscountRate ?? 0))
  const amount = rounded(times(times(exact(line.UnitAmount), exact(line.Quantity)), kept), 2)
  return { ...line, LineAmount: shown(amount), TaxAmount: shown(taxOn(amount, TAX[line.TaxType]?.rate ?? 0, types)) }
}

function taxOn(amount: Decimal, rate: number, types: LineAmountTypes): Decimal {
  if (types === 'NoTax') return decimal('0')
  if (types === 'Exclusive') return rounded(times(amount, percent(rate)), 2)
  // Inside the amount: amount x rate / (100 + rate), in whole cents half up.
  const cents = amount.units * BigInt(Math.round(rate * 100)) * 2n
  const whole = BigInt(Math.round((100 + rate) * 100))
  const half = cents < 0n ? -whole : whole
  return { units: (cents + half) / (whole * 2n), scale: 2 }
}

function percent(rate: number): Decimal {
  const { units, scale } = exact(rate)
  return { units, scale: scale + 2 }
}

export function totalsOf(lines: readonly Line[], types: LineAmountTypes) {
  const add = (values: readonly number[]) => values.map(exact).reduce(plus, decimal('0.00'))
  const amount = add(lines.map(({ LineAmount }) => LineAmount))
  const tax = add(lines.map(({ TaxAmount }) => TaxAmount))
  const net = types === 'Inclusive' ? minus(amount, tax) : amount
  return { SubTotal: shown(net), TotalTax: shown(tax), Total: shown(plus(net, tax)) }
}
