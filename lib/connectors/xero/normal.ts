import type { Flat } from '@/lib/model/record'
import { canonicalLines, linesOf, multiline } from '@/lib/model/value'
import type { Entity } from '@/lib/model/words'

/** What Xero will show of what we write: lines keep their line ends, and nothing that it has no place for. */
export function normal(entity: Entity, flat: Flat): Flat {
  if (entity !== 'document' || typeof flat['lines'] !== 'string') return flat
  const lines = linesOf(flat['lines']).map(({ fields, parents }) => ({
    fields: {
      description: typeof fields['description'] === 'string' ? multiline(fields['description']) : null,
      quantity: fields['quantity'] ?? null,
      price: fields['price'] ?? null,
      discount: fields['discount'] ?? '0',
      total: fields['total'] ?? null,
    },
    parents,
  }))
  return { ...flat, lines: canonicalLines(lines) }
}
