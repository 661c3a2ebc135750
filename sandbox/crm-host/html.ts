/** Markup whose values are escaped; only what this tag made is taken as it is. */
export interface Html {
  readonly markup: string
}

type Piece = Html | string | number | null | undefined | false | readonly Piece[]

export function html(parts: TemplateStringsArray, ...values: readonly Piece[]): Html {
  return { markup: parts.map((part, at) => part + (at < values.length ? shown(values[at]) : '')).join('') }
}

export const nothing: Html = { markup: '' }

/** Our own script and style text, never a value that somebody typed. */
export const verbatim = (markup: string): Html => ({ markup })

function shown(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return ''
  if (typeof piece === 'string' || typeof piece === 'number') return escaped(String(piece))
  return isHtml(piece) ? piece.markup : piece.map(shown).join('')
}

const isHtml = (piece: Html | readonly Piece[]): piece is Html => 'markup' in piece

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign)
