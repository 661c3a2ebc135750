import { exponentOf } from '@/lib/model/currency'
import type { Flat } from '@/lib/model/record'
import { canonicalLines, linesOf, multiline } from '@/lib/model/value'
import type { Entity } from '@/lib/model/words'
import { plain } from './lines'

/** What FreshBooks will show of the lines we write: no discount of their own, and nothing it has no place for. */
export function normal(entity: Entity, flat: Flat): Flat {
  if (entity !== 'document' || typeof flat['lines'] !== 'string') return flat
  const currency = flat['currency']
  const exponent = exponentOf(typeof currency === 'string' ? currency : null)
  const lines = linesOf(flat['lines']).map((line) => {
    const { quantity, price, total } = plain(line, exponent)
    const { description, taxRate } = line.fields
    return {
      fields: {
        description: typeof description === 'string' ? multiline(description) : null,
        quantity,
        price,
        discount: '0',
        total,
        taxRate: taxRate ?? '0',
      },
      parents: line.parents,
    }
  })
  return { ...flat, lines: canonicalLines(lines) }
}
