import type { Flat } from '../model/record'
import { domainOf, nameOf, phoneOf, score, type Reason } from './score'

/** A record that has no counterpart yet. `parent`: the link it belongs to, null where it needs none or it is unknown. */
export interface Loner {
  readonly link: string
  readonly id: string
  readonly flat: Flat
  readonly parent: string | null
}

export interface Suggestion {
  readonly crm: Loner
  readonly books: Loner
  readonly sure: number
  readonly reasons: readonly Reason[]
  /** Sure enough, and well ahead of every other candidate of either: may be accepted in bulk. */
  readonly clear: boolean
}

export const limits = { review: 0.6, clear: 0.95, ahead: 0.1, crowd: 200 } as const

/**
 * Pairs that look like one thing, best first. Only records that share a word, a number or a domain are compared; what a
 * person called "not the same" is never proposed again.
 */
export function suggest(
  crm: readonly Loner[],
  books: readonly Loner[],
  apart: (crm: string, books: string) => boolean,
): readonly Suggestion[] {
  const blocks = blocked(books)
  const found = crm.flatMap((one) =>
    [...meets(one, blocks)]
      .filter((other) => one.parent === other.parent && !apart(one.id, other.id))
      .map((other) => ({ crm: one, books: other, ...score(one.flat, other.flat) }))
      .filter(({ sure }) => sure >= limits.review),
  )
  const best = found.sort((a, b) => b.sure - a.sure || (a.crm.link < b.crm.link ? -1 : 1))
  const [ofCrm, ofBooks] = [rivals(best, (pair) => pair.crm.link), rivals(best, (pair) => pair.books.link)]
  // Best first: whoever is not the first is not ahead of the second either.
  const leads = (sure: number, others: readonly number[] | undefined): boolean =>
    sure - (others?.[1] ?? 0) >= limits.ahead
  return best.map((pair) => ({
    ...pair,
    clear:
      pair.sure >= limits.clear &&
      leads(pair.sure, ofCrm.get(pair.crm.link)) &&
      leads(pair.sure, ofBooks.get(pair.books.link)),
  }))
}

function blocked(loners: readonly Loner[]): ReadonlyMap<string, readonly Loner[]> {
  const blocks = new Map<string, Loner[]>()
  for (const loner of loners) {
    for (const token of tokens(loner.flat)) {
      const block = blocks.get(token)
      if (block) block.push(loner)
      else blocks.set(token, [loner])
    }
  }
  return blocks
}

/** A word that hundreds share tells nobody apart. */
function meets(loner: Loner, blocks: ReadonlyMap<string, readonly Loner[]>): ReadonlySet<Loner> {
  const near = tokens(loner.flat).map((token) => blocks.get(token) ?? [])
  return new Set(near.filter((block) => block.length <= limits.crowd).flat())
}

function tokens(flat: Flat): readonly string[] {
  const words = nameOf(flat)
    .split(' ')
    .filter((word) => word.length > 2)
  const spelt = words.flatMap((word) => [`word:${word}`, `start:${word.slice(0, 4)}`])
  const own = [
    ['domain', domainOf(flat.email)],
    ['phone', phoneOf(flat.phone)],
    ['phone', phoneOf(flat.mobile)],
    ['vat', flat.vatNumber ?? null],
    ['email', flat.email ?? null],
  ].flatMap(([what, value]) => (value === null ? [] : [`${String(what)}:${String(value).toLowerCase()}`]))
  return [...new Set([...spelt, ...own])]
}

function rivals<T extends { readonly sure: number }>(
  pairs: readonly T[],
  of: (pair: T) => string,
): ReadonlyMap<string, readonly number[]> {
  const sums = new Map<string, number[]>()
  for (const pair of pairs) sums.set(of(pair), [...(sums.get(of(pair)) ?? []), pair.sure])
  return sums
}
