import type { Flat, Link } from '../model/record'

/** How lists call a record: its name, or its number, and its code. */
export const title = (link: Pick<Link, 'crm' | 'books'>): string =>
  titleOf({ ...link.crm?.seen, ...link.books?.seen }, (link.books ?? link.crm)?.id ?? '')

/** The same for a record that no link knows. */
export function titleOf(flat: Flat, id: string): string {
  const name = [flat.name, flat.number, fullName(flat)].find((text) => typeof text === 'string' && text !== '')
  const code = typeof flat.code === 'string' && flat.code !== name ? flat.code : null
  return [name, code].filter((part) => typeof part === 'string').join(' · ') || id
}

const fullName = (flat: Flat): string =>
  [flat.firstName, flat.lastName].filter((part) => typeof part === 'string').join(' ')
