/** A table program runs what begins like this as a formula; a mark before it makes it text again. */
const formula = /^[=+\-@\t\r]/

/** One line of a CSV file (RFC 4180). */
export const csvLine = (cells: readonly (string | null)[]): string => `${cells.map(cellOf).join(',')}\r\n`

function cellOf(cell: string | null): string {
  const text = cell ?? ''
  const safe = formula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
