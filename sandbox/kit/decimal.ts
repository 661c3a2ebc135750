/** Exact decimal: `units` of 10^-scale. Money never meets a float here. */
export interface Decimal {
  readonly units: bigint
  readonly scale: number
}

export function decimal(text: string): Decimal {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim())
  if (!match) throw new Error(`Not a decimal number: ${text}`)
  const [, sign, whole = '', part = ''] = match
  const units = BigInt(whole + part)
  return { units: sign === '-' ? -units : units, scale: part.length }
}

export const cents = (units: bigint | number): Decimal => ({ units: BigInt(units), scale: 2 })

export const times = (a: Decimal, b: Decimal): Decimal => ({ units: a.units * b.units, scale: a.scale + b.scale })

export function plus(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return { units: atScale(a, scale) + atScale(b, scale), scale }
}

export const minus = (a: Decimal, b: Decimal): Decimal => plus(a, { units: -b.units, scale: b.scale })

/** Half-up, away from zero. */
export function rounded(value: Decimal, scale: number): Decimal {
  if (value.scale <= scale) return { units: atScale(value, scale), scale }
  const divisor = 10n ** BigInt(value.scale - scale)
  const size = value.units < 0n ? -value.units : value.units
  const up = (size + divisor / 2n) / divisor
  return { units: value.units < 0n ? -up : up, scale }
}

export function written(value: Decimal): string {
  const size = value.units < 0n ? -value.units : value.units
  const digits = size.toString().padStart(value.scale + 1, '0')
  const whole = digits.slice(0, digits.length - value.scale)
  const sign = value.units < 0n ? '-' : ''
  return value.scale === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-value.scale)}`
}

export const amount = (value: Decimal): string => written(rounded(value, 2))

const atScale = (value: Decimal, scale: number): bigint => value.units * 10n ** BigInt(scale - value.scale)
