import type { Agreed } from '../model/decision'
import type { Flat, Half, Link } from '../model/record'

/**
 * A person rejected a write or undid one: both bases move to what each side shows, so that the difference is agreed and the
 * next edit of a field travels as usual. The link's reason `kept-apart` says who wanted it.
 */
export const apart = (link: Link): Agreed => ({ crm: shownBy(link.crm), books: shownBy(link.books) })

const shownBy = (half: Half | null): Flat => ({ ...half?.seen, ...(half?.removed ? { [removal]: true } : {}) })

/** The link as a person's no leaves it. */
export const keptApart = (link: Link) => {
  const { crm, books } = apart(link)
  const because = { reason: 'kept-apart' } as const
  return {
    id: link.id,
    planned: link.news,
    because,
    waitsOn: null,
    gone: link.gone,
    agreedCrm: crm,
    agreedBooks: books,
  }
}

/** What a removal that is no news to anybody leaves in the base of its side. */
export const removalKept: Flat = { removed: true }

/** That a side no longer has the record can be agreed, too: then no later plan removes it on the other side. */
const removal = 'removed'

export const removalAgreed = (half: Half | null): boolean => half?.base?.[removal] === true

/** The record is back: from now on its removal is news again. */
export const restored = ({ crm, books }: Link): Agreed => ({ crm: backOn(crm), books: backOn(books) })

const backOn = (half: Half | null): Flat => (half && !half.removed && removalAgreed(half) ? { [removal]: false } : {})
