import { json, type Handle, type Request } from '../../sandbox/kit/server'

/**
 * A vendor that turns one call in so many away, by turns for being asked too fast and for being out of order; not before something
 * is measured, since whoever sets up would have to begin again.
 */
export function troubled(handle: Handle, every: number, measured: { readonly begun: boolean }): Handle {
  let seen = 0
  return (request) => {
    if (!measured.begun || isApart(request)) return handle(request)
    seen += 1
    if (seen % every !== 0) return handle(request)
    return Promise.resolve(seen % (2 * every) === 0 ? json(503, {}) : json(429, {}, { 'retry-after': '1' }))
  }
}

const isApart = ({ path }: Request): boolean => path.startsWith('/_admin/') || path.endsWith('/login')
