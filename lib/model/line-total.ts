import type { Line, Value } from './record'
import { decimal, money } from './value'

/** What a line says it costs, or what quantity, price and discount in percent make of it. */
export function lineTotal({ fields }: Line, exponent: number): number {
  if (typeof fields['total'] === 'number') return fields['total']
  const [quantity, price] = [told(fields['quantity']), told(fields['price'])]
  if (quantity === null || price === null) return 0
  const discount = told(fields['discount']) ?? '0'
  const kept = partsOf(discount)
  const share = moneyExact(100n * 10n ** BigInt(kept.scale) - kept.digits, kept.scale + 2)
  return money(times(times(quantity, price), share), exponent) ?? 0
}

const told = (value: Value | undefined): string | null =>
  decimal(value === null || value === undefined ? '' : String(value))

/** Two decimals multiplied exactly. */
export function times(a: string, b: string): string {
  const [left, right] = [partsOf(a), partsOf(b)]
  return moneyExact(left.digits * right.digits, left.scale + right.scale)
}

function partsOf(value: string): { digits: bigint; scale: number } {
  const [whole = '0', fraction = ''] = value.split('.')
  return { digits: BigInt(`${whole}${fraction}`), scale: fraction.length }
}

function moneyExact(digits: bigint, scale: number): string {
  const sign = digits < 0n ? '-' : ''
  const text_ = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0')
  return scale === 0 ? `${sign}${text_}` : `${sign}${text_.slice(0, -scale)}.${text_.slice(-scale)}`
}
