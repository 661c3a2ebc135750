import type { Flat } from '../model/record'
import { linesOf } from './flatten'

/** Header = lines + tax, in minor units; a record that shows no such totals has nothing to add up. */
export function addsUp(flat: Flat): boolean {
  const { netTotal, taxTotal, total, lines } = flat
  if (typeof total !== 'number' || typeof netTotal !== 'number') return true
  if (netTotal + (typeof taxTotal === 'number' ? taxTotal : 0) !== total) return false
  return lines === undefined || lines === null || sumOfLines(lines) === netTotal
}

function sumOfLines(lines: Flat[string]): number {
  return linesOf(lines).reduce((sum, line) => sum + (typeof line.fields.total === 'number' ? line.fields.total : 0), 0)
}
