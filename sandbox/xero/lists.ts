import type { Request } from '../kit/server'
import { at, where } from './where'
import type { Wire } from './show'

/** One resource as a list: what it can be asked and how its rows look. */
export interface Shelf<T> {
  readonly name: string
  readonly rows: Iterable<T>
  readonly updatedOf: (row: T) => number
  readonly idOf: (row: T) => string
  readonly show: (row: T, withLines: boolean) => Wire
  /** Rows that only some callers see, such as archived ones. */
  readonly hides?: (row: T, query: URLSearchParams) => boolean
  /** Query parameters of this resource alone; each narrows. */
  readonly filters?: Readonly<Record<string, (row: T, value: string) => boolean>>
  readonly paging: 'none' | 'page' | 'page-and-size'
}

export type Listed =
  | { readonly ok: true; readonly rows: readonly Wire[]; readonly pagination: Wire | null }
  | { readonly ok: false; readonly message: string }

const USUAL_SIZE = 100
const LARGEST_SIZE = 1_000

export function list<T>(shelf: Shelf<T>, request: Request): Listed {
  const { query } = request
  const since = sinceOf(request.headers['if-modified-since'])
  if (since === null) return bad('If-Modified-Since is not a date')
  const filters = Object.entries(shelf.filters ?? {}).flatMap(([name, keeps]) => {
    const value = query.get(name)
    return value === null || value === '' ? [] : [(row: T) => keeps(row, value)]
  })
  const kept: T[] = []
  for (const row of shelf.rows) {
    // Whole seconds, the asked one included.
    const recent = since === 'always' || Math.floor(shelf.updatedOf(row) / 1000) >= Math.floor(since / 1000)
    if (recent && !shelf.hides?.(row, query) && filters.every((keeps) => keeps(row))) kept.push(row)
  }
  const narrowed = byWhere(shelf, kept, query.get('where'))
  return narrowed === null ? bad(`The filter cannot be read: ${query.get('where')}`) : paged(shelf, narrowed, query)
}

const bad = (message: string): Listed => ({ ok: false, message })

function byWhere<T>(shelf: Shelf<T>, rows: readonly T[], asked: string | null): readonly T[] | null {
  if (asked === null || asked === '') return rows
  const test = where(asked)
  return test && rows.filter((row) => test(shelf.show(row, false)))
}

function paged<T>(shelf: Shelf<T>, rows: readonly T[], query: URLSearchParams): Listed {
  const asked = shelf.paging === 'none' ? null : query.get('page')
  const sorted = ordered(shelf, rows, query.get('order'))
  if (asked === null) return { ok: true, rows: sorted.map((row) => shelf.show(row, false)), pagination: null }
  const wanted = shelf.paging === 'page-and-size' ? Number(query.get('pageSize') ?? USUAL_SIZE) : USUAL_SIZE
  const page = Number(asked)
  if (!Number.isInteger(page) || page < 1) return bad('page starts at 1')
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > LARGEST_SIZE) return bad(`pageSize is 1 to ${LARGEST_SIZE}`)
  const pageCount = Math.ceil(sorted.length / wanted)
  return {
    ok: true,
    rows: sorted.slice((page - 1) * wanted, page * wanted).map((row) => shelf.show(row, true)),
    // Where a page has no size, it comes without a count too.
    pagination: shelf.paging === 'page' ? null : { page, pageSize: wanted, pageCount, itemCount: sorted.length },
  }
}

function ordered<T>(shelf: Shelf<T>, rows: readonly T[], asked: string | null): readonly T[] {
  if (asked === null || asked === '') return rows
  const [path = '', direction = 'ASC'] = asked.trim().split(/\s+/)
  const sign = direction.toUpperCase() === 'DESC' ? -1 : 1
  const isId = path.toLowerCase() === `${shelf.name.slice(0, -1)}ID`.toLowerCase()
  const keyOf = (row: T): string | number => {
    if (isId) return shelf.idOf(row)
    if (path === 'UpdatedDateUTC') return shelf.updatedOf(row)
    const found = at(shelf.show(row, false), path)
    return typeof found === 'number' ? found : String(found ?? '')
  }
  const keyed = rows.map((row) => ({ row, key: keyOf(row) }))
  return keyed.sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ row }) => row)
}

/** Three formats are in use: without a zone (UTC), ISO with milliseconds and Z, and RFC 1123. */
function sinceOf(header: string | undefined): number | 'always' | null {
  if (header === undefined || header.trim() === '') return 'always'
  const bare = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(header)
  const at = Date.parse(bare ? `${header}Z` : header)
  return Number.isNaN(at) ? null : at
}

export const among = (value: string, one: string): boolean => value.split(',').includes(one)
