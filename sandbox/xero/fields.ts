import type { Wire } from './show'

/** Reads one element of a body. Null says nothing, an empty text clears; what is wrong is gathered, as the vendor does. */
export interface Fields {
  readonly messages: readonly string[]
  has(key: string): boolean
  /** `kept` where the element does not say. */
  text(key: string, longest: number, kept: string | null): string | null
  number(key: string, kept: number): number
  maybe(key: string): number | null
  date(key: string, kept: string | null): string | null
  oneOf<T extends string>(key: string, allowed: readonly T[], kept: T): T
  object(key: string): Wire
  objects(key: string): readonly Wire[] | null
  complain(message: string): void
}

export function fieldsOf(element: Wire): Fields {
  const messages: string[] = []
  const has = (key: string): boolean => element[key] !== undefined && element[key] !== null
  return {
    messages,
    has,
    text(key, longest, kept) {
      if (!has(key)) return kept
      const value = String(element[key])
      if (value.length > longest) messages.push(`The ${key} field cannot be longer than ${longest} characters.`)
      return value === '' ? null : value
    },
    number(key, kept) {
      if (!has(key)) return kept
      const value = Number(element[key])
      if (!Number.isFinite(value)) messages.push(`${key} must be a number`)
      return Number.isFinite(value) ? value : kept
    },
    maybe: (key) => (has(key) && Number.isFinite(Number(element[key])) ? Number(element[key]) : null),
    date(key, kept) {
      if (!has(key)) return kept
      if (element[key] === '') return null
      const text = String(element[key])
      const ms = /^\/Date\((-?\d+)/.exec(text)
      const at = ms ? Number(ms[1]) : Date.parse(`${text.slice(0, 10)}T00:00:00Z`)
      if (Number.isNaN(at)) messages.push(`${key} is not a valid date`)
      return Number.isNaN(at) ? kept : new Date(at).toISOString().slice(0, 10)
    },
    oneOf(key, allowed, kept) {
      if (!has(key)) return kept
      const value = String(element[key]).toUpperCase()
      const found = allowed.find((each) => each.toUpperCase() === value)
      if (found === undefined) messages.push(`${key} ${String(element[key])} is not valid`)
      return found ?? kept
    },
    object: (key) => wireOf(element[key]),
    objects: (key) => (Array.isArray(element[key]) ? element[key].map(wireOf) : null),
    complain: (message) => void messages.push(message),
  }
}

/** Nothing but names and values is asked of a caller's element. */
export const wireOf = (value: unknown): Wire => (typeof value === 'object' && value !== null ? { ...value } : {})
