import type { Half } from '@/lib/model/record'

/** One side of a link that showed a customer; `seen` bears the label of the entity, as every flat view does. */
export function aHalf(part: Partial<Half> = {}): Half {
  const entity = part.entity ?? 'customer'
  return {
    id: '1',
    version: '1',
    removed: false,
    leftFilter: false,
    marker: null,
    base: null,
    ...part,
    entity,
    seen: { entity, ...part.seen },
  }
}
