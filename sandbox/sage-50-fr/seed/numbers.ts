import { random } from '../../kit/random'
import type { Random } from '../../kit/random'

const START = Date.UTC(2024, 0, 8, 7, 30)
const STEP = 41 * 60_000 + 7_013
const SPAN = 800 * 86_400_000

export type Kind = 'tiers' | 'contact' | 'article' | 'facture'

const SALT: Readonly<Record<Kind, number>> = { tiers: 1, contact: 2, article: 3, facture: 4 }

/** The same row always draws the same lots, whoever asks first. */
export const lots = (seed: number, kind: Kind, index: number): Random =>
  random(Math.imul(seed * 4 + SALT[kind], 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b))

export const madeAt = (index: number): string => new Date(START + ((index * STEP) % SPAN)).toISOString()

export const day = (from: string, days: number): string =>
  new Date(Date.parse(`${from}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** Nine digits with their Luhn check, one per index. */
export function sirenOf(index: number): string {
  const eight = String(31_000_000 + index * 53)
  return eight + luhnCheck(eight)
}

export function siretOf(siren: string): string {
  const start = `${siren}0001`
  return start + luhnCheck(start)
}

/** The French VAT key: 12 + 3 x (SIREN mod 97), modulo 97. */
export const tvaOf = (siren: string): string =>
  `FR${String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, '0')}${siren}`

/** 01 99 00 and 06 39 98 are the ranges kept for fiction in France. */
export const phone = (start: '01 99 00' | '06 39 98', index: number): string => {
  const four = String((index * 37 + 11) % 10_000).padStart(4, '0')
  return `${start} ${four.slice(0, 2)} ${four.slice(2)}`
}

export const plain = (name: string): string =>
  name
    .replace(/œ/gi, 'oe')
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .replace(/[^A-Za-z0-9]+/g, (gap) => (/[\u0300-\u036f]/.test(gap) ? '' : '-'))
    .toLowerCase()

/** Ends by a number that no other code of the dossier ends by. */
export function codeOf(name: string, number: number): string {
  const digits = String(number).padStart(4, '0')
  const letters = plain(name).replace(/-/g, '').toUpperCase().padEnd(4, 'X').slice(0, 4)
  return letters + digits
}

function luhnCheck(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const doubled = place % 2 === 0 ? Number(digit) * 2 : Number(digit)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return String((10 - (sum % 10)) % 10)
}
