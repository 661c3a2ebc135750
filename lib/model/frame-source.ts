/**
 * Whether an origin is one of those that may frame us, written as a browser's policy reads them: exact, or
 * `https://*.example.com` for whatever lives below a host.
 */
export const isFrameOf = (origin: string, sources: readonly string[]): boolean =>
  URL.canParse(origin) && new URL(origin).origin === origin && sources.some((source) => fits(origin, source))

function fits(origin: string, source: string): boolean {
  const [scheme = '', host] = source.split('*')
  return host === undefined ? origin === source : origin.startsWith(scheme) && origin.endsWith(host)
}
