/** What a table program runs as a formula where it stands at the beginning of a cell; a mark before it makes it text again. */
const formula = /^[=+\-@\t\r]/
/** In French and Spanish cells end at a semicolon, elsewhere at a tab, and a line at its end: what follows begins one. */
const hidden = /[;\t\r\n](?=[=+\-@])/g

/** Tells table programs that the file is UTF-8. */
export const utf8Mark = '\ufeff'

/** One line of a CSV file (RFC 4180). */
export const csvLine = (cells: readonly (string | null)[]): string => `${cells.map(cellOf).join(',')}\r\n`

function cellOf(cell: string | null): string {
  const safe = harmless(cell ?? '')
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const harmless = (text: string): string => text.replace(hidden, "$&'").replace(formula, "'$&")
