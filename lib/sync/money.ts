import type { Flat } from '../model/record'
import { linesOf } from './flatten'

/** Header = lines + tax, in minor units; a record that shows no such totals has nothing to add up. */
export function addsUp(flat: Flat): boolean {
  const { netTotal, taxTotal, total, lines } = flat
  if (typeof total !== 'number' || typeof netTotal !== 'number') return true
  if (netTotal + (typeof taxTotal === 'number' ? taxTotal : 0) !== total) return false
  if (lines === undefined || lines === null) return true
  const totals = linesOf(lines).map((line) => line.fields.total)
  // A CRM that keeps quantity and price alone leaves the amounts to the books.
  if (totals.length > 0 && totals.every((total) => typeof total !== 'number')) return true
  return totals.reduce((sum: number, total) => sum + (typeof total === 'number' ? total : 0), 0) === netTotal
}
