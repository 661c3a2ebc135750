import { exponentOf } from '@/lib/model/currency'
import type { Value } from '@/lib/model/record'
import type { FixingView } from './fixing'

export type TypedValue = { readonly value: Value } | { readonly wrong: 'too-long' | 'unknown' }

type Asked = Pick<FixingView, 'type' | 'maxLength' | 'values' | 'currency'>

/** What somebody typed as a field's new value; an amount in its currency's units, as people write it. */
export function typedValue({ type, maxLength, values, currency }: Asked, text: string): TypedValue {
  if (maxLength !== null && text.length > maxLength) return { wrong: 'too-long' }
  if (values && text !== '' && !values.some(({ value }) => value === text)) return { wrong: 'unknown' }
  if (text === '') return { value: null }
  if (type === 'boolean') return { value: text === 'true' }
  if (type === 'money') return amount(text.replace(',', '.'), exponentOf(currency))
  if (type !== 'number') return { value: text }
  const number = Number(text.replace(',', '.'))
  return Number.isFinite(number) ? { value: number } : { wrong: 'unknown' }
}

function amount(text: string, decimals: number): TypedValue {
  const found = /^-?\d+(?:\.(\d+))?$/.exec(text)
  if (!found || (found[1] ?? '').length > decimals) return { wrong: 'unknown' }
  return { value: Math.round(Number(text) * 10 ** decimals) }
}

/** A value as somebody would type it. */
export function asTyped({ type, value, currency }: Pick<FixingView, 'type' | 'value' | 'currency'>): string {
  if (value === null) return ''
  if (type !== 'money' || typeof value !== 'number') return String(value)
  const decimals = exponentOf(currency)
  return (value / 10 ** decimals).toFixed(decimals)
}
