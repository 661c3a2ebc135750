/** Ends of lines, control characters and marks that turn the direction of writing round have no place in a header. */
const unruly = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Surrogate}]+/gu

/** Spaces at which a line may break; French keeps its marks with the word before them by one that may not. */
const spaces = /[^\S\u00a0\u202f]+/g

/** A name that somebody typed in, fit for one line of a mail. */
export const clean = (text: string, most = 150): string => {
  const line = text.replace(unruly, ' ').replace(spaces, ' ').trim()
  return [...line].length > most ? `${[...line].slice(0, most - 1).join('')}…` : line
}

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export const escape = (text: string): string => text.replace(/[&<>"']/g, (mark) => marks[mark] ?? mark)
