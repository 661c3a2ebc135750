import type { Flat, Value } from '../model/record'
import { fold } from './keys'
import { likeness } from './likeness'

/** What two records have in common, or not. */
export const evidences = ['name', 'vatNumber', 'email', 'emailDomain', 'phone', 'postcode', 'city', 'code'] as const
export type Evidence = (typeof evidences)[number]
export type Level = 'equal' | 'close' | 'different'

export interface Reason {
  readonly what: Evidence
  readonly level: Level
}
export interface Score {
  /** How sure it is that both are one thing, 0 to 1. */
  readonly sure: number
  readonly reasons: readonly Reason[]
}

/**
 * Fellegi and Sunter: log2 of how much more often a level is seen between records of one thing than between strangers.
 * Start values; what is missing on either side says nothing.
 */
const weights: Readonly<Record<Evidence, Readonly<Record<Level, number>>>> = {
  name: { equal: 10.5, close: 7, different: -5 },
  vatNumber: { equal: 16, close: 0, different: -6 },
  email: { equal: 11, close: 0, different: -1.5 },
  emailDomain: { equal: 6.5, close: 0, different: 0 },
  phone: { equal: 10, close: 0, different: -2 },
  postcode: { equal: 4.5, close: 0, different: -3 },
  city: { equal: 3, close: 0, different: -1.5 },
  code: { equal: 9, close: 0, different: -4 },
}

/** Before anything is known, one in about 500 of the pairs that are looked at is a match. */
const prior = -9

export function score(a: Flat, b: Flat): Score {
  const reasons = evidences.flatMap((what): Reason[] => {
    const level = compare(what, a, b)
    return level === null ? [] : [{ what, level }]
  })
  const bits = reasons.reduce((sum, { what, level }) => sum + weights[what][level], prior)
  return { sure: 1 / (1 + 2 ** -bits), reasons }
}

/** Legal forms tell nothing about who it is. */
const forms =
  /\b(sarl|sas|sasu|sa|eurl|sci|snc|earl|gaec|sl|slu|sau|scoop|scop|gmbh|ag|kg|ltd|llc|inc|plc|co|srl|spa|bv|nv)\b/g

export const nameOf = (flat: Flat): string => {
  const person = [flat.firstName, flat.lastName].join(' ')
  const whole = typeof flat.name === 'string' ? flat.name : person
  const plain = fold(whole).replace(/[^\p{L}\p{N} ]/gu, ' ')
  const kept = plain.replace(forms, '').replace(/\s+/g, ' ').trim()
  return kept === '' ? plain.trim() : kept
}

/** The last nine digits: the same number with and without its country. */
export const phoneOf = (value: Value | undefined): string | null => {
  const digits = typeof value === 'string' ? value.replace(/\D/g, '') : ''
  return digits.length < 8 ? null : digits.slice(-9)
}

const freeMail =
  /^(gmail|googlemail|hotmail|outlook|live|msn|yahoo|icloud|aol|gmx|orange|wanadoo|free|sfr|laposte|telefonica)\./
const shared = /^(info|contact|contacto|contabilidad|compta|admin|office|sales|hello|bonjour|accueil)@/

/** A company's own domain; null for mail that anybody can have. */
export const domainOf = (value: Value | undefined): string | null => {
  const domain = typeof value === 'string' ? (value.toLowerCase().split('@')[1] ?? '') : ''
  return domain === '' || freeMail.test(domain) ? null : domain
}

function compare(what: Evidence, a: Flat, b: Flat): Level | null {
  switch (what) {
    case 'name':
      return names(nameOf(a), nameOf(b))
    case 'phone':
      return phones(a, b)
    case 'email':
      return mail(a, b) ? null : equality(text(a.email), text(b.email))
    case 'emailDomain':
      return mail(a, b) ? 'equal' : null
    default:
      return equality(text(a[what]), text(b[what]))
  }
}

/** Two addresses of which one is everybody's at that company, or that differ: only their domain may speak. */
function mail(a: Flat, b: Flat): boolean {
  const [one, other] = [text(a.email), text(b.email)]
  const domain = domainOf(one)
  return domain !== null && domain === domainOf(other) && (one !== other || shared.test(String(one)))
}

function names(a: string, b: string): Level | null {
  if (a === '' || b === '') return null
  if (a === b) return 'equal'
  return likeness(a, b) >= 0.9 ? 'close' : 'different'
}

/** A company may have several: one in common is enough. */
function phones(a: Flat, b: Flat): Level | null {
  const of = (flat: Flat) => [phoneOf(flat.phone), phoneOf(flat.mobile)].filter((number) => number !== null)
  const [one, other] = [of(a), of(b)]
  if (one.length === 0 || other.length === 0) return null
  return one.some((number) => other.includes(number)) ? 'equal' : 'different'
}

const text = (value: Value | undefined): string | null =>
  value === null || value === undefined || value === '' ? null : fold(String(value))

const equality = (a: string | null, b: string | null): Level | null =>
  a === null || b === null ? null : a === b ? 'equal' : 'different'
