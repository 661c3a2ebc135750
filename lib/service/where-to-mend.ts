import type { Half, Link } from '@/lib/model/record'
import type { Settings } from '@/lib/model/settings'
import { laneTo, otherSide, type Side } from '@/lib/model/words'
import type { Place } from './place'

/** Where a refused value can be put right: here, in the system it comes from, or not by changing a value at all. */
export type Mend =
  | { readonly kind: 'here'; readonly side: Side; readonly key: string }
  | { readonly kind: 'there'; readonly side: Side }
  | { readonly kind: 'none' }

/** The value came from the other side of whoever refused it; there it is mended, if that side may be written at all. */
export function whereToMend(
  { pair, vendors }: Pick<Place, 'pair' | 'vendors'>,
  settings: Settings,
  link: Pick<Link, 'crm' | 'books' | 'because'>,
): Mend {
  const { because } = link
  if (because?.reason !== 'rejected' || !because.side) return { kind: 'none' }
  const side = otherSide(because.side)
  const half = link[side]
  if (!half || half.removed) return { kind: 'none' }
  const key = because.field === undefined ? null : originKey(settings, half, because.side, because.field)
  const locked = pair.entities[half.entity]?.lockedIn === side
  const may = vendors[side].entities[half.entity]?.write.includes('update') === true && !locked
  const typed = key !== null && ['string', 'number', 'boolean'].includes(typeof (half.seen[key] ?? ''))
  const plain = key !== null && !key.startsWith('parent:') && key !== 'lines' && key !== 'entity'
  return may && typed && plain ? { kind: 'here', side, key } : { kind: 'there', side }
}

/**
 * The field map says which field over there becomes the refused one; without a word of it they bear the same name. A row
 * that only leads the other way says nothing of where the value came from.
 */
function originKey({ entities }: Settings, { entity, seen }: Half, refused: Side, field: string): string | null {
  const join = entities[entity]?.joins.find(
    (one) => one[refused] === field && (one.lane === undefined || one.lane === laneTo(refused)),
  )
  if (join) return join[otherSide(refused)]
  return field in seen ? field : null
}
