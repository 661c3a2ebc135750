import type { Line, Value } from './record'
import type { Entity } from './words'

/** Normal forms: every value is brought into one of these before any comparison. All are pure and idempotent. */
type Raw = string | number | null | undefined

/** NFC, trimmed, inner space collapsed (line ends too); empty is null. */
export const text = (raw: Raw): string | null => {
  const kept = shown(raw)
  return (isTidy(kept) ? kept : kept.replace(/\s+/gu, ' ').trim()) || null
}

/** As `text`, but line breaks stay. */
export const multiline = (raw: Raw): string | null =>
  shown(raw)
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.replace(/\s+/gu, ' ').trim())
    .join('\n')
    .trim() || null

/** Case of the local part is the owner's business; the domain has none. */
export function email(raw: Raw): string | null {
  const kept = text(raw)
  const at = kept?.lastIndexOf('@') ?? -1
  return kept === null || at < 0 ? kept : kept.slice(0, at) + kept.slice(at).toLowerCase()
}

export const vat = (raw: Raw): string | null =>
  shown(raw)
    .toUpperCase()
    .replace(/[\s.\-/_]/gu, '') || null

/** ISO-3166 alpha-2 from a code or from a name in our languages; an unknown country keeps its text. */
export function country(raw: Raw): string | null {
  const kept = text(raw)
  if (kept === null) return null
  const code = kept.toUpperCase()
  if (/^[A-Z]{2}$/.test(code)) return ALIASES[code] ?? code
  return ALIASES[code] ?? countryNames().get(folded(kept)) ?? kept
}

/** Integer minor units; more digits than the currency has are rounded half away from zero. Never through float arithmetic. */
export function money(raw: Raw, exponent = 2): number | null {
  const parts = decimalParts(raw)
  if (parts === null) return null
  const { negative, whole, fraction } = parts
  const kept = BigInt(whole + fraction.slice(0, exponent).padEnd(exponent, '0'))
  const rounded = kept + (fraction.charAt(exponent) >= '5' ? 1n : 0n)
  return Number(negative ? -rounded : rounded)
}

/** Minor units back into a decimal text, all digits shown: 1250 is '12.50'. */
export function moneyText(minor: number, exponent = 2): string {
  const digits = String(Math.abs(Math.trunc(minor))).padStart(exponent + 1, '0')
  const cut = digits.length - exponent
  const shownDigits = exponent === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`
  return minor < 0 ? `-${shownDigits}` : shownDigits
}

/** Canonical decimal text: no plus, no leading or trailing zeros. */
export function decimal(raw: Raw): string | null {
  const parts = decimalParts(raw)
  if (parts === null) return null
  const whole = parts.whole.replace(/^0+(?=\d)/, '')
  const fraction = parts.fraction.replace(/0+$/, '')
  const digits = fraction === '' ? whole : `${whole}.${fraction}`
  return parts.negative && digits !== '0' ? `-${digits}` : digits
}

/** A calendar date stays a date: the part before the time, whatever zone that is in. */
export function calendarDate(raw: Raw): string | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:$|[T ])/.exec(shown(raw).trim())
  return match?.[1] ?? null
}

/** Milliseconds UTC. */
export function instant(raw: Raw): number | null {
  const at = Date.parse(shown(raw).trim())
  return Number.isNaN(at) ? null : at
}

/** Booleans of the vendors' dialects. */
export function bool(raw: Value | undefined): boolean | null {
  if (typeof raw === 'boolean') return raw
  const word = folded(shown(raw))
  return TRUE.has(word) ? true : FALSE.has(word) ? false : null
}

/** Same lines, same text: keys sorted, nothing else. */
export const canonicalLines = (lines: readonly Line[]): string =>
  JSON.stringify(lines.map((line) => [sorted(line.fields), sorted(line.parents)]))

/** Reads back what `canonicalLines` wrote. */
export function linesOf(value: Value | undefined): readonly Line[] {
  if (typeof value !== 'string') return []
  const rows = JSON.parse(value) as [Record<string, Value>, Record<string, string>][] // our own text, written above
  return rows.map(([fields, parents]) => ({ fields, parents }))
}

const TRUE = new Set(['true', '1', 'yes', 'y', 'oui', 'si', 'vrai', 'on'])
const FALSE = new Set(['false', '0', 'no', 'n', 'non', 'faux', 'off'])
const ALIASES: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR', USA: 'US', UAE: 'AE' }

const shown = (raw: Value | undefined): string =>
  raw === null || raw === undefined ? '' : String(raw).normalize('NFC')

/** Most texts are: looking costs a tenth of rewriting. */
const isTidy = (kept: string): boolean => !/^\s|\s$|\s\s|[^\S ]/u.test(kept)

const folded = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()

let names: ReadonlyMap<string, string> | undefined

/** Names of every region in the product's languages; built once, because Intl is slow to ask. */
function countryNames(): ReadonlyMap<string, string> {
  names ??= new Map(['en', 'fr', 'es'].flatMap(namesIn))
  return names
}

function namesIn(language: string): readonly (readonly [string, string])[] {
  const regions = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  return letters.flatMap((first) =>
    letters.flatMap((second) => {
      const name = RETIRED.has(first + second) ? undefined : regions.of(first + second)
      return name === undefined ? [] : [[folded(name), first + second] as const]
    }),
  )
}

/** Codes that Intl still names although the country has another one today. */
const RETIRED = new Set([
  'UK',
  'BU',
  'CS',
  'DD',
  'DY',
  'FX',
  'HV',
  'NH',
  'NT',
  'QU',
  'RH',
  'SU',
  'TP',
  'VD',
  'YD',
  'YU',
  'ZR',
])

/** Beyond what a double can hold no vendor's number lies, only an attack on our memory. */
const FARTHEST = 400

/** A JSON number is read by its shortest text, which is the text it was sent with up to 15 digits. */
function decimalParts(raw: Raw): { negative: boolean; whole: string; fraction: string } | null {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(shown(raw).trim())
  const [, sign = '', digits = '', decimals = '', exponent = '0'] = match ?? []
  if (match === null || digits + decimals === '') return null
  const shift = Number(exponent)
  if (Math.abs(shift) > FARTHEST) return null
  const all = digits + decimals
  const point = digits.length + shift
  const whole = point <= 0 ? '0' : all.slice(0, point).padEnd(point, '0')
  const fraction = point < 0 ? '0'.repeat(-point) + all : all.slice(point)
  return { negative: sign === '-', whole: whole || '0', fraction }
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** How a flat row names a parent. */
export const parentPrefix = 'parent:'
export const parentKey = (entity: Entity): string => parentPrefix + entity
