/** The headers that tell a browser what our pages may do and who may frame them. Pure: the same answer for tests and pages. */
export interface PageKind {
  readonly nonce: string
  /** Exact origins; empty means nobody may frame. */
  readonly ancestors: readonly string[]
  /** Needs the page that opened it: a window of a consent. */
  readonly opened?: true
  /** Next's development server compiles in the browser; production never does. */
  readonly development: boolean
}

export function contentPolicy({ nonce, ancestors, development }: PageKind): string {
  const evaluated = development ? " 'unsafe-eval'" : ''
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluated}`,
    development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    development ? "connect-src 'self' ws:" : "connect-src 'self'",
    "font-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-src 'none'",
    `frame-ancestors ${ancestors.length === 0 ? "'none'" : ancestors.join(' ')}`,
  ].join('; ')
}

export function pageHeaders(kind: PageKind): Readonly<Record<string, string>> {
  const framed = kind.ancestors.length > 0
  return {
    'Content-Security-Policy': contentPolicy(kind),
    'Cache-Control': 'no-cache, no-store',
    ...(framed ? {} : { 'X-Frame-Options': 'DENY' }),
    ...(framed || kind.opened ? {} : { 'Cross-Origin-Opener-Policy': 'same-origin-allow-popups' }),
  }
}

/** Pages and answers that a consent's window passes through. */
export const isConsentWindow = (path: string): boolean => /^\/(connect|api\/oauth)\//.test(path)
