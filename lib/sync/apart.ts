import type { Agreed, PlannedWrite } from '../model/decision'
import type { Flat, Half, Link, Value } from '../model/record'
import type { Side } from '../model/words'

type Refused = Pick<PlannedWrite, 'side' | 'verb' | 'sets'>

/**
 * A person rejected writes or undid them unsent: both bases move to what each side showed when they were planned, so that the
 * difference is agreed. What they did not carry, or was edited since, travels as usual.
 */
export const apart = (link: Link, writes: readonly Refused[]): Agreed => ({
  crm: shownBy('crm', link.crm, writes),
  books: shownBy('books', link.books, writes),
})

function shownBy(side: Side, half: Half | null, writes: readonly Refused[]): Flat {
  if (!half) return {}
  const shown = writes.flatMap((write) =>
    write.sets.flatMap(({ key, before, from, origin }): [string, Value][] => {
      if (write.side === side) return [[key, before]]
      return from === null ? [] : [[from, origin]]
    }),
  )
  const isGone = half.removed && writes.some(({ verb }) => verb === 'remove')
  return { ...Object.fromEntries(shown), ...(isGone ? { [removal]: true } : {}) }
}

/** The link as a person's no leaves it: its reason says who wanted it. What is news about it stays news. */
export const keptApart = (link: Link, writes: readonly Refused[]) => {
  const { crm, books } = apart(link, writes)
  const because = { reason: 'kept-apart' } as const
  return { id: link.id, planned: 0, because, waitsOn: null, gone: link.gone, agreedCrm: crm, agreedBooks: books }
}

/** What a removal that is no news to anybody leaves in the base of its side. */
export const removalKept: Flat = { removed: true }

/** That a side no longer has the record can be agreed, too: then no later plan removes it on the other side. */
const removal = 'removed'

export const removalAgreed = (half: Half | null): boolean => half?.base?.[removal] === true

/** The record is back: from now on its removal is news again. */
export const restored = ({ crm, books }: Link): Agreed => ({ crm: backOn(crm), books: backOn(books) })

const backOn = (half: Half | null): Flat => (half && !half.removed && removalAgreed(half) ? { [removal]: false } : {})
