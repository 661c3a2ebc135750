import type { Crm } from './crm'
import { BAD_FILTER, done, refuse } from './model'
import type { Resource, Result, Row } from './model'
import { compileWhere } from './where'

export interface Query {
  readonly where: string | null
  readonly order: string | null
  readonly page: number
  readonly count: number
}

export interface Lister {
  page(resource: Resource, query: Query, only?: (row: Row) => boolean): Result<readonly Row[]>
  /** A new record is found by `where` only after so long, as behind a lagging index. */
  delaySearch(ms: number): void
}

interface Kept {
  readonly key: string
  readonly version: number
  readonly rows: readonly Row[]
}

/** Deleted records included. The last result per resource is kept, so that later pages cost a slice. */
export function lister(crm: Crm): Lister {
  const kept = new Map<string, Kept>()
  let lag = 0
  const compute = (resource: Resource, query: Query): Result<readonly Row[]> => {
    const table = crm.table(resource.name)
    const fields = crm.fields(resource)
    const { where, order } = query
    if (order && fields[order] === undefined) return refuse(`SQL not generated correctly: order ${order}`, BAD_FILTER)
    if (!where) return done(order ? descending(table.rows(), order) : table.rows())
    const filter = compileWhere(where, fields)
    if (filter === null) return refuse('SQL not generated correctly', BAD_FILTER)
    const visible = crm.now() - lag
    const found = table.candidates(filter.candidates(table)).filter((row) => filter.test(row))
    const rows = lag > 0 ? found.filter((row) => Number(row['dateCreated'] ?? 0) <= visible) : found
    return done(order ? descending(rows, order) : rows)
  }
  return {
    delaySearch: (ms) => {
      lag = ms
      kept.clear()
    },
    page(resource, query, only) {
      const table = crm.table(resource.name)
      const key = JSON.stringify([query.where, query.order])
      const last = kept.get(resource.name)
      const fresh = last !== undefined && lag === 0 && last.key === key && last.version === table.version()
      const result = fresh ? done(last.rows) : compute(resource, query)
      if (!result.ok) return result
      if (!fresh) kept.set(resource.name, { key, version: table.version(), rows: result.value })
      const rows = only ? result.value.filter(only) : result.value
      return done(rows.slice(query.page * query.count, (query.page + 1) * query.count))
    },
  }
}

/** The only direction there is. Null sorts last, ties by the youngest record. */
function descending(rows: readonly Row[], field: string): readonly Row[] {
  return [...rows].sort((a, b) => {
    const left = a[field] ?? null
    const right = b[field] ?? null
    if (left === right) return b.id - a.id
    if (left === null) return 1
    if (right === null) return -1
    return left < right ? 1 : -1
  })
}
