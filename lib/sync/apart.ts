import type { Agreed } from '../model/decision'
import type { Flat, Half, Link } from '../model/record'

/**
 * A person rejected a write or undid one: both bases move to what each side shows, so that the difference is agreed and the
 * next edit of a field travels as usual. The link's reason `kept-apart` says who wanted it.
 */
export const apart = (link: Link): Agreed => ({ crm: shownBy(link.crm), books: shownBy(link.books) })

const shownBy = (half: Half | null): Flat => half?.seen ?? {}
