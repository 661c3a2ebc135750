import type { Link } from '@/lib/model/record'
import { spaceOf } from '@/lib/model/words'

/** A link with the sides it is given; none unless said. */
export function aLink(part: Partial<Link> = {}): Link {
  const half = part.books ?? part.crm
  return {
    id: 'link-1',
    space: half ? spaceOf(half.entity) : 'account',
    crm: null,
    books: null,
    news: 1,
    planned: 0,
    because: null,
    gone: false,
    ...part,
  }
}
