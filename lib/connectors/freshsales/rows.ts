import type { Fields, Line, Value } from '@/lib/model/record'
import { decimal, moneyText, text } from '@/lib/model/value'
import type { Ours } from './columns'

/**
 * A custom module has no rows of its own: lines stand in a long text, one below the other, so that people can read them and
 * we can read them back. A total's decimals say its minor units, whatever the currency.
 */
const PARTS = ['quantity', 'price', 'discount', 'total', 'taxRate', 'taxTotal'] as const
const MONEY: ReadonlySet<string> = new Set(['total', 'taxTotal'])
const BETWEEN = ' | '
const NONE = '-'

export function writtenRows(entity: Ours, lines: readonly Line[], exponent: number): string {
  const written = lines.map(({ fields, parents }) => {
    if (entity === 'payment') return [minorText(fields['amount'] ?? null, exponent), parents.invoice ?? NONE]
    const parts = PARTS.map((part) => {
      const value = fields[part]
      return value === undefined ? '' : MONEY.has(part) ? minorText(value, exponent) : shown(value)
    })
    return [shown(fields['description'] ?? null), ...parts, parents.product ?? NONE]
  })
  return written.map((parts) => parts.join(BETWEEN)).join('\n')
}

/** Null where somebody wrote something else there: it is then no longer what we know. */
export function readRows(entity: Ours, raw: unknown): readonly Line[] | null {
  if (typeof raw !== 'string' || raw === '') return []
  const lines = raw.split(/\r?\n/).map((row) => (entity === 'payment' ? allocationOf(row) : lineOf(row)))
  return lines.every((line) => line !== null) ? lines : null
}

function allocationOf(row: string): Line | null {
  const [amount = '', invoice = '', ...more] = row.split(BETWEEN)
  if (more.length > 0 || !/^-?\d+(\.\d+)?$/.test(amount) || !isId(invoice)) return null
  return { fields: { amount: minor(amount) }, parents: invoice === NONE ? {} : { invoice } }
}

function lineOf(row: string): Line | null {
  const parts = row.split(BETWEEN)
  const product = parts.at(-1) ?? ''
  const values = parts.slice(-1 - PARTS.length, -1)
  // A description may hold the mark between two parts itself.
  const description = parts.slice(0, -1 - PARTS.length).join(BETWEEN)
  if (parts.length < PARTS.length + 2 || !isId(product) || !values.every(isPart)) return null
  const read = PARTS.flatMap((part, at) => partOf(part, values[at] ?? ''))
  return {
    fields: { description: description === NONE ? null : text(description), ...Object.fromEntries(read) },
    parents: product === NONE ? {} : { product },
  }
}

const isId = (given: string): boolean => given === NONE || /^\d+$/.test(given)
const isPart = (given: string): boolean => given === '' || given === NONE || /^-?\d+(\.\d+)?$/.test(given)

function partOf(part: string, given: string): readonly (readonly [string, Value])[] {
  if (given === '') return []
  if (given === NONE) return [[part, null]]
  return [[part, MONEY.has(part) ? minor(given) : decimal(given)]]
}

const minor = (given: string): number => Number(given.replace('.', ''))
const minorText = (value: Value, exponent: number): string =>
  typeof value === 'number' ? moneyText(value, exponent) : NONE
const shown = (value: Value): string => (value === null ? NONE : (text(String(value)) ?? NONE))

/** What the text will tell of a line: fields that have no place in it are not kept. */
export function rowForm(entity: Ours, { fields, parents }: Line): Line {
  const kept: readonly string[] = entity === 'payment' ? ['amount'] : ['description', ...PARTS]
  const known = Object.entries(fields).filter(([key]) => kept.includes(key))
  const formed: Fields = Object.fromEntries(
    known.map(([key, value]) => [key, key === 'description' ? named(value) : value]),
  )
  const description = entity === 'payment' ? {} : { description: null }
  return { fields: { ...description, ...formed }, parents }
}

const named = (value: Value): Value => (value === null || value === NONE ? null : text(String(value)))
